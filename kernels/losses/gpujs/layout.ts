/**
 * How n rows of d features are cut for the card: segments of equal size, padded with rows of weight 0. A segment is lines of
 * `chunks` rows each, row after row; a thread adds down the lines, so that neighbouring threads read neighbouring rows.
 */
export interface Layout {
  readonly d: number;
  readonly chunks: number;
  readonly lines: number;
  readonly rowsPerSegment: number;
  readonly segments: number;
}

/**
 * Lines of a segment: the rows that a thread adds up in float32. Far below the 1000 iterations at which gpu.js cuts loops, and
 * few enough that sums keep their digits; the host adds the threads' sums in float64.
 */
export const LINES = 128;

/** Points evaluated in one go; more are taken in groups. */
export const POINTS_AT_ONCE = 4;

/** Textures are at least this wide on every card that matters. */
const MAX_CHUNKS = 4096;

/** Values on the card in one piece. A flat index above 2^24 is inexact in float32, which some cards use for indices. */
const MAX_VALUES = 4_194_304;

/** The layout of n rows: as few segments as fit, all of one size, so that one compiled kernel serves them all. */
export function layoutOf(n: number, d: number): Layout {
  const widest = Math.max(d, 2 * POINTS_AT_ONCE);
  const mostChunks = Math.min(MAX_CHUNKS, Math.max(1, Math.floor(MAX_VALUES / widest / LINES)));
  const allChunks = Math.max(1, Math.ceil(n / LINES));
  const segments = Math.ceil(allChunks / mostChunks);
  const chunks = Math.ceil(allChunks / segments);
  return { d, chunks, lines: LINES, rowsPerSegment: chunks * LINES, segments };
}

/** Rows, padding aside, in the lines 0, stride, 2 stride, ... of each segment. */
export function rowsVisited(
  { chunks, lines, rowsPerSegment, segments }: Layout,
  n: number,
  stride: number,
): number {
  let rows = 0;
  for (let segment = 0; segment < segments; segment++) {
    for (let line = 0; line < lines; line += stride) {
      const first = segment * rowsPerSegment + line * chunks;
      rows += Math.max(0, Math.min(chunks, n - first));
    }
  }
  return rows;
}

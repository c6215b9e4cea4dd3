/** How n rows of d features are cut for the card: segments of equal size, padded with rows of weight 0. */
export interface Layout {
  readonly d: number;
  /** Rows a thread adds up. */
  readonly rowsPerThread: number;
  /** Threads that share a segment's rows. */
  readonly chunks: number;
  readonly rowsPerSegment: number;
  readonly segments: number;
}

/**
 * Rows a thread adds up, in float32: far below the 1000 iterations at which gpu.js cuts loops, and few enough that the sum
 * keeps its digits. The host adds the threads' sums in float64.
 */
export const ROWS_PER_THREAD = 128;

/** Points evaluated in one go; more are taken in groups. */
export const POINTS_AT_ONCE = 4;

/**
 * Values in one matrix on the card. A flat index above 2^24 is not exact in float32, which some cards use for indices; no
 * texture of this size meets a card's limit either.
 */
const MAX_VALUES = 4_194_304;

/** The layout of n rows: as few segments as fit, all of one size, so that one compiled kernel serves them all. */
export function layoutOf(n: number, d: number): Layout {
  const widest = Math.max(d, 2 * POINTS_AT_ONCE);
  const mostChunks = Math.max(1, Math.floor(MAX_VALUES / widest / ROWS_PER_THREAD));
  const allChunks = Math.max(1, Math.ceil(n / ROWS_PER_THREAD));
  const segments = Math.ceil(allChunks / mostChunks);
  const chunks = Math.ceil(allChunks / segments);
  return { d, ...threads(chunks), segments };
}

/** The layout of every stride-th eight of each segment's rows. */
export function stridedLayout({ d, rowsPerSegment, segments }: Layout, stride: number): Layout {
  const rows = 8 * Math.ceil(rowsPerSegment / 8 / stride);
  return { d, ...threads(Math.ceil(rows / ROWS_PER_THREAD)), segments };
}

const threads = (chunks: number) => ({
  rowsPerThread: ROWS_PER_THREAD,
  chunks,
  rowsPerSegment: chunks * ROWS_PER_THREAD,
});

import type { BlockSource } from '../comparisons.ts';
import type { F32Kernels } from '../wasm/wasm-f32.ts';
import { readBlocks } from './checks.ts';
import type { Memories, SharedMemory } from './memories.ts';

/** Rows of a block. */
export const LANES = 16;

/** Rows that are added in float32 before float64 takes over: pieces hold a multiple of them. */
const ROWS_ADDED = 128;

/** Rows of a sample that lie in one memory. */
export interface Piece {
  readonly memory: SharedMemory<F32Kernels>;
  readonly first: number;
  readonly n: number;
  readonly x: number;
  /** Where weights lie, from the start; used once there are any. */
  readonly weightsAt: number;
}

const paddedRows = (n: number): number => Math.ceil(n / LANES) * LANES;

/** Bytes of a piece's features and weights. */
const bytesOf = (n: number, d: number): number => 4 * (d + 1) * paddedRows(n);

/** Copies comparisons into as few pieces of at most `bytesEach` bytes of features as hold them, in float32. */
export function loadPieces(
  source: BlockSource,
  memories: Memories<F32Kernels>,
  bytesEach: number,
): readonly Piece[] {
  const { n, d } = source;
  const rowsAtMost = Math.max(1, Math.floor(bytesEach / (4 * d * ROWS_ADDED))) * ROWS_ADDED;
  const pieces: Piece[] = [];
  for (let first = 0; first < n; first += rowsAtMost) {
    const rows = Math.min(rowsAtMost, n - first);
    const memory = memories.withRoom(bytesOf(rows, d));
    const x = memory.take(bytesOf(rows, d));
    pieces.push({ memory, first, n: rows, x, weightsAt: x + 4 * d * paddedRows(rows) });
  }
  try {
    copyRows(source, pieces);
  } catch (error) {
    freePieces(pieces, d);
    throw error;
  }
  return pieces;
}

export function freePieces(pieces: readonly Piece[], d: number): void {
  for (const { memory, x, n } of pieces) memory.free(x, bytesOf(n, d));
}

/** The weights of a piece, in float32; those of the rows that pad its last block too. */
export const weightsIn = ({ memory, weightsAt, n }: Piece): Float32Array =>
  memory.kernels.f32(weightsAt, paddedRows(n));

/** Rounds features to float32 and lays them out in blocks of 16 rows; the rows that pad the last one are zero. */
function copyRows(source: BlockSource, pieces: readonly Piece[]): void {
  const { d } = source;
  const views = pieces.map(({ memory, x, n }) => memory.kernels.f32(x, d * paddedRows(n)));
  const rowsAtMost = pieces[0]?.n ?? 0;
  for (const [k, { n }] of pieces.entries()) if (n % LANES !== 0) views[k].fill(0, d * (n - (n % LANES)));
  readBlocks(source, (values, firstBlock) => {
    for (let from = 0, block = firstBlock; from < values.length; from += 8 * d, block++) {
      const piece = Math.floor((8 * block) / rowsAtMost);
      const row = 8 * block - piece * rowsAtMost;
      // The block of 16 that these 8 rows are half of.
      const at = d * (row - (row % LANES)) + (row % LANES);
      const view = views[piece];
      for (let j = 0; j < d; j++) {
        for (let lane = 0; lane < 8; lane++) view[at + LANES * j + lane] = values[from + 8 * j + lane];
      }
    }
  });
}

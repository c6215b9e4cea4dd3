import type { BlockSource } from '../comparisons.ts';
import { createF32Kernels, type F32Kernels } from '../wasm/wasm-f32.ts';
import { checkFinite, checkOpen, checkPoint, checkPoints, checkWeights, readBlocks } from './checks.ts';
import type { LoadedComparisons, LogisticCurvature, Losses, LossSum } from './contract.ts';

/** Rows of a block, and rows that are added in float32 before float64 takes over: pieces hold a multiple of them. */
const LANES = 16;
const ROWS_ADDED = 128;

/** Bytes of features one memory holds at most; larger samples lie in several. */
const MEMORY_BYTES = 1_073_741_824;

/** 2^-24. */
const UNIT = 1 / 16_777_216;

/** Rows of a sample that lie in one memory. */
interface Piece {
  readonly kernels: F32Kernels;
  readonly first: number;
  readonly n: number;
  readonly x: number;
  /** Where weights lie, from the start; used once there are any. */
  readonly weightsAt: number;
  /** First byte after all that. */
  readonly scratch: number;
}

/**
 * The losses in single precision, for the stages of a fit that search: half the bytes and twice the lanes of float64.
 *
 * A dot product is added in float32 over 32 features, sums over rows over 128 rows, then in float64. A data set has
 * memories of its own, several where it is larger than `memoryBytes`; disposed ones are used again.
 */
export function wasmF32Losses(memoryBytes = MEMORY_BYTES): Losses {
  const idle: F32Kernels[] = [];
  return {
    id: 'wasm-f32',
    numerics: 'f32',
    precision: (_, d) => ({ unit: UNIT, dotTerms: Math.min(d, 32), rowTerms: 12 }),
    load(source, weights) {
      checkWeights(weights, source.n);
      const pieces = laidOut(source, memoryBytes, () => idle.pop() ?? createF32Kernels());
      const giveBack = (): void => {
        idle.push(...pieces.map(({ kernels }) => kernels));
      };
      try {
        copyRows(source, pieces);
        const loaded = comparisonsOf(source, pieces, giveBack);
        if (weights !== undefined) loaded.reweigh(weights);
        return loaded;
      } catch (error) {
        giveBack();
        throw error;
      }
    },
  };
}

function laidOut({ n, d }: BlockSource, memoryBytes: number, take: () => F32Kernels): readonly Piece[] {
  const rowsAtMost = Math.max(1, Math.floor(memoryBytes / (4 * d * ROWS_ADDED))) * ROWS_ADDED;
  const pieces: Piece[] = [];
  for (let first = 0; first < n; first += rowsAtMost) {
    const kernels = take();
    const rows = Math.min(rowsAtMost, n - first);
    const padded = Math.ceil(rows / LANES) * LANES;
    const weightsAt = kernels.base + 4 * d * padded;
    const scratch = weightsAt + 4 * padded;
    kernels.reserve(scratch);
    pieces.push({ kernels, first, n: rows, x: kernels.base, weightsAt, scratch });
  }
  return pieces;
}

/** Rounds features to float32 and lays them out in blocks of 16 rows; the rows that pad the last one are zero. */
function copyRows(source: BlockSource, pieces: readonly Piece[]): void {
  const { d } = source;
  const views = pieces.map(({ kernels, x, n }) => kernels.f32(x, d * Math.ceil(n / LANES) * LANES));
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
  views.forEach(checkFinite);
}

function comparisonsOf(
  { n, d }: BlockSource,
  pieces: readonly Piece[],
  giveBack: () => void,
): LoadedComparisons {
  let weighted = false;
  let open = true;
  const ready = (points: readonly ArrayLike<number>[]): void => {
    checkOpen(open);
    checkPoints(points, d);
  };
  const weightsOf = ({ weightsAt }: Piece): number => (weighted ? weightsAt : 0);
  const evaluated = (kernel: Kernel, points: readonly ScaledPoint[]): readonly LossSum[] => {
    checkOpen(open);
    const found = points.map(({ theta }) => {
      checkPoint(theta, d);
      return { sum: 0, gradient: new Float64Array(d) };
    });
    for (const piece of pieces) evaluate(piece, { kernel, d, points, weights: weightsOf(piece) }, found);
    return found;
  };
  return {
    n,
    d,
    annealed: (points) =>
      evaluated(
        'annealed',
        points.map(({ direction, lambda }) => ({ theta: direction, factor: lambda, scale: lambda })),
      ),
    score(directions) {
      ready(directions);
      return directions.map((theta) =>
        pieces.reduce((sum, piece) => sum + scoreOf(piece, { d, theta, weights: weightsOf(piece) }), 0),
      );
    },
    logistic: (points) =>
      evaluated(
        'logistic',
        points.map((theta) => ({ theta, factor: 1, scale: -1 })),
      ),
    logisticCurvature(points, stride = 1) {
      ready(points);
      return points.map((theta) => {
        const size = d + (d * (d + 1)) / 2 + 2;
        const sums = new Float64Array(size);
        for (const piece of pieces) {
          const part = curvatureOf(piece, { d, theta, stride, size, weights: weightsOf(piece) });
          for (let q = 0; q < size; q++) sums[q] += part[q];
        }
        const rows = pieces.reduce((visited, piece) => visited + rowsVisited(piece, stride), 0);
        return curvature(sums, d, rows);
      });
    },
    reweigh(weights) {
      checkOpen(open);
      checkWeights(weights, n);
      for (const { kernels, weightsAt, first, n: rows } of pieces) {
        const view = kernels.f32(weightsAt, Math.ceil(rows / LANES) * LANES).fill(0);
        for (let i = 0; i < rows; i++) view[i] = weights[first + i];
        checkWeights(view, view.length);
      }
      weighted = true;
    },
    dispose() {
      if (open) giveBack();
      open = false;
    },
  };
}

type Kernel = 'annealed' | 'logistic';

/** The kernel sees factor theta; the gradient is scale times what it finds. */
interface ScaledPoint {
  readonly theta: ArrayLike<number>;
  readonly factor: number;
  readonly scale: number;
}

interface Evaluation {
  readonly kernel: Kernel;
  readonly d: number;
  readonly points: readonly ScaledPoint[];
  readonly weights: number;
}

/** Adds what the kernel finds in a piece to the sums. Views are made sparingly: a small piece takes microseconds. */
function evaluate(
  { kernels, n, x, scratch: out }: Piece,
  { kernel, d, points, weights }: Evaluation,
  found: { sum: number; readonly gradient: Float64Array }[],
): void {
  const stride = 2 * (d + 1);
  const part = out + 8 * stride * points.length;
  const thetas = part + 8 * stride;
  kernels.reserve(thetas + 4 * d * points.length);
  const values = kernels.f32(thetas, d * points.length);
  for (const [k, { theta, factor }] of points.entries()) {
    for (let j = 0; j < d; j++) values[k * d + j] = factor * theta[j];
  }
  kernels[kernel](x, n, d, thetas, points.length, weights, part, out);
  const sums = kernels.f64(out, stride * points.length);
  for (const [k, { scale }] of points.entries()) {
    const { gradient } = found[k];
    found[k].sum += sums[k * stride];
    for (let j = 0; j < d; j++) gradient[j] += scale * sums[k * stride + 1 + j];
  }
}

interface ScoreEvaluation {
  readonly d: number;
  readonly theta: ArrayLike<number>;
  readonly weights: number;
}

function scoreOf({ kernels, n, x, scratch }: Piece, { d, theta, weights }: ScoreEvaluation): number {
  kernels.reserve(scratch + 4 * d);
  kernels.f32(scratch, d).set(theta);
  return kernels.score(x, n, d, scratch, weights);
}

interface CurvatureEvaluation extends ScoreEvaluation {
  readonly stride: number;
  readonly size: number;
}

function curvatureOf(piece: Piece, { d, theta, stride, size, weights }: CurvatureEvaluation): Float64Array {
  const { kernels, n, x, scratch } = piece;
  const skipped = skippedBlocks(piece, stride) * LANES;
  if (skipped >= n) return new Float64Array(size);
  const out = scratch + 16 * size;
  const thetaAt = out + 16 * size;
  kernels.reserve(thetaAt + 4 * d);
  kernels.f32(thetaAt, d).set(theta);
  const weightsAt = weights === 0 ? 0 : weights + 4 * skipped;
  kernels.curvature(x + 4 * d * skipped, n - skipped, stride, d, thetaAt, weightsAt, scratch, out);
  return kernels.f64(out, size).slice();
}

function curvature(sums: Float64Array, d: number, rows: number): LogisticCurvature {
  const hessian = new Float64Array(d * d);
  let at = d;
  for (let j = 0; j < d; j++) {
    for (let k = 0; k <= j; k++) hessian[j * d + k] = hessian[k * d + j] = sums[at++];
  }
  return { rows, gradient: sums.slice(0, d), hessian, second: sums[at], fourth: sums[at + 1] };
}

/** Blocks of a piece before the first that a stride over the whole sample visits. */
const skippedBlocks = ({ first }: Piece, stride: number): number => {
  const past = (first / LANES) % stride;
  return past === 0 ? 0 : stride - past;
};

/** Rows of a piece that a stride over the whole sample visits; only the last block can be short. */
function rowsVisited(piece: Piece, stride: number): number {
  const blocks = Math.ceil(piece.n / LANES) - skippedBlocks(piece, stride);
  if (blocks <= 0) return 0;
  const short = (blocks - 1) % stride === 0 ? Math.ceil(piece.n / LANES) * LANES - piece.n : 0;
  return Math.ceil(blocks / stride) * LANES - short;
}

import { createF32Kernels } from '../wasm/wasm-f32.ts';
import { checkOpen, checkPoint, checkPoints, checkWeights } from './checks.ts';
import type { LoadedComparisons, LogisticCurvature, Losses, LossSum } from './contract.ts';
import { freePieces, LANES, loadPieces, type Piece, weightsIn } from './f32-pieces.ts';
import { inFloat32Range } from './float32-range.ts';
import { createMemories } from './memories.ts';
import { oneByOne } from './one-by-one.ts';

/** Bytes of features one memory holds at most; larger samples lie in several. */
const MEMORY_BYTES = 1_073_741_824;

/** 2^-24. */
const UNIT = 1 / 16_777_216;

/**
 * The losses in single precision, for the stages of a fit that search: half the bytes and twice the lanes of float64.
 *
 * A dot product is added in float32 over 32 features, sums over rows over 128 rows, then in float64. Data sets share memories
 * of `memoryBytes`; a larger one lies in several.
 */
export function wasmF32Losses(memoryBytes = MEMORY_BYTES): Losses {
  const memories = createMemories(createF32Kernels, memoryBytes);
  return inFloat32Range({
    id: 'wasm-f32',
    precision: (_, d) => ({ unit: UNIT, dotTerms: Math.min(d, 32), rowTerms: 12 }),
    load(source, weights) {
      checkWeights(weights, source.n);
      const pieces = loadPieces(source, memories, memoryBytes);
      try {
        const loaded = comparisonsOf(source, pieces);
        if (weights !== undefined) loaded.reweigh(weights);
        return loaded;
      } catch (error) {
        freePieces(pieces, source.d);
        throw error;
      }
    },
    annealedOfEach: oneByOne,
  });
}

function comparisonsOf(
  { n, d }: { readonly n: number; readonly d: number },
  pieces: readonly Piece[],
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
          addCurvature(piece, { d, theta, stride, weights: weightsOf(piece) }, sums);
        }
        const rows = pieces.reduce((visited, piece) => visited + rowsVisited(piece, stride), 0);
        return curvature(sums, d, rows);
      });
    },
    reweigh(weights) {
      checkOpen(open);
      checkWeights(weights, n);
      for (const piece of pieces) {
        const view = weightsIn(piece).fill(0);
        for (let i = 0; i < piece.n; i++) view[i] = weights[piece.first + i];
        checkWeights(view, view.length);
      }
      weighted = true;
    },
    dispose() {
      if (open) freePieces(pieces, d);
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

/** Adds what the kernel finds in a piece to the sums. No views are made: a small piece takes microseconds. */
function evaluate(
  { memory, n, x }: Piece,
  { kernel, d, points, weights }: Evaluation,
  found: { sum: number; readonly gradient: Float64Array }[],
): void {
  const { kernels } = memory;
  const stride = 2 * (d + 1);
  const bytes = 8 * stride * (points.length + 1) + 4 * d * points.length;
  const out = memory.take(bytes);
  const part = out + 8 * stride * points.length;
  const thetas = part + 8 * stride;
  const singles = kernels.singles();
  for (let k = 0; k < points.length; k++) {
    const { theta, factor } = points[k];
    for (let j = 0; j < d; j++) singles[thetas / 4 + k * d + j] = factor * theta[j];
  }
  kernels[kernel](x, n, d, thetas, points.length, weights, part, out);
  const doubles = kernels.doubles();
  for (let k = 0; k < points.length; k++) {
    const { scale } = points[k];
    const { gradient } = found[k];
    const at = out / 8 + k * stride;
    found[k].sum += doubles[at];
    for (let j = 0; j < d; j++) gradient[j] += scale * doubles[at + 1 + j];
  }
  memory.free(out, bytes);
}

interface ScoreEvaluation {
  readonly d: number;
  readonly theta: ArrayLike<number>;
  readonly weights: number;
}

function scoreOf({ memory, n, x }: Piece, { d, theta, weights }: ScoreEvaluation): number {
  const at = memory.take(4 * d);
  memory.kernels.f32(at, d).set(theta);
  const score = memory.kernels.score(x, n, d, at, weights);
  memory.free(at, 4 * d);
  return score;
}

interface CurvatureEvaluation extends ScoreEvaluation {
  readonly stride: number;
}

/** Adds what the kernel finds in a piece to the packed sums. */
function addCurvature(
  piece: Piece,
  { d, theta, stride, weights }: CurvatureEvaluation,
  sums: Float64Array,
): void {
  const { memory, n, x } = piece;
  const skipped = skippedBlocks(piece, stride) * LANES;
  if (skipped >= n) return;
  const bytes = 32 * sums.length + 4 * d;
  const part = memory.take(bytes);
  const out = part + 16 * sums.length;
  const thetaAt = out + 16 * sums.length;
  memory.kernels.f32(thetaAt, d).set(theta);
  const weightsAt = weights === 0 ? 0 : weights + 4 * skipped;
  memory.kernels.curvature(x + 4 * d * skipped, n - skipped, stride, d, thetaAt, weightsAt, part, out);
  const doubles = memory.kernels.doubles();
  for (let q = 0; q < sums.length; q++) sums[q] += doubles[out / 8 + q];
  memory.free(part, bytes);
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

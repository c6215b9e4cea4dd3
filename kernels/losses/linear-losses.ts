import { createArena, type Sample } from '../arena.ts';
import type { Backend, RowsAt } from '../backend.ts';
import { comparisonsLength } from '../comparisons.ts';
import { checkOpen, checkPoint, checkPoints, checkWeights, copyBlocks } from './checks.ts';
import type { AnnealedPoint, LoadedComparisons, LogisticCurvature, Losses, LossSum } from './contract.ts';

/**
 * The losses on the linear memory of float64 kernels: `js` and `wasm-f64`, which give the same bits.
 *
 * Each data set has a memory of its own, so that they may be disposed in any order; a disposed one's is used again.
 */
export function linearLosses(createBackend: () => Backend): Losses {
  const idle: Backend[] = [createBackend()];
  return {
    id: idle[0].id,
    // Blocks of eight rows are added one after the other to two lanes.
    precision: (n, d) => ({ unit: Number.EPSILON / 2, dotTerms: d, rowTerms: Math.ceil(n / 8) }),
    load(source, weights) {
      const { n, d } = source;
      checkWeights(weights, n);
      const backend = idle.pop() ?? createBackend();
      const arena = createArena(backend);
      const z = arena.f64(comparisonsLength(n, d));
      copyBlocks(source, backend.f64(z, comparisonsLength(n, d)));
      const sample = { arena, n, d, blocks: Math.ceil(n / 8), z, labelsPerUser: 1 };
      const loaded = new LinearComparisons(sample, () => idle.push(backend));
      if (weights !== undefined) loaded.reweigh(weights);
      return loaded;
    },
  };
}

/** The losses of a sample where it lies: nothing is copied, so that nothing needs to be disposed. */
export const sampleLosses = (sample: Sample): LoadedComparisons => new LinearComparisons(sample, null);

/**
 * Comparisons in the memory of their kernels. A class, since a fit makes one for a sample that it evaluates in microseconds:
 * seven closures a sample would cost as much as a quarter of an evaluation.
 */
class LinearComparisons implements LoadedComparisons {
  readonly n: number;
  readonly d: number;
  readonly #sample: Sample;
  /** Called once by `dispose`. */
  #giveBack: (() => void) | null;
  #open = true;
  /** Address of a weight a row; 0 where all count once. */
  #weights = 0;

  constructor(sample: Sample, giveBack: (() => void) | null) {
    this.n = sample.n;
    this.d = sample.d;
    this.#sample = sample;
    this.#giveBack = giveBack;
  }

  annealed(points: readonly AnnealedPoint[]): readonly LossSum[] {
    const rows = this.#rows();
    const room = roomFor(this.#sample, points.length);
    for (let k = 0; k < points.length; k++) writePoint(room, k, points[k].direction, points[k].lambda);
    this.#sample.arena.backend.annealed(rows, room.thetas, points.length, room.out);
    return points.map(({ lambda }, k) => sumIn(room, k, lambda));
  }

  score(directions: readonly ArrayLike<number>[]): readonly number[] {
    const rows = this.#rows();
    checkPoints(directions, this.d);
    return directions.map((theta) => scoreOf(this.#sample, rows, theta));
  }

  logistic(points: readonly ArrayLike<number>[]): readonly LossSum[] {
    const rows = this.#rows();
    const room = roomFor(this.#sample, points.length);
    for (let k = 0; k < points.length; k++) writePoint(room, k, points[k], 1);
    this.#sample.arena.backend.logistic(rows, room.thetas, points.length, room.out);
    return points.map((_, k) => sumIn(room, k, -1));
  }

  logisticCurvature(points: readonly ArrayLike<number>[], stride = 1): readonly LogisticCurvature[] {
    const rows = this.#rows();
    checkPoints(points, this.d);
    return points.map((theta) => curvatureOf(this.#sample, rows, theta, stride));
  }

  reweigh(values: ArrayLike<number>): void {
    checkOpen(this.#open);
    checkWeights(values, this.n);
    const { arena, blocks } = this.#sample;
    if (this.#weights === 0) this.#weights = arena.f64(8 * blocks);
    arena.backend.f64(this.#weights, this.n).set(values);
  }

  dispose(): void {
    if (this.#open) this.#giveBack?.();
    this.#open = false;
  }

  #rows(): RowsAt {
    checkOpen(this.#open);
    return { z: this.#sample.z, n: this.n, d: this.d, weights: this.#weights };
  }
}

/** Where a batch's points and sums lie: addresses, and a view of all memory that is made once for all evaluations. */
interface Room {
  readonly memory: Float64Array;
  readonly d: number;
  readonly thetas: number;
  readonly out: number;
}

/** Small data sets are evaluated in microseconds, so that nothing is made but the results. */
function roomFor({ arena, d }: Sample, points: number): Room {
  const release = arena.mark();
  const sums = 16 * (d + 1) * points;
  const out = arena.scratch(sums + 8 * d * points);
  release();
  return { memory: arena.backend.doubles(), d, thetas: out + sums, out };
}

function writePoint({ memory, d, thetas }: Room, k: number, theta: ArrayLike<number>, factor: number): void {
  checkPoint(theta, d);
  const at = thetas / 8 + k * d;
  for (let j = 0; j < d; j++) memory[at + j] = factor * theta[j];
}

/** Point k's sum and gradient, which is `scale` times what the kernel finds. */
function sumIn({ memory, d, out }: Room, k: number, scale: number): LossSum {
  const at = out / 8 + 2 * (d + 1) * k;
  const gradient = new Float64Array(d);
  for (let j = 0; j < d; j++) gradient[j] = scale * memory[at + 1 + j];
  return { sum: memory[at], gradient };
}

function scoreOf({ arena, d, blocks }: Sample, { z, weights }: RowsAt, theta: ArrayLike<number>): number {
  const release = arena.mark();
  const score = arena.backend.score(z, blocks, d, arena.copy(theta), weights);
  release();
  return score;
}

function curvatureOf(
  sample: Sample,
  { z, weights }: RowsAt,
  theta: ArrayLike<number>,
  stride: number,
): LogisticCurvature {
  const { arena, d, blocks } = sample;
  const { backend } = arena;
  const release = arena.mark();
  const size = d + (d * (d + 1)) / 2 + 2;
  const out = arena.scratch(16 * size);
  if (d === 2 && weights === 0) backend.curvature2(z, blocks, stride, theta[0], theta[1], out);
  else backend.curvature(z, blocks, stride, d, arena.copy(theta), weights, out);
  const sums = backend.f64(out, size);
  const hessian = new Float64Array(d * d);
  let at = d;
  for (let j = 0; j < d; j++) {
    for (let k = 0; k <= j; k++) hessian[j * d + k] = hessian[k * d + j] = sums[at++];
  }
  release();
  return {
    rows: rowsVisited(sample, stride),
    gradient: sums.slice(0, d),
    hessian,
    second: sums[at],
    fourth: sums[at + 1],
  };
}

/** Rows in blocks 0, stride, 2 stride, ... of eight; only the last block can be short. */
function rowsVisited({ n, blocks }: Sample, stride: number): number {
  if (n === 0) return 0;
  const visited = Math.ceil(blocks / stride);
  const lastIsVisited = (blocks - 1) % stride === 0;
  return visited * 8 - (lastIsVisited ? blocks * 8 - n : 0);
}

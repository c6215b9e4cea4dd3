import type { Sample } from '../arena.ts';
import type { Backend, RowsAt } from '../backend.ts';
import { checkOpen, checkPairs, checkPoint, checkPoints, checkWeights } from './checks.ts';
import type { AnnealedPoint, LoadedComparisons, LogisticCurvature, LossSum } from './contract.ts';
import { curvatureSums } from './curvature-sums.ts';

/**
 * Comparisons in the memory of their kernels. A class, since it owns a range of memory and a fit makes one for a sample that it
 * evaluates in microseconds: one object, where a record of functions would be a closure each.
 */
export class LinearComparisons implements LoadedComparisons {
  readonly n: number;
  readonly d: number;
  readonly #sample: Sample;
  readonly #backend: Backend;
  /** Called once by `dispose`. */
  #giveBack: (() => void) | null;
  #open = true;
  /** Address of a weight a row; 0 where all count once. */
  #weights = 0;

  constructor(sample: Sample, giveBack: (() => void) | null) {
    this.n = sample.n;
    this.d = sample.d;
    this.#sample = sample;
    this.#backend = sample.arena.backend;
    this.#giveBack = giveBack;
  }

  annealed(points: readonly AnnealedPoint[]): readonly LossSum[] {
    const rows = this.#rows();
    const room = roomFor(this.#sample, points.length);
    for (let k = 0; k < points.length; k++) writePoint(room, k, points[k].direction, points[k].lambda);
    this.#backend.annealed(rows, room.thetas, points.length, room.out);
    return points.map(({ lambda }, k) => sumIn(room, k, lambda));
  }

  /**
   * All kernels of a memory run one after the other, with nothing of JavaScript in between: a processor reads the next data set
   * while it ends the last.
   */
  static annealedOfEach(
    sets: readonly LoadedComparisons[],
    points: readonly AnnealedPoint[],
  ): readonly LossSum[] {
    checkPairs(sets, points);
    const found = new Array<LossSum>(sets.length);
    let waiting = [...sets.keys()];
    while (waiting.length > 0) waiting = LinearComparisons.#annealedTogether(sets, points, waiting, found);
    return found;
  }

  /** Evaluates those of the data sets that share a memory with the first; gives the places of the others. */
  static #annealedTogether(
    sets: readonly LoadedComparisons[],
    points: readonly AnnealedPoint[],
    places: readonly number[],
    found: LossSum[],
  ): number[] {
    const { arena } = ownComparisons(sets[places[0]]).#sample;
    const { backend } = arena;
    const here: number[] = [];
    const elsewhere: number[] = [];
    const rows: RowsAt[] = [];
    let bytes = 0;
    for (const k of places) {
      const set = ownComparisons(sets[k]);
      if (set.#backend === backend) {
        here.push(k);
        rows.push(set.#rows());
        bytes += roomBytes(set.d, 1);
      } else elsewhere.push(k);
    }
    const release = arena.mark();
    const start = arena.scratch(bytes);
    release();
    const memory = backend.doubles();
    for (let q = 0, out = start; q < here.length; out += roomBytes(rows[q++].d, 1)) {
      const { direction, lambda } = points[here[q]];
      writePoint(roomAt(memory, rows[q].d, out, 1), 0, direction, lambda);
    }
    for (let q = 0, out = start; q < here.length; out += roomBytes(rows[q++].d, 1)) {
      backend.annealed(rows[q], out + 16 * (rows[q].d + 1), 1, out);
    }
    for (let q = 0, out = start; q < here.length; out += roomBytes(rows[q++].d, 1)) {
      found[here[q]] = sumIn(roomAt(memory, rows[q].d, out, 1), 0, points[here[q]].lambda);
    }
    return elsewhere;
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
    this.#backend.logistic(rows, room.thetas, points.length, room.out);
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
    this.#backend.f64(this.#weights, this.n).set(values);
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

function ownComparisons(set: LoadedComparisons): LinearComparisons {
  if (set instanceof LinearComparisons) return set;
  throw new RangeError('annealedOfEach: a data set was loaded by other losses');
}

/** Where a batch's points and sums lie: addresses, and a view of all memory that is made once for all evaluations. */
interface Room {
  readonly memory: Float64Array;
  readonly d: number;
  readonly thetas: number;
  readonly out: number;
}

/** Bytes that sums and points take, whole vectors. */
const roomBytes = (d: number, points: number): number => 16 * Math.ceil(((3 * d + 2) * points) / 2);

/** Small data sets are evaluated in microseconds, so that nothing is made but the results. */
function roomFor({ arena, d }: Sample, points: number): Room {
  const release = arena.mark();
  const out = arena.scratch(roomBytes(d, points));
  release();
  return roomAt(arena.backend.doubles(), d, out, points);
}

const roomAt = (memory: Float64Array, d: number, out: number, points: number): Room => ({
  memory,
  d,
  out,
  thetas: out + 16 * (d + 1) * points,
});

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
  return curvatureSums(sample, stride, (out) => {
    if (d === 2 && weights === 0) backend.curvature2(z, blocks, stride, theta[0], theta[1], out);
    else backend.curvature(z, blocks, stride, d, arena.copy(theta), weights, out);
  });
}

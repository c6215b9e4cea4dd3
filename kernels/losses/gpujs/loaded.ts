import type { BlockSource } from '../../comparisons.ts';
import { checkOpen, checkPoints, checkWeights } from '../checks.ts';
import type { AnnealedPoint, LogisticCurvature, LossSum } from '../contract.ts';
import type { Card } from './card.ts';
import * as evaluations from './evaluations.ts';
import { type DeviceRows, loadRows, releaseRows, reweighRows, strideRows } from './rows.ts';
import type { Steps } from './steps.ts';

type Vector = ArrayLike<number>;

/** Comparisons on a card; every call is a computation that is still to be run. */
export interface LoadedSteps {
  readonly n: number;
  readonly d: number;
  annealed(points: readonly AnnealedPoint[]): Steps<readonly LossSum[]>;
  score(directions: readonly Vector[]): Steps<readonly number[]>;
  logistic(points: readonly Vector[]): Steps<readonly LossSum[]>;
  logisticCurvature(points: readonly Vector[], stride?: number): Steps<readonly LogisticCurvature[]>;
  reweigh(weights: Vector): Steps<void>;
  dispose(): void;
}

/** Rows of a stride with their moments. */
interface Strided {
  readonly rows: DeviceRows;
  readonly moments: evaluations.Moments;
}

/**
 * Loads comparisons.
 *
 * @throws RangeError for weights or features that the contract refuses.
 */
export function* loadComparisons(card: Card, source: BlockSource, given?: Vector): Steps<LoadedSteps> {
  const { n, d } = source;
  const weights = given === undefined ? undefined : rounded(given, n);
  const all = yield* loadRows(card, source, weights);
  let open = true;
  const strides = new Map<number, Strided>();

  /** The rows, once they and the points are found in order. */
  function live(points: readonly Vector[] = []): DeviceRows {
    checkOpen(open);
    checkPoints(points, d);
    return all;
  }
  function* strided(stride: number): Steps<Strided> {
    const rows = live();
    const known = strides.get(stride);
    if (known !== undefined) return known;
    const chosen = stride === 1 ? rows : yield* strideRows(card, rows, stride);
    const made = { rows: chosen, moments: yield* evaluations.moments(card, chosen) };
    strides.set(stride, made);
    return made;
  }
  function forgetStrides(): void {
    for (const { rows } of strides.values()) if (rows !== all) releaseRows(rows);
    strides.clear();
  }

  return {
    n,
    d,
    annealed: (points) => evaluations.annealed(card, live(points.map(({ direction }) => direction)), points),
    score: (directions) => evaluations.score(card, live(directions), directions),
    logistic: (points) => evaluations.logistic(card, live(points), points),
    *logisticCurvature(points, stride = 1) {
      live(points);
      const { rows, moments } = yield* strided(stride);
      const found: LogisticCurvature[] = [];
      for (const point of points) {
        found.push({
          rows: rows.count,
          ...(yield* evaluations.curvature(card, rows, point)),
          ...moments,
        });
      }
      return found;
    },
    *reweigh(values) {
      const rows = live();
      const single = rounded(values, n);
      forgetStrides();
      yield* reweighRows(card, rows, single);
    },
    dispose() {
      if (!open) return;
      open = false;
      forgetStrides();
      releaseRows(all);
    },
  };
}

/** Weights that are finite in float32 too. */
function rounded(weights: Vector, n: number): Float32Array {
  checkWeights(weights, n);
  const single = Float32Array.from(weights);
  checkWeights(single, n);
  return single;
}

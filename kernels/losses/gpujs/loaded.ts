import type { BlockSource } from '../../comparisons.ts';
import { checkOpen, checkPoints, checkWeights } from '../checks.ts';
import type { AnnealedPoint, LogisticCurvature, LossSum } from '../contract.ts';
import type { Card } from './card.ts';
import * as evaluations from './evaluations.ts';
import { rowsVisited } from './layout.ts';
import { type DeviceRows, loadRows, releaseRows, reweighRows } from './rows.ts';
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

/**
 * Loads comparisons.
 *
 * @throws RangeError for weights or features that the contract refuses.
 */
export function* loadComparisons(card: Card, source: BlockSource, given?: Vector): Steps<LoadedSteps> {
  const { n, d } = source;
  const weights = given === undefined ? undefined : rounded(given, n);
  const rows = yield* loadRows(card, source, weights);
  let open = true;
  const known = new Map<number, evaluations.Moments>();

  /** The rows, once they and the points are found in order. */
  function live(points: readonly Vector[] = []): DeviceRows {
    checkOpen(open);
    checkPoints(points, d);
    return rows;
  }
  function* moments(stride: number): Steps<evaluations.Moments> {
    const found = known.get(stride) ?? (yield* evaluations.moments(card, live(), stride));
    known.set(stride, found);
    return found;
  }

  return {
    n,
    d,
    annealed: (points) => evaluations.annealed(card, live(points.map(({ direction }) => direction)), points),
    score: (directions) => evaluations.score(card, live(directions), directions),
    logistic: (points) => evaluations.logistic(card, live(points), points),
    *logisticCurvature(points, stride = 1) {
      live(points);
      const found: LogisticCurvature[] = [];
      for (const point of points) {
        found.push({
          rows: rowsVisited(rows.layout, n, stride),
          ...(yield* evaluations.curvature(card, rows, point, stride)),
          ...(yield* moments(stride)),
        });
      }
      return found;
    },
    *reweigh(values) {
      live();
      const single = rounded(values, n);
      known.clear();
      yield* reweighRows(card, rows, single);
    },
    dispose() {
      if (!open) return;
      open = false;
      releaseRows(rows);
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

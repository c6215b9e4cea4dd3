import type { AnnealedPoint, LogisticCurvature, LossSum } from '../contract.ts';
import { type DeviceValue, release, rowsOf } from './adapter.ts';
import type { Card, TermsOf, Work } from './card.ts';
import { POINTS_AT_ONCE } from './layout.ts';
import type { DeviceRows, Segment } from './rows.ts';
import type { Steps } from './steps.ts';

type Vector = ArrayLike<number>;

/** sum w tanh(lambda v / 2) and its gradient, at every point. */
export function* annealed(
  card: Card,
  rows: DeviceRows,
  points: readonly AnnealedPoint[],
): Steps<readonly LossSum[]> {
  const scaled = points.map(({ direction, lambda }) => Float64Array.from(direction, (t) => lambda * t));
  const sums = yield* sumsAt(card, rows, 'annealed', scaled);
  return sums.map(({ sum, gradient }, k) => ({ sum, gradient: gradient.map((g) => points[k].lambda * g) }));
}

/** sum w log(1 + exp(-v)) and its gradient, at every point. */
export function* logistic(
  card: Card,
  rows: DeviceRows,
  points: readonly Vector[],
): Steps<readonly LossSum[]> {
  const sums = yield* sumsAt(card, rows, 'logistic', points);
  return sums.map(({ sum, gradient }) => ({ sum, gradient: gradient.map((g) => -g) }));
}

/** sum w sign(v) at every direction. */
export function* score(
  card: Card,
  rows: DeviceRows,
  directions: readonly Vector[],
): Steps<readonly number[]> {
  const totals = directions.map(() => 0);
  for (const { first, group } of groupsOf(directions)) {
    const work: Work = { layout: rows.layout, stride: 1, points: group.length };
    for (const segment of rows.segments) {
      const terms = yield* termsAt(card, work, segment, 'sign', group);
      const result = yield card.plainSums(work, group.length)(terms);
      release(terms);
      for (const [k, partial] of rowsOf(result).entries()) totals[first + k] += total(partial);
    }
  }
  return totals;
}

/** What depends on the point of `LogisticCurvature`. */
export type Curvature = Pick<LogisticCurvature, 'gradient' | 'hessian'>;

/** sum w sigma(-v) z and sum w sigma'(v) z z' at one point, over every stride-th line. */
export function* curvature(card: Card, rows: DeviceRows, point: Vector, stride: number): Steps<Curvature> {
  const { d } = rows.layout;
  const work: Work = { layout: rows.layout, stride, points: 1 };
  const gradient = new Float64Array(d);
  const hessian = new Float64Array(d * d);
  for (const segment of rows.segments) {
    const terms = yield* termsAt(card, work, segment, 'curvature', [point]);
    const slopes = rowsOf(yield card.termSums(work)(segment.z, terms));
    const products = rowsOf(yield card.productSums(work)(segment.z, terms));
    release(terms);
    for (let j = 0; j < d; j++) gradient[j] += total(slopes[j]);
    for (let j = 0; j < d * d; j++) hessian[j] += total(products[j]);
  }
  return { gradient, hessian };
}

/** What does not. */
export type Moments = Pick<LogisticCurvature, 'second' | 'fourth'>;

/** sum w |z|^2 and sum w |z|^4 over every stride-th line. */
export function* moments(card: Card, rows: DeviceRows, stride: number): Steps<Moments> {
  const work: Work = { layout: rows.layout, stride, points: 1 };
  let second = 0;
  let fourth = 0;
  for (const { z, weights } of rows.segments) {
    const terms = yield card.norms(work)(z, weights);
    const partial = rowsOf(yield card.plainSums(work, 2)(terms));
    release(terms);
    second += total(partial[0]);
    fourth += total(partial[1]);
  }
  return { second, fourth };
}

/** Sums of the terms, the first times each column of z and the second alone. */
function* sumsAt(
  card: Card,
  rows: DeviceRows,
  loss: 'annealed' | 'logistic',
  points: readonly Vector[],
): Steps<readonly LossSum[]> {
  const { d } = rows.layout;
  const totals = points.map(() => new Float64Array(d + 1));
  for (const { first, group } of groupsOf(points)) {
    const work: Work = { layout: rows.layout, stride: 1, points: group.length };
    for (const segment of rows.segments) {
      const terms = yield* termsAt(card, work, segment, loss, group);
      const result = yield card.termSums(work)(segment.z, terms);
      release(terms);
      for (const [q, partial] of rowsOf(result).entries()) {
        totals[first + Math.floor(q / (d + 1))][q % (d + 1)] += total(partial);
      }
    }
  }
  return totals.map((values) => ({ sum: values[d], gradient: values.slice(0, d) }));
}

/** The terms of every row at the points. */
function* termsAt(
  card: Card,
  work: Work,
  segment: Segment,
  loss: TermsOf,
  points: readonly Vector[],
): Steps<DeviceValue> {
  const { d } = work.layout;
  const theta = new Float32Array(d * points.length);
  for (const [k, point] of points.entries()) theta.set(point, k * d);
  const margins = yield card.margins(work)(segment.z, card.device.array(theta, [d, points.length]));
  const terms = yield card.terms(loss, work)(margins, segment.weights);
  release(margins);
  return terms;
}

/** Points in groups of as many as the card takes at once. */
function* groupsOf(
  points: readonly Vector[],
): Generator<{ readonly first: number; readonly group: readonly Vector[] }> {
  for (let first = 0; first < points.length; first += POINTS_AT_ONCE) {
    yield { first, group: points.slice(first, first + POINTS_AT_ONCE) };
  }
}

/** Adds the threads' sums in float64. */
function total(partial: Float32Array): number {
  let sum = 0;
  for (const value of partial) sum += value;
  return sum;
}

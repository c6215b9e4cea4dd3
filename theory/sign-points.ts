import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import { PI, sincos } from '../kernels/math/trigonometry.ts';
import { dot, norm } from '../kernels/math/vectors.ts';
import { angle } from '../kernels/metrics/angle.ts';
import type { Matrix, Population } from '../kernels/populations/population.ts';
import { climbAlong } from './arc-climb.ts';
import { eigenvalues } from './eigenvalues.ts';
import { transposedTimes, unit } from './linear-algebra.ts';
import { type Link, linkOf } from './link.ts';
import { noiseOf } from './noise.ts';
import { isMultiple, type Scale, scaleOf, stretchAt, type TangentAxis } from './spread.ts';
import { type TasteComponent, whiten } from './tastes.ts';

/** Tastes that are points, as spherically symmetric features see them, and the link of what crosses a hyperplane. */
export interface Points {
  readonly link: Link;
  readonly peak: number;
  readonly lower: Matrix;
  readonly components: readonly TasteComponent[];
}

/** Elliptical features, noise of one size and tastes on points; null for others. */
export function pointsOf(population: Population): Points | null {
  const { choice } = population;
  if (typeof choice === 'object' && choice.law === 'heteroskedastic') return null;
  const tastes = whiten(population);
  if (tastes === null || tastes.components.some(({ covariance }) => covariance !== null)) return null;
  const { features, lower, components } = tastes;
  return { link: linkOf(features.across, noiseOf(choice)), peak: features.peak, lower, components };
}

export const whitenedOf = ({ lower }: Points, direction: readonly number[]): number[] =>
  unit(transposedTimes(lower, direction));

/** With more types than this not every one is a start. */
export const MOST_TYPES = 12;
const MOST_STEPS = 4000;

/** The stationary points that iteration finds, those of the highest score kept. */
export function globalOptima(points: Points, target: readonly number[]): readonly (readonly number[])[] {
  const types = points.components.length > MOST_TYPES ? [] : points.components.map(({ mean }) => mean);
  const starts = [target, ...types]
    .filter((start) => norm(start) > 0)
    .map((start) => settled(points, unit(start)));
  const distinct: (readonly number[])[] = [];
  for (const one of starts) {
    if (distinct.every((other) => angle(one, other) > 1e-6)) distinct.push(one);
  }
  const slope = pointSlope(points);
  const heights = distinct.map((one) => climbAlong(slope, distinct[0], one));
  const top = Math.max(...heights);
  return distinct.filter((_, i) => heights[i] >= top - 1e-9);
}

function settled({ link, components }: Points, start: readonly number[]): readonly number[] {
  let theta = start;
  for (let step = 0; step < MOST_STEPS; step++) {
    const sum = new Array<number>(theta.length).fill(0);
    for (const { weight, mean } of components) {
      const a = dot(mean, theta);
      const across = Math.sqrt(Math.max(0, dot(mean, mean) - a * a));
      const pull = weight * link.rate(across);
      for (let j = 0; j < sum.length; j++) sum[j] += pull * mean[j];
    }
    const next = unit(sum);
    const moved = angle(next, theta);
    theta = next;
    if (!(moved > 1e-14)) break;
  }
  return theta;
}

/** M' at u: 4 peak E[rate(|b|) b], b = P beta. */
export const pointSlope =
  ({ link, peak, components }: Points) =>
  (u: readonly number[]): number[] => {
    const sum = new Array<number>(u.length).fill(0);
    for (const { weight, mean } of components) {
      const a = dot(mean, u);
      const pull = 4 * peak * weight * link.rate(Math.sqrt(Math.max(0, dot(mean, mean) - a * a)));
      for (let j = 0; j < sum.length; j++) sum[j] += pull * (mean[j] - a * u[j]);
    }
    return sum;
  };

/** M' along e on the great circle from u, by angle: each taste is known by three numbers. */
export const pointSlice =
  ({ link, peak, components }: Points, u: readonly number[]) =>
  (e: readonly number[]): ((phi: number) => number) => {
    const tastes = components.map(({ weight, mean }) => ({
      weight: 4 * peak * weight,
      p: dot(mean, u),
      q: dot(mean, e),
      square: dot(mean, mean),
    }));
    return (phi) => {
      const { sin, cos } = sincos(phi);
      return tastes.reduce((sum, { weight, p, q, square }) => {
        const a = cos * p + sin * q;
        return sum + weight * link.rate(Math.sqrt(Math.max(0, square - a * a))) * (cos * q - sin * p);
      }, 0);
    };
  };

/**
 * Size of the error at the rate n^(1/3) (T8b) for tastes on points: V = 4 peak E[a (rate(|b|) (I - bb'/|b|^2) + slope(|b|) bb'/|b|^2)] on the tangent is a
 * multiple of I but in the span of the b. Its mean curvature, and the spread, null where V is not positive definite.
 */
export function pointScale({ link, peak, lower, components }: Points, u: readonly number[]): Scale {
  const basis: number[][] = [];
  const terms: { readonly weight: number; readonly b: readonly number[] }[] = [];
  let plain = 0;
  for (const { weight, mean } of components) {
    const a = dot(mean, u);
    const b = mean.map((value, j) => value - a * u[j]);
    const length = norm(b);
    plain += 4 * peak * weight * a * link.rate(length);
    if (length < 1e-12 * norm(mean)) continue;
    extend(basis, b);
    const excess = 4 * peak * weight * a * (link.slope(length) - link.rate(length));
    terms.push({ weight: excess, b: b.map((value) => value / length) });
  }
  const small = basis.map((e) =>
    basis.map((f) => terms.reduce((sum, { weight, b }) => sum + weight * dot(b, e) * dot(b, f), 0)),
  );
  const { values, vectors } = eigenvalues(small);
  const d = u.length;
  const curvature = plain + values.reduce((sum, value) => sum + value, 0) / (d - 1);
  const isPeak = plain > 0 && values.every((value) => plain + value > 0);
  if (!isPeak) return { curvature, spread: null, axes: [] };
  const stretch = stretchAt(lower, u);
  const squareOf = (v: number): number => exp((2 / 3) * log(16 / (PI * v * v)));
  const axes: TangentAxis[] = values.map((value, i) => {
    const e = u.map((_, j) => basis.reduce((sum, one, k) => sum + vectors[i][k] * one[j], 0));
    return { e, count: 1, square: squareOf(plain + value), stretch: stretch(e) };
  });
  const others = d - 1 - axes.length;
  if (others > 0) {
    const total = u.reduce((sum, _, j) => sum + stretch(unitVector(d, j)), 0);
    const rest = axes.reduce((sum, one) => sum - one.stretch, total);
    const share = Math.max(0, rest) / others;
    axes.push({ e: across([u, ...basis]), count: others, square: squareOf(plain), stretch: share });
  }
  const alike = values.every((value) => Math.abs(value) < 1e-6 * plain) && isMultiple(lower);
  return scaleOf(curvature, axes, alike);
}

const unitVector = (d: number, j: number): number[] => Array.from({ length: d }, (_, i) => (i === j ? 1 : 0));

/** A unit vector across some others: what is left of the axis that they fill least. */
function across(filled: readonly (readonly number[])[]): number[] {
  const d = filled[0].length;
  const shares = filled[0].map((_, j) => filled.reduce((sum, one) => sum + one[j] * one[j], 0));
  const basis = filled.map((one) => one.slice());
  extend(basis, unitVector(d, shares.indexOf(Math.min(...shares))));
  return basis[basis.length - 1];
}

/** Adds the part of a vector that is across an orthonormal basis, if there is one. */
function extend(basis: number[][], vector: readonly number[]): void {
  let rest = vector.slice();
  for (const e of [...basis, ...basis]) {
    const part = dot(rest, e);
    rest = rest.map((value, j) => value - part * e[j]);
  }
  if (norm(rest) > 1e-7 * norm(vector)) basis.push(unit(rest));
}

import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import { acos, PI, sincos } from '../kernels/math/trigonometry.ts';
import { dot, norm } from '../kernels/math/vectors.ts';
import { angle } from '../kernels/metrics/angle.ts';
import type { Matrix, Population } from '../kernels/populations/population.ts';
import { eigenvalues } from './eigenvalues.ts';
import { levyMean, levyRms } from './levy-argmax.ts';
import { solveLowerTransposed, transposedTimes, unit } from './linear-algebra.ts';
import { type Link, linkOf } from './link.ts';
import { noiseOf } from './noise.ts';
import type { SignLimit } from './sign-limit.ts';
import { symmetricTastes } from './symmetric-tastes.ts';
import { type TasteComponent, whiten } from './tastes.ts';

/** Tastes that are points, as spherically symmetric features see them, and the link of what crosses a hyperplane. */
interface Points {
  readonly link: Link;
  readonly peak: number;
  readonly lower: Matrix;
  readonly components: readonly TasteComponent[];
}

/**
 * The limit in d > 2.
 *
 * Elliptical features, noise of one size, tastes that are points or lie on a line: a solution of theta prop. to E[rate(|P beta|) beta] (T8), by
 * iteration from the target, the pull of RLHF and every type; the one of the highest M. Bias exact to 1e-9; `spread` from the
 * Hessian of M (T8b). Elsewhere the target where tastes are symmetric about it, since every noise of a choice is symmetric.
 *
 * @returns null where it is not known
 */
export function manyFeaturesLimit(population: Population, target: readonly number[]): SignLimit | null {
  const points = population.features.dimension > 2 ? pointsOf(population) : null;
  if (symmetricTastes(population.users)) {
    return limitAt([target], target, points === null ? null : spreadOf(points, whitenedOf(points, target)));
  }
  if (points === null) return null;
  const seen = whitenedOf(points, target);
  const optima = globalOptima(points, seen);
  if (optima.length === 0) return null;
  const spread = optima.length === 1 ? spreadOf(points, optima[0]) : null;
  return limitAt(
    optima.map((u) => unit(solveLowerTransposed(points.lower, u))),
    target,
    spread,
  );
}

const limitAt = (
  optima: readonly (readonly number[])[],
  target: readonly number[],
  spread: SignLimit['spread'],
): SignLimit => ({
  direction: optima[0],
  optima,
  bias: angle(optima[0], target),
  curvature: null,
  constant: null,
  degenerate: false,
  kink: null,
  spread,
  plane: null,
});

function pointsOf(population: Population): Points | null {
  const { choice } = population;
  if (typeof choice === 'object' && choice.law === 'heteroskedastic') return null;
  const tastes = whiten(population);
  if (tastes === null || tastes.components.some(({ covariance }) => covariance !== null)) return null;
  const { features, lower, components } = tastes;
  return { link: linkOf(features.across, noiseOf(choice)), peak: features.peak, lower, components };
}

const whitenedOf = ({ lower }: Points, direction: readonly number[]): number[] =>
  unit(transposedTimes(lower, direction));

const MOST_STEPS = 4000;

/** The stationary points that iteration finds, those of the highest score kept. */
function globalOptima(points: Points, target: readonly number[]): readonly (readonly number[])[] {
  const types = points.components.length > 12 ? [] : points.components.map(({ mean }) => mean);
  const starts = [target, ...types]
    .filter((start) => norm(start) > 0)
    .map((start) => settled(points, unit(start)));
  const distinct: (readonly number[])[] = [];
  for (const one of starts) {
    if (distinct.every((other) => angle(one, other) > 1e-6)) distinct.push(one);
  }
  const heights = distinct.map((one) => climb(points, distinct[0], one));
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

const PANELS = 64;

/** M(to) - M(from): the integral of the slope 4 peak E[rate(|b|) b . v] along the arc, v its direction; Simpson's rule. */
function climb({ link, peak, components }: Points, from: readonly number[], to: readonly number[]): number {
  const turn = acos(Math.max(-1, Math.min(1, dot(from, to))));
  if (turn < 1e-9) return 0;
  const across = unit(to.map((value, j) => value - dot(from, to) * from[j]));
  const slopeAt = (t: number): number => {
    const { sin, cos } = sincos(t);
    return components.reduce((sum, { weight, mean }) => {
      const [p, q] = [dot(mean, from), dot(mean, across)];
      const a = cos * p + sin * q;
      const b = Math.sqrt(Math.max(0, dot(mean, mean) - a * a));
      return sum + weight * link.rate(b) * (cos * q - sin * p);
    }, 0);
  };
  let sum = 0;
  for (let i = 0; i <= 2 * PANELS; i++) {
    sum += (i === 0 || i === 2 * PANELS ? 1 : i % 2 === 1 ? 4 : 2) * slopeAt((turn * i) / (2 * PANELS));
  }
  return (4 * peak * sum * turn) / (6 * PANELS);
}

/**
 * Size of the error at the rate n^(1/3) (T8b): V = 4 peak E[a (rate(|b|) (I - bb'/|b|^2) + slope(|b|) bb'/|b|^2)] on the tangent; where V = v I the
 * error is (4 A / v^2)^(1/3) times the argmax of Levy's Brownian field minus a parabola, A = 4/pi. For other V each axis is taken to have
 * the error that its own eigenvalue would give: stated error 10 %. Null where V is not positive definite.
 */
function spreadOf({ link, peak, lower, components }: Points, u: readonly number[]): SignLimit['spread'] {
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
  const size = norm(solveLowerTransposed(lower, u));
  const own = unit(solveLowerTransposed(lower, u));
  const stretch = (e: readonly number[]): number => {
    const moved = solveLowerTransposed(lower, e);
    const along = dot(moved, own);
    return (dot(moved, moved) - along * along) / (size * size);
  };
  const d = u.length;
  const total = u.reduce((sum, _, j) => sum + stretch(u.map((__, i) => (i === j ? 1 : 0))), 0);
  let special = 0;
  let square = 0;
  values.forEach((value, i) => {
    const axis = u.map((_, j) => basis.reduce((sum, e, k) => sum + vectors[i][k] * e[j], 0));
    const factor = stretch(axis);
    special += factor;
    square += factor * exp((-4 / 3) * log(plain + value));
  });
  square += Math.max(0, total - special) * exp((-4 / 3) * log(plain));
  if (!(plain > 0) || values.some((value) => !(plain + value > 0))) return null;
  const scale = exp((2 / 3) * log(16 / PI)) * square;
  const even = values.every((value) => Math.abs(value) < 1e-6 * plain) && isMultiple(lower);
  const constant = Math.sqrt(scale / (d - 1));
  return { mean: constant * levyMean(d - 1), rms: constant * levyRms(d - 1), error: even ? 0.015 : 0.1 };
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

const isMultiple = (lower: Matrix): boolean =>
  lower.every((row, i) => row.every((value, j) => Math.abs(value - (i === j ? lower[0][0] : 0)) < 1e-9));

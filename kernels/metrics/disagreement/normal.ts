import { normalCdf } from '../../math/normal-cdf.ts';
import { owensT } from '../../math/owens-t.ts';
import { atan2, PI } from '../../math/trigonometry.ts';
import { dot, norm } from '../../math/vectors.ts';
import type { ColumnLaw } from '../../populations/population.ts';
import type { Disagreement } from './evaluator.ts';

export type NormalColumn = Extract<ColumnLaw, { readonly law: 'normal' }>;

/**
 * Independent normal columns of any means, in any dimension: (x . a, x . b) is bivariate normal, and
 * P(sign differs) = 2 T(h, (k - rho h) / (h s)) + 2 T(k, (h - rho k) / (k s)) + [h k < 0], T Owen's function, h and k the
 * means of x . a and x . b in units of their standard deviations, rho their correlation, s^2 = 1 - rho^2.
 *
 * k - rho h and h - rho k are formed from the difference of the normalised vectors, so that nearly equal directions lose
 * no digits: absolute error below 1e-14. A direction without variance always predicts the sign of its mean.
 * Source: Owen 1956, (3.1).
 */
export function normalDisagreement(
  columns: readonly NormalColumn[],
  target: ArrayLike<number>,
): Disagreement {
  const means = columns.map(({ mean }) => mean);
  const deviations = columns.map(({ sd }) => sd);
  const b = standardised(means, deviations, target);
  return (direction) => {
    const a = standardised(means, deviations, direction);
    if (a.deviation === 0 || b.deviation === 0) return withSure(a, b);
    return orthants(a.vector, b.vector, a.mean - b.mean, a.mean, b.mean);
  };
}

interface Standardised {
  /** Coefficients of the standardised columns, of length 1. */
  readonly vector: Float64Array;
  /** Mean in standard deviations; the mean itself where there is no variance. */
  readonly mean: number;
  readonly deviation: number;
}

function standardised(
  means: readonly number[],
  deviations: readonly number[],
  v: ArrayLike<number>,
): Standardised {
  const scaled = Float64Array.from(v, (value, j) => value * deviations[j]);
  const deviation = norm(scaled);
  const unit = deviation === 0 ? 1 : deviation;
  return { vector: scaled.map((value) => value / unit), mean: dot(means, v) / unit, deviation };
}

/** One of the two, or both, always predict the same sign. */
function withSure(a: Standardised, b: Standardised): number {
  if (a.deviation === 0 && b.deviation === 0) return Math.sign(a.mean) === Math.sign(b.mean) ? 0 : 1;
  const [sure, other] = a.deviation === 0 ? [a, b] : [b, a];
  return sure.mean === 0 ? 1 : normalCdf(sure.mean > 0 ? -other.mean : other.mean);
}

function orthants(u: Float64Array, v: Float64Array, difference: number, h: number, k: number): number {
  const apart = norm(u.map((value, j) => value - v[j]));
  const together = norm(u.map((value, j) => value + v[j]));
  if (h === 0 && k === 0) return (2 * atan2(apart, together)) / PI;
  // 1 - rho = apart^2 / 2 and 1 + rho = together^2 / 2.
  const s = 0.5 * apart * together;
  const closeness = 0.5 * apart * apart;
  if (s === 0) return parallel(apart < together, h, k);
  const first = -difference + closeness * h;
  const second = difference + closeness * k;
  return 2 * (ownPart(h, first, s) + ownPart(k, second, s)) + (h * k < 0 ? 1 : 0) + atZero(h, k);
}

/** T(h, excess / (h s)); at h = 0 the slope is infinite with the sign of the excess, and T a quarter. */
function ownPart(h: number, excess: number, s: number): number {
  if (h !== 0) return owensT(h, excess / (h * s));
  return excess > 0 ? 0.25 : -0.25;
}

/** The bracket [h k < 0] in the limit of a mean that vanishes from above: the other one decides. */
const atZero = (h: number, k: number): number => (h * k === 0 && h + k < 0 ? 1 : 0);

/** x . a and x . b are multiples of one variable, up to their means. */
function parallel(same: boolean, h: number, k: number): number {
  return same ? Math.abs(normalCdf(h) - normalCdf(k)) : 1 - Math.abs(normalCdf(h) - normalCdf(-k));
}

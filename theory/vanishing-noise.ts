import { dot, norm } from '../kernels/math/vectors.ts';
import type { ChoiceLaw, FeaturesLaw } from '../kernels/populations/population.ts';
import type { TasteComponent } from './tastes.ts';

/** Tastes closer than this to a direction, relative to their length, lie along it. */
const ALONG = 1e-9;

interface Boundary {
  readonly features: FeaturesLaw;
  readonly choice: ChoiceLaw;
  /** As features see them. */
  readonly components: readonly TasteComponent[];
  /** The direction along which the size of the noise changes, as features see it. */
  readonly along: readonly number[] | null;
  readonly u: readonly number[];
}

/**
 * Whether the curvature of the score at u is infinite because the size of the noise vanishes on a part of the boundary x . u = 0 on which users with tastes along u decide: h rises
 * there like x . u / |s - r|, s = x . along and r a root of the size, whose mean over s diverges. In d = 2 a root at 0 does no harm, since x is 0 there too.
 */
export function hasUnboundedCurvature({ features, choice, components, along, u }: Boundary): boolean {
  if (along === null || typeof choice !== 'object' || choice.law !== 'heteroskedastic') return false;
  if (!components.some((one) => one.covariance === null && liesAlong(one.mean, u))) return false;
  const inside = across(along, u);
  if (norm(inside) <= ALONG * norm(along)) return false;
  const reach = reachOf(features, inside);
  return realRoots(choice.polynomial).some(
    (root) => Math.abs(root) <= reach && (u.length > 2 || Math.abs(root) > ALONG),
  );
}

const liesAlong = (taste: readonly number[], u: readonly number[]): boolean =>
  norm(taste) > 0 && norm(across(taste, u)) <= ALONG * norm(taste);

function across(a: readonly number[], u: readonly number[]): readonly number[] {
  const part = dot(a, u);
  return a.map((value, j) => value - part * u[j]);
}

/** The largest |x . a| that features have. */
function reachOf(features: FeaturesLaw, a: readonly number[]): number {
  switch (features.law) {
    case 'sphere':
      return norm(a);
    case 'box':
      return a.reduce((sum, value) => sum + Math.abs(value), 0);
    case 'independent':
      return features.columns.reduce(
        (sum, column, j) =>
          sum +
          (column.law === 'uniform'
            ? Math.abs(a[j]) * Math.max(Math.abs(column.low), Math.abs(column.high))
            : Number.POSITIVE_INFINITY),
        0,
      );
    default:
      return Number.POSITIVE_INFINITY;
  }
}

const CELLS = 2000;

/** The real roots of a polynomial with the coefficients c_0, c_1, ..., double ones too; none of a polynomial that is 0. */
function realRoots(coefficients: readonly number[]): readonly number[] {
  const highest = coefficients.findLast((value) => value !== 0);
  const degree = coefficients.findLastIndex((value) => value !== 0);
  if (highest === undefined || degree < 1) return [];
  // All roots are within Cauchy's bound; a grid symmetric about 0 has 0 on it.
  const bound = 1 + Math.max(...coefficients.map((value) => Math.abs(value / highest)));
  const at = (list: readonly number[], s: number): number => list.reduceRight((sum, c) => sum * s + c, 0);
  const slopes = coefficients.slice(1).map((value, k) => (k + 1) * value);
  const size = coefficients.reduce((sum, value) => sum + Math.abs(value), 0);
  const places = Array.from({ length: 2 * CELLS + 1 }, (_, i) => (bound * (i - CELLS)) / CELLS);
  const crossings = (list: readonly number[]): readonly number[] =>
    places.flatMap((place, i) => {
      if (at(list, place) === 0) return [place];
      const next = places[i + 1];
      return next !== undefined && at(list, place) * at(list, next) < 0
        ? [bisected((s) => at(list, s), place, next)]
        : [];
    });
  return [
    ...crossings(coefficients),
    ...crossings(slopes).filter((s) => Math.abs(at(coefficients, s)) < 1e-12 * size),
  ];
}

function bisected(f: (s: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const rising = f(high) > 0;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (f(middle) > 0 === rising) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

import { type DoubleDouble, plus, times, ZERO } from '../../kernels/math/double-double.ts';

/**
 * Sums of powers over replicates, in 106 bits: of one number x the sums of x, x^2, ..., of a pair (x, y) those of x^j y^k,
 * 1 <= j + k <= degree, in the order of `monomials`.
 *
 * Central moments are differences of such sums. The spare 53 bits leave them their digits where the spread is a millionth of
 * the mean, and raw sums, unlike central ones, merge by plain addition.
 */
export interface PowerSums {
  readonly count: number;
  readonly sums: readonly DoubleDouble[];
}

/** Powers of x and of y. */
type Monomial = readonly [j: number, k: number];

/** Of a degree at most, from 1: by degree, within one by falling power of x. */
export function monomials(variables: 1 | 2, degree: number): readonly Monomial[] {
  const degrees = Array.from({ length: degree }, (_, i) => i + 1);
  if (variables === 1) return degrees.map((j) => [j, 0] as const);
  return degrees.flatMap((total) => Array.from({ length: total + 1 }, (_, k) => [total - k, k] as const));
}

/** x^j for j = 0 to degree. */
function powersOf(x: number, degree: number): readonly DoubleDouble[] {
  const powers: DoubleDouble[] = [[1, 0]];
  for (let j = 1; j <= degree; j++) powers.push(times(powers[j - 1], [x, 0]));
  return powers;
}

/** The sums over x of x^1 to x^degree, added in order. */
export function powerSumsOf(values: ArrayLike<number>, degree: number): PowerSums {
  const sums: DoubleDouble[] = Array.from({ length: degree }, () => ZERO);
  for (let i = 0; i < values.length; i++) {
    const powers = powersOf(values[i], degree);
    for (let j = 0; j < degree; j++) sums[j] = plus(sums[j], powers[j + 1]);
  }
  return { count: values.length, sums };
}

/** The sums over pairs of x^j y^k, added in order; x and y are of one length. */
export function jointSumsOf(x: ArrayLike<number>, y: ArrayLike<number>, degree: number): PowerSums {
  const terms = monomials(2, degree);
  const sums: DoubleDouble[] = terms.map(() => ZERO);
  for (let i = 0; i < x.length; i++) {
    const [ofX, ofY] = [powersOf(x[i], degree), powersOf(y[i], degree)];
    for (const [at, [j, k]] of terms.entries()) sums[at] = plus(sums[at], times(ofX[j], ofY[k]));
  }
  return { count: x.length, sums };
}

/** The sums over the replicates of a, then of b. */
export const mergePowerSums = (a: PowerSums, b: PowerSums): PowerSums => ({
  count: a.count + b.count,
  sums: a.sums.map((sum, i) => plus(sum, b.sums[i])),
});

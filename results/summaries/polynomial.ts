import { type DoubleDouble, over, plus, times, ZERO } from '../../kernels/math/double-double.ts';
import { monomials, type PowerSums } from './power-sums.ts';

/** A polynomial in one number or in a pair of them: the coefficient of x^j y^k is `[j][k]`. */
export type Polynomial = readonly (readonly DoubleDouble[])[];

/** A sum that cancels further than this is the rounding of its terms. */
const NOISE = 1e-27;

export const constant = (value: number): DoubleDouble => [value, 0];

/** c_0 + c_1 x + c_2 x^2 + ... */
export const univariate = (...coefficients: readonly DoubleDouble[]): Polynomial =>
  coefficients.map((coefficient) => [coefficient]);

const degreeOf = (polynomial: Polynomial): number =>
  polynomial.reduce((most, row, j) => Math.max(most, j + row.length - 1), 0);

/** a b without its terms of a higher degree than this. */
export function product(a: Polynomial, b: Polynomial, degree = degreeOf(a) + degreeOf(b)): Polynomial {
  const terms = Array.from({ length: degree + 1 }, (): DoubleDouble[] => []);
  for (const [i, rowA] of a.entries()) {
    for (const [j, rowB] of b.entries()) {
      for (const [k, ofA] of rowA.entries()) {
        for (const [l, ofB] of rowB.entries()) {
          if (i + j + k + l > degree) continue;
          terms[i + j][k + l] = plus(terms[i + j][k + l] ?? ZERO, times(ofA, ofB));
        }
      }
    }
  }
  return terms.map((row) => Array.from(row, (term) => term ?? ZERO));
}

/** The polynomial less a constant. */
export const lessConstant = ([first = [], ...rest]: Polynomial, subtrahend: DoubleDouble): Polynomial => [
  [plus(first[0] ?? ZERO, [-subtrahend[0], -subtrahend[1]]), ...first.slice(1)],
  ...rest,
];

/**
 * The sum of a polynomial over the replicates of power sums of one number or, where `variables` is 2, of pairs; exactly 0 where its
 * terms cancel to less than 1e-27 of their sizes, which their own rounding reaches.
 */
export function sumOver(polynomial: Polynomial, { count, sums }: PowerSums, variables: 1 | 2): DoubleDouble {
  const degree = degreeOf(polynomial);
  const [[offset = ZERO] = []] = polynomial;
  let total = times(offset, [count, 0]);
  let size = Math.abs(total[0]);
  for (const [at, [j, k]] of monomials(variables, degree).entries()) {
    const coefficient = polynomial[j]?.[k];
    if (coefficient === undefined) continue;
    const term = times(coefficient, sums[at]);
    total = plus(total, term);
    size += Math.abs(term[0]);
  }
  return Math.abs(total[0]) <= NOISE * size ? ZERO : total;
}

/** The mean of f over the replicates, and the sums of (f - mean)^k; f a polynomial in x, or in x and y. */
export interface Spread {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
  readonly cubes: number;
  readonly fourths: number;
}

/**
 * Mean and central sums of a polynomial over replicates; those of a degree beyond the sums are NaN, unless `truncate`, where the
 * terms beyond are left out as negligible.
 */
export function spreadOf(
  polynomial: Polynomial,
  sums: PowerSums,
  { variables = 1, truncate = false }: { readonly variables?: 1 | 2; readonly truncate?: boolean } = {},
): Spread {
  const known = degreeOfSums(sums, variables);
  const mean = over(sumOver(polynomial, sums, variables), [sums.count, 0]);
  const centred = lessConstant(polynomial, mean);
  let power = centred;
  const next = (): number => {
    power = truncate ? product(power, centred, known) : product(power, centred);
    return degreeOf(power) > known ? Number.NaN : sumOver(power, sums, variables)[0];
  };
  const [squares, cubes, fourths] = [next(), next(), next()];
  return {
    count: sums.count,
    mean: mean[0],
    squares: Math.max(0, squares),
    cubes,
    fourths: Math.max(0, fourths),
  };
}

/** The degree up to which sums are there. */
function degreeOfSums({ sums }: PowerSums, variables: 1 | 2): number {
  if (variables === 1) return sums.length;
  let degree = 1;
  while (((degree + 1) * (degree + 4)) / 2 <= sums.length) degree++;
  return degree;
}

import { type DoubleDouble, over, times } from '../../kernels/math/double-double.ts';
import { log } from '../../kernels/math/log.ts';
import type { Moments } from '../claims/reading.ts';
import { studentised } from '../listed-pair.ts';
import { meanFrom } from '../measures/mean.ts';
import { rmsDifferenceFrom } from '../measures/rms-difference.ts';
import type { Paired } from '../sample.ts';
import type { Measure } from '../summary.ts';
import { constant, lessConstant, type Polynomial, product, spreadOf, sumOver } from './polynomial.ts';
import { jointSumsOf, monomials, type PowerSums } from './power-sums.ts';

/** Joint sums of a pair are kept up to this degree. */
export const JOINT_DEGREE = 4;

/** A replicate with a larger share of a sum than this is too much for the expansion of a log ratio. */
const LARGEST_SHARE = 0.25;

/** sqrt(1 - x) = 1 - x / 2 - x^2 / 8 - x^3 / 16 - 5 x^4 / 128 - ... */
const ROOT = [0, 1 / 2, 1 / 8, 1 / 16, 5 / 128];
/** -log(1 - x) = x + x^2 / 2 + x^3 / 3 + x^4 / 4 + ... */
const LOGARITHM = [0, 1, 1 / 2, 1 / 3, 1 / 4];

/** What is kept of two estimators in one measure: sums of x^j y^k, x and y their errors, squared where the measure is a root mean square. */
export interface JointSums {
  readonly sums: PowerSums;
  readonly largest: readonly [x: number, y: number];
  readonly squared: boolean;
}

/** Joint sums of no replicates. */
export const NO_PAIRS: PowerSums = jointSumsOf([], [], JOINT_DEGREE);

/** The same with x and y exchanged. */
export function swapped({ sums: { count, sums }, largest: [x, y], squared }: JointSums): JointSums {
  const terms = monomials(2, JOINT_DEGREE);
  const exchanged = terms.map(([j, k]) => sums[terms.findIndex(([a, b]) => a === k && b === j)]);
  return { sums: { count, sums: exchanged }, largest: [y, x], squared };
}

/**
 * Two estimators from joint sums. The jackknife of the listed pair leaves each replicate out in turn: a function of its shares of the two
 * sums, p = x / sum x and q = y / sum y. Here that function is its Taylor series to the fourth degree in (p, q), whose sums are kept. What is
 * left out of a standard error is of the order of the largest share to the third, relative to it.
 */
export function summedPair({ sums, largest, squared }: JointSums): Paired {
  const [sumX, sumY] = [sumOf(sums, 1, 0), sumOf(sums, 0, 1)];
  const shares = (): PowerSums => inShares(sums, sumX, sumY);
  return {
    count: sums.count,
    rmsDifference: () => rmsDifference(sums.count, [sumX[0], sumY[0]], shares),
    meanDifference: () => meanDifference(sums),
    logRatio() {
      const [x, y] = [sumX[0], sumY[0]];
      if (!(x > 0 && y > 0)) return null;
      if (!(Math.max(largest[0] / x, largest[1] / y) <= LARGEST_SHARE)) return null;
      const root = squared ? 0.5 : 1;
      return logRatio(shares(), root * log(x / y), root);
    },
  };
}

const sumOf = ({ sums }: PowerSums, j: number, k: number): DoubleDouble =>
  sums[monomials(2, JOINT_DEGREE).findIndex(([a, b]) => a === j && b === k)] ?? constant(0);

/** The sums of p^j q^k. */
function inShares({ count, sums }: PowerSums, sumX: DoubleDouble, sumY: DoubleDouble): PowerSums {
  const divided = (value: DoubleDouble, by: DoubleDouble, times: number): DoubleDouble =>
    times === 0 ? value : divided(over(value, by), by, times - 1);
  const scaled = monomials(2, JOINT_DEGREE).map(([j, k], at) =>
    // A sum of 0 has terms of 0 only.
    divided(
      divided(sums[at], j > 0 && sumX[0] === 0 ? constant(1) : sumX, j),
      sumY[0] === 0 ? constant(1) : sumY,
      k,
    ),
  );
  return { count, sums: scaled };
}

/** sum_k a_k (s p^k - t q^k). */
const difference = (series: readonly number[], s: number, t: number): Polynomial => [
  series.map((term, k) => (k === 0 ? constant(0) : times(constant(-t), constant(term)))),
  ...series.slice(1).map((term) => [times(constant(s), constant(term))]),
];

/** x - y. */
const LESS: Polynomial = [[constant(0), constant(-1)], [constant(1)]];

function meanDifference(sums: PowerSums): Measure {
  const { count } = sums;
  return count < 2
    ? meanFrom({ count, mean: over(sumOver(LESS, sums, 2), [count, 0])[0], squares: 0 })
    : meanFrom(spreadOf(LESS, sums, { variables: 2, truncate: true }));
}

/** T_(-i) is its value without a share, over sqrt(R - 1), less (sqrt(sum x) series(p) - sqrt(sum y) series(q)) / sqrt(R - 1). */
function rmsDifference(
  count: number,
  [squaresA, squaresB]: readonly [number, number],
  shares: () => PowerSums,
): Measure {
  if (count < 2) return rmsDifferenceFrom({ count, squaresA, squaresB, spread: 0 });
  const left = difference(ROOT, Math.sqrt(squaresA), Math.sqrt(squaresB));
  const { squares } = spreadOf(left, shares(), { variables: 2, truncate: true });
  return rmsDifferenceFrom({ count, squaresA, squaresB, spread: squares / (count - 1) });
}

/** The pseudo-values are whole + root (R - 1) g, g = series(p) - series(q). */
function logRatio(shares: PowerSums, whole: number, root: number): Moments {
  const { count } = shares;
  const g = difference(LOGARITHM, 1, 1);
  const { mean, squares, cubes } = spreadOf(g, shares, { variables: 2, truncate: true });
  const scale = root * (count - 1);
  const moments = {
    count,
    mean: whole + scale * mean,
    variance: (scale * scale * squares) / (count - 1),
    third: (scale * scale * scale * cubes) / count,
  };
  const centred = lessConstant(g, constant(mean));
  const sumOfShares: Polynomial = [[constant(0), constant(1)], [constant(1)]];
  const covariance = scale * sumOver(product(centred, sumOfShares, JOINT_DEGREE), shares, 2)[0];
  return studentised(moments, covariance);
}

import { chebyshevTable, tabulated } from '../../math/chebyshev.ts';
import type { ColumnLaw } from '../../populations/population.ts';
import { type Column, columnOf } from './column.ts';
import type { Disagreement } from './evaluator.ts';

/** Points of the fixed sample. */
const POINTS = 16_384;

/**
 * Independent columns in any dimension: the column that matters most to the target is integrated out by its
 * distribution function, the others over a fixed sample of 16,384 points k -> k sqrt(p) mod 1, p the first primes, put
 * through their quantile functions. The sample is the same in every call, so that directions compare without noise.
 *
 * Relative error below 1 % (against samples of 10^6 in d = 3 to 40, most often below 0.3 %).
 * Source: Richtmyer (1951) for the points; Genz & Bretz (2009), section 4.2, for their use.
 */
export function sampledDisagreement(laws: readonly ColumnLaw[], target: ArrayLike<number>): Disagreement {
  const columns = laws.map(prepared);
  const inner = innermost(columns, target);
  const others = columns.map((_, j) => j).filter((j) => j !== inner);
  const { cdf } = columns[inner];
  const points = others.map((j, i) => quantilesAt(columns[j], Math.sqrt(prime(i))));
  const rest = new Float64Array(POINTS);
  const levels = (v: ArrayLike<number>, out: Float64Array): Float64Array => {
    rest.fill(0);
    others.forEach((j, i) => {
      for (let k = 0; k < POINTS; k++) rest[k] += points[i][k] * v[j];
    });
    // Where the coefficient is 0 the rest alone decides; a level of 0 then says that all x are on the positive side.
    if (v[inner] === 0) for (let k = 0; k < POINTS; k++) out[k] = rest[k] > 0 ? 0 : 1;
    else for (let k = 0; k < POINTS; k++) out[k] = cdf(-rest[k] / v[inner]);
    return out;
  };
  const ofTarget = levels(target, new Float64Array(POINTS));
  const ofDirection = new Float64Array(POINTS);
  return (direction) => {
    levels(direction, ofDirection);
    let sum = 0;
    for (let k = 0; k < POINTS; k++) sum += Math.abs(ofDirection[k] - ofTarget[k]);
    const between = sum / POINTS;
    return direction[inner] < 0 === target[inner] < 0 ? between : 1 - between;
  };
}

/** The column with the largest share in the spread of x . target. */
function innermost(columns: readonly Column[], target: ArrayLike<number>): number {
  const shares = columns.map(({ spread }, j) => Math.abs(target[j]) * spread);
  const largest = Math.max(...shares);
  return largest > 0
    ? shares.indexOf(largest)
    : Math.max(
        0,
        columns.findIndex(({ spread }) => spread > 0),
      );
}

/** A column with Student's distribution function from a table in w = z / (1 + |z|), z in spreads; error below 1e-9. */
function prepared(law: ColumnLaw): Column {
  const column = columnOf(law);
  if (law.law !== 'student') return column;
  const { cdf, centre, spread } = column;
  const at = (w: number): number => cdf(centre + (spread * w) / (1 - Math.abs(w)));
  const table = chebyshevTable(at, [-1 + 1e-12, -0.5, 0, 0.5, 1 - 1e-12], 1e-9);
  const fast = (x: number): number => {
    const z = (x - centre) / spread;
    return tabulated(table, z / (1 + Math.abs(z)));
  };
  return { ...column, cdf: fast };
}

function quantilesAt(column: Column, step: number): Float64Array {
  const quantile = quantileOf(column);
  return Float64Array.from({ length: POINTS }, (_, k) => {
    const turn = (k + 0.5) * step;
    return quantile(turn - Math.floor(turn));
  });
}

/** The inverse distribution function on (0, 1), by bisection between points that double their distance. */
function quantileOf({ cdf, centre, spread }: Column): (p: number) => number {
  if (spread === 0) return () => centre;
  return (p) => {
    let reach = spread;
    while (reach < 1e12 * spread && (cdf(centre - reach) > p || cdf(centre + reach) < p)) reach *= 2;
    let [low, high] = [centre - reach, centre + reach];
    for (let halving = 0; halving < 45; halving++) {
      const middle = (low + high) / 2;
      if (cdf(middle) < p) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
}

/** The i-th prime, from 2 for i = 0. */
function prime(i: number): number {
  let found = 1;
  for (let left = i; left >= 0; left--) {
    do found++;
    while (!isPrime(found));
  }
  return found;
}

function isPrime(value: number): boolean {
  for (let divisor = 2; divisor * divisor <= value; divisor++) if (value % divisor === 0) return false;
  return true;
}

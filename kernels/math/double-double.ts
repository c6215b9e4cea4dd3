/** An unevaluated sum of two doubles, the second at most half a unit in the last place of the first: 106 bits. */
export type DoubleDouble = readonly [high: number, low: number];

export const ZERO: DoubleDouble = [0, 0];

/** 2^27 + 1 parts a double into two halves whose products are exact. */
const SPLITTER = 134_217_729;

/** a + b without error, for any doubles whose sum is finite. Source: Knuth 1969; Dekker 1971. */
function twoSum(a: number, b: number): DoubleDouble {
  const sum = a + b;
  const part = sum - a;
  return [sum, a - (sum - part) + (b - part)];
}

/** The same where |a| >= |b|. */
function renormalised(a: number, b: number): DoubleDouble {
  const sum = a + b;
  return [sum, b - (sum - a)];
}

/**
 * a b without error, for |a|, |b| < 2^996 and an exact product above 2^-969 or 0.
 *
 * Source: Dekker 1971, A floating-point technique for extending the available precision.
 */
export function twoProduct(a: number, b: number): DoubleDouble {
  const product = a * b;
  const scaledA = SPLITTER * a;
  const scaledB = SPLITTER * b;
  const highA = scaledA - (scaledA - a);
  const highB = scaledB - (scaledB - b);
  const lowA = a - highA;
  const lowB = b - highB;
  return [product, lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB)];
}

/** x + y, with a relative error of at most 3 * 2^-106. Source: Joldes, Muller & Popescu 2017, algorithm 6. */
export function plus(x: DoubleDouble, y: DoubleDouble): DoubleDouble {
  const [high, error] = twoSum(x[0], y[0]);
  const [low, rest] = twoSum(x[1], y[1]);
  const [sum, carried] = renormalised(high, error + low);
  return renormalised(sum, carried + rest);
}

/** x y, with a relative error of at most 5 * 2^-106. Source: Joldes, Muller & Popescu 2017, algorithm 11. */
export function times(x: DoubleDouble, y: DoubleDouble): DoubleDouble {
  const [high, error] = twoProduct(x[0], y[0]);
  return renormalised(high, error + (x[0] * y[1] + x[1] * y[0]));
}

export const minus = (x: DoubleDouble, y: DoubleDouble): DoubleDouble => plus(x, [-y[0], -y[1]]);

/** x / y for y not 0, with a relative error of a few 2^-104: long division of three digits. */
export function over(x: DoubleDouble, y: DoubleDouble): DoubleDouble {
  const first = x[0] / y[0];
  const rest = minus(x, times([first, 0], y));
  const second = rest[0] / y[0];
  const third = minus(rest, times([second, 0], y))[0] / y[0];
  return plus(renormalised(first, second), [third, 0]);
}

import { bitLength, dyadic, shifted } from './dyadic.ts';

/** A column of float64 as whole numbers over one denominator. */
export interface WholeColumn {
  /** Length n; exact where `big` is null. */
  readonly numbers: Float64Array;
  readonly big: readonly bigint[] | null;
  /** The column's values are numbers times numerator / denominator, both positive. */
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Binary fractions with smaller numerators are taken as such without asking for decimals. */
const SHORT = 1_073_741_824;
const MOST_DECIMALS = 9;

/**
 * Exact whole numbers for a column. Every float64 is a fraction over a power of two. A column whose values are all
 * written with up to nine decimals, so that they are the nearest float64 to those decimals, is taken as the decimals:
 * rows that tie on paper then tie, which binary fractions of 0.1 would not.
 */
export function wholeColumn(values: Float64Array): WholeColumn {
  if (isIntercept(values)) return asSigns(values);
  const binary = asBinary(values);
  if (binary.big === null && binary.numbers.every((v) => Math.abs(v) < SHORT)) return binary;
  return asDecimal(values) ?? binary;
}

/** An intercept, with the answers' signs: every value of one size. */
const isIntercept = (values: Float64Array): boolean =>
  values.length > 0 && values[0] !== 0 && values.every((v) => Math.abs(v) === Math.abs(values[0]));

function asSigns(values: Float64Array): WholeColumn {
  const { mantissa, exponent } = dyadic(Math.abs(values[0]));
  return {
    numbers: values.map(Math.sign),
    big: null,
    numerator: BigInt(mantissa) << BigInt(Math.max(0, exponent)),
    denominator: 1n << BigInt(Math.max(0, -exponent)),
  };
}

function asBinary(values: Float64Array): WholeColumn {
  let shift = 0;
  for (const value of values) shift = Math.max(shift, -dyadic(value).exponent);
  const big = Array.from(values, (value) => shifted(value, shift));
  const isSmall = big.every((v) => bitLength(v) <= 53);
  return {
    numbers: Float64Array.from(big, Number),
    big: isSmall ? null : big,
    numerator: 1n,
    denominator: 1n << BigInt(shift),
  };
}

function asDecimal(values: Float64Array): WholeColumn | null {
  for (let decimals = 0, power = 1; decimals <= MOST_DECIMALS; decimals++, power *= 10) {
    const numbers = values.map((v) => Math.round(v * power));
    if (numbers.some((v) => Math.abs(v) > Number.MAX_SAFE_INTEGER)) return null;
    if (numbers.every((v, i) => v / power === values[i])) {
      return { numbers, big: null, numerator: 1n, denominator: BigInt(power) };
    }
  }
  return null;
}

/** Three integers, proportional to a vector of three doubles. */
export type ExactVector = readonly [bigint, bigint, bigint];

const value = new Float64Array(1);
const bits = new BigUint64Array(value.buffer);

/** Bits of a number whose third power a double can still hold. */
const SAFE_BITS = 300;

/** The three finite doubles times one power of two that makes all of them integers: no digit is lost. */
export function exactVector(x: number, y: number, z: number): ExactVector {
  const [a, b, c] = [binary(x), binary(y), binary(z)];
  const least = [a, b, c].reduce(
    (low, { mantissa, exponent }) => (mantissa === 0n || exponent > low ? low : exponent),
    Number.POSITIVE_INFINITY,
  );
  const integer = ({ mantissa, exponent }: Binary): bigint =>
    mantissa === 0n ? 0n : mantissa << BigInt(exponent - least);
  return [integer(a), integer(b), integer(c)];
}

/** a x b, exactly. */
export const exactCross = (a: ExactVector, b: ExactVector): ExactVector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** a . b, exactly; with a cross product, the determinant of three vectors. */
export const exactDot = (a: ExactVector, b: ExactVector): bigint => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** An exact vector in float64: it is `scale` 2^`shift` long, in the direction `unit`, each to rounding. */
export interface RoundedVector {
  readonly unit: readonly [number, number, number];
  readonly scale: number;
  readonly shift: number;
}

/** A vector other than 0 as its direction and length. */
export function rounded(v: ExactVector): RoundedVector {
  const shift = Math.max(...v.map(bitLength)) - SAFE_BITS;
  const [x, y, z] = v.map((component) => shifted(component, shift));
  const scale = Math.sqrt(x * x + y * y + z * z);
  return { unit: [x / scale, y / scale, z / scale], scale, shift };
}

/** The integer times 2^-shift, in float64. */
export const shifted = (integer: bigint, shift: number): number =>
  Number(shift > 0 ? integer >> BigInt(shift) : integer << BigInt(-shift));

interface Binary {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** mantissa 2^exponent. */
function binary(x: number): Binary {
  value[0] = x;
  const field = Number((bits[0] >> 52n) & 0x7ffn);
  const fraction = bits[0] & 0xfffffffffffffn;
  const mantissa = field === 0 ? fraction : fraction | 0x10000000000000n;
  return { mantissa: x < 0 ? -mantissa : mantissa, exponent: Math.max(field, 1) - 1075 };
}

/** At most three bits too many. */
const bitLength = (integer: bigint): number => 4 * (integer < 0n ? -integer : integer).toString(16).length;

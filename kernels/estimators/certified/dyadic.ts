const view = new DataView(new ArrayBuffer(8));

/** A finite float64 as mantissa 2^exponent, the mantissa an integer below 2^53 in size. */
export interface Dyadic {
  readonly mantissa: number;
  readonly exponent: number;
}

/** Splits a finite float64 exactly; 0 is 0 2^0. */
export function dyadic(value: number): Dyadic {
  if (value === 0) return { mantissa: 0, exponent: 0 };
  view.setFloat64(0, value);
  const high = view.getUint32(0);
  const biased = (high >>> 20) & 0x7ff;
  let mantissa = (high & 0xfffff) * 0x100000000 + view.getUint32(4) + (biased === 0 ? 0 : 0x10000000000000);
  let exponent = Math.max(biased, 1) - 1075;
  while (mantissa % 2 === 0) {
    mantissa /= 2;
    exponent++;
  }
  return { mantissa: value < 0 ? -mantissa : mantissa, exponent };
}

/** value 2^shift as an integer; the caller knows that it is one. */
export function shifted(value: number, shift: number): bigint {
  const { mantissa, exponent } = dyadic(value);
  return BigInt(mantissa) << BigInt(mantissa === 0 ? 0 : exponent + shift);
}

/** 2^exponent as a float64, the exponent cut to the range of normal numbers. */
export function powerOfTwo(exponent: number): number {
  const biased = Math.min(2046, Math.max(1, exponent + 1023));
  view.setUint32(0, biased << 20);
  view.setUint32(4, 0);
  return view.getFloat64(0);
}

/** floor(log2 |value|) of a finite value other than 0. */
export function binaryOrder(value: number): number {
  const { mantissa, exponent } = dyadic(value);
  return Math.abs(mantissa).toString(2).length - 1 + exponent;
}

/** Digits of |value| in base two; 0 has none. */
export const bitLength = (value: bigint): number =>
  value === 0n ? 0 : (value < 0n ? -value : value).toString(2).length;

/**
 * The values divided by one power of two so that the largest is near 1, each within a relative 2^-52; NaN where a value is
 * too small beside the largest for that.
 */
export function scaledToUnit(values: readonly bigint[]): Float64Array {
  const lengths = values.map(bitLength);
  const longest = Math.max(0, ...lengths);
  return Float64Array.from(values, (value, j) => {
    if (value === 0n) return 0;
    if (longest - lengths[j] > 900) return Number.NaN;
    const cut = Math.max(0, lengths[j] - 62);
    return Number(value >> BigInt(cut)) * powerOfTwo(cut - longest);
  });
}

/** Bits of the significand that tell bins apart: 2^10 = 1024 bins an octave. */
const BITS = 10;

/** Smaller sizes share bin 0: 2^-40 radians is 9.1e-13. */
export const SMALLEST = 1 / 1_099_511_627_776;

/** No bin but the 0th is wider than this share of any number in it: 1/1024, and 1/2048 at the upper end of an octave. */
export const RELATIVE_WIDTH = 1 / (1 << BITS);

/** The biased exponent and the first bits of the significand of the smallest size that has a bin of its own. */
const OFFSET = ((1023 - 40) << BITS) - 1;

const VIEW = new DataView(new ArrayBuffer(8));

/**
 * The number of the bin that holds x: 0 where |x| < 2^-40, else sgn(x) (1 + floor(1024 (|x| / 2^e - 1)) + 1024 (e + 40)),
 * 2^e <= |x| < 2^(e + 1).
 *
 * It is read off the leading bits of the double, so that it needs no logarithm and is the same on every machine. x finite.
 */
export function binOf(x: number): number {
  const size = Math.abs(x);
  if (size < SMALLEST) return 0;
  VIEW.setFloat64(0, size);
  const bin = (VIEW.getUint32(0) >>> (20 - BITS)) - OFFSET;
  return x < 0 ? -bin : bin;
}

/** The ends of a bin, exact doubles: it holds [low, high) of positive numbers, (low, high] of negative ones; the 0th is open. */
export function edgesOf(bin: number): { readonly low: number; readonly high: number } {
  if (bin === 0) return { low: -SMALLEST, high: SMALLEST };
  const [near, far] = [startOf(Math.abs(bin)), startOf(Math.abs(bin) + 1)];
  return bin > 0 ? { low: near, high: far } : { low: -far, high: -near };
}

/** The smallest size in a bin >= 1. */
function startOf(bin: number): number {
  VIEW.setUint32(0, (bin + OFFSET) << (20 - BITS));
  VIEW.setUint32(4, 0);
  return VIEW.getFloat64(0);
}

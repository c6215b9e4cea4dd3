import type { SampleSizesFile } from './schema.ts';

/**
 * Sample sizes as written: a list as it stands, or for {from, to, perDecade} every round(10^(k / perDecade))
 * in [from, to], increasing, each once (small sizes of a fine grid round to the same integer).
 */
export function listSampleSizes(sizes: SampleSizesFile): readonly number[] {
  if (Array.isArray(sizes)) return sizes;
  const { from, to, perDecade } = sizes;
  const values: number[] = [];
  for (let k = 0; ; k++) {
    const value = roundedPowerOfTen(k, perDecade);
    if (value > to) return values;
    if (value >= from && value !== values.at(-1)) values.push(value);
  }
}

/**
 * round(10^(k / p)) for integers k >= 0 and p >= 1, exact: the largest integer m with (2 m - 1)^p <= 2^p 10^k,
 * in integer arithmetic. In floating point 10^0.5 is not the same double on every machine.
 */
export function roundedPowerOfTen(k: number, p: number): number {
  const bound = power(2n, p) * power(10n, k);
  let below = 1n;
  let above = power(10n, Math.floor(k / p) + 1) + 1n;
  while (above - below > 1n) {
    const middle = (below + above) / 2n;
    if (power(2n * middle - 1n, p) <= bound) below = middle;
    else above = middle;
  }
  return Number(below);
}

function power(base: bigint, exponent: number): bigint {
  let product = 1n;
  for (let i = 0; i < exponent; i++) product *= base;
  return product;
}

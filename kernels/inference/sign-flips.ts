import type { Stream } from '../backend.ts';
import { philox4x32 } from '../random/philox.ts';

/** Whether means are 0, each by itself and as one of several. */
export interface SignFlips {
  readonly pValues: readonly number[];
  /** The share of flips in which the largest of all statistics is as large as this one: it counts all that was looked at. */
  readonly adjusted: readonly number[];
}

export interface Flipping {
  readonly flips: number;
  readonly stream: Stream;
}

/**
 * The randomisation test of Fisher by random signs: |sum c_u| / sqrt(sum c_u^2) against the same with the sign of every unit turned by a
 * coin, the same coins for all series. Exact where units are independent and symmetric about 0, and right in large samples where
 * their mean is 0. Adjusted by the law of the largest statistic (Westfall & Young, 1993).
 *
 * @param series numbers of the same units, none of them all 0.
 */
export function signFlips(series: readonly Float64Array[], { flips, stream }: Flipping): SignFlips {
  const scaled = series.map(scaledToOne);
  const found = scaled.map((values) => Math.abs(values.reduce((sum, value) => sum + value, 0)));
  const exceeding = new Float64Array(series.length);
  const exceedingMost = new Float64Array(series.length);
  const signs = new Float64Array(series[0].length);
  for (let flip = 0; flip < flips; flip++) {
    drawSigns(signs, { stream, flip });
    let most = 0;
    for (const [k, values] of scaled.entries()) {
      let sum = 0;
      for (let u = 0; u < values.length; u++) sum += signs[u] * values[u];
      const size = Math.abs(sum);
      if (size >= found[k]) exceeding[k]++;
      most = Math.max(most, size);
    }
    for (let k = 0; k < found.length; k++) if (most >= found[k]) exceedingMost[k]++;
  }
  const share = (count: number): number => (count + 1) / (flips + 1);
  return { pValues: Array.from(exceeding, share), adjusted: Array.from(exceedingMost, share) };
}

function scaledToOne(values: Float64Array): Float64Array {
  let square = 0;
  for (const value of values) square += value * value;
  return values.map((value) => value / Math.sqrt(square));
}

/** One bit of a Philox block a unit, 128 units a block. */
function drawSigns(
  signs: Float64Array,
  { stream, flip }: { readonly stream: Stream; readonly flip: number },
): void {
  const { key0, key1, role, replicate } = stream;
  const words = new Uint32Array(4);
  for (let u = 0; u < signs.length; u++) {
    const bit = u % 128;
    if (bit === 0) {
      philox4x32([u / 128, flip >>> 0, role >>> 0, replicate >>> 0], [key0 >>> 0, key1 >>> 0], words);
    }
    signs[u] = (words[bit >> 5] >>> (bit & 31)) & 1 ? 1 : -1;
  }
}

import type { ChartedRows } from './chart.ts';

/** A line xi = from + t direction through a chart. */
export interface Line {
  readonly from: Float64Array;
  readonly direction: Float64Array;
}

/** The rows that change sign on a line, in the order in which they do as t grows. */
export interface OrderedLine {
  /** t of each sign change, increasing. */
  readonly places: Float64Array;
  readonly rows: Uint32Array;
  /** Sign of each of these rows after its change. */
  readonly signs: Int8Array;
  /** Sign of each row far to the left, for t -> -infinity; length n. */
  readonly startSigns: Int8Array;
}

/** Rows whose numbers fit into 24 bits of a place while places are sorted. */
export const MOST_ROWS = 16_777_216;
/** Further out nothing is looked for. */
export const FAR = 1e300;

/**
 * Sorts the rows by where z_i . theta(from + t direction) = 0.
 *
 * Places are sorted as numbers, with the row's number in their lowest 24 bits, which is several times faster than a sort
 * by comparisons and moves a place by at most 2^-28 of itself. n is at most 2^24.
 */
export function orderLine({ n, dimension, offsets, slopes }: ChartedRows, line: Line): OrderedLine {
  if (n > MOST_ROWS) throw new RangeError(`orderLine: ${n} rows, at most ${MOST_ROWS} are possible`);
  const { from, direction } = line;
  const keys = new Float64Array(n);
  const words = new Uint32Array(keys.buffer);
  const startSigns = new Int8Array(n);
  let count = 0;
  for (let i = 0; i < n; i++) {
    let value = offsets[i];
    let slope = 0;
    for (let k = 0; k < dimension; k++) {
      const s = slopes[i * dimension + k];
      value += from[k] * s;
      slope += direction[k] * s;
    }
    const place = -value / slope;
    // Never crossing: parallel to the line, or further out than anything that is looked for.
    if (!(Math.abs(place) < FAR)) {
      startSigns[i] = Math.sign(value);
      continue;
    }
    startSigns[i] = -Math.sign(slope);
    keys[count] = place;
    words[2 * count] = ((words[2 * count] & 0xff000000) | i) >>> 0;
    count++;
  }
  const places = keys.subarray(0, count).sort();
  const rows = new Uint32Array(count);
  const signs = new Int8Array(count);
  for (let k = 0; k < count; k++) {
    rows[k] = words[2 * k] & 0xffffff;
    signs[k] = -startSigns[rows[k]];
  }
  return { places, rows, signs, startSigns };
}

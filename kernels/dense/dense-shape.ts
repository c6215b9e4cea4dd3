import type { RowShape } from '../estimators/row-shape.ts';
import { norm } from '../math/vectors.ts';
import type { DenseSample, Judged } from './dense-sample.ts';
import { rowOf } from './dense-sample.ts';
import type { Desk } from './dense-table.ts';

/** Rows that are looked at. */
const MOST_ROWS = 1024;
/** Part of the mean square that is added to each, so that a feature that never varies does no harm. */
const RIDGE = 1e-7;

/** What rows are like: their lengths, and the mean square of each feature. */
export interface DenseShape extends RowShape {
  /** Length d. */
  readonly squares: Float64Array;
  /** The mean of `squares`: what ridges are relative to. */
  readonly unit: number;
}

/** The shape of judged rows, from 1,024 of them at most, spread evenly. Lengths are 0 where all rows are. */
export function denseShape(desk: Desk, { rows }: Judged): DenseShape {
  const { d } = desk.table;
  const looked = Math.min(rows.length, MOST_ROWS);
  const squares = new Float64Array(d);
  const lengths: number[] = [];
  for (let k = 0; k < looked; k++) {
    const row = rowOf(desk, rows[Math.floor((k * rows.length) / looked)]);
    let length = 0;
    for (let j = 0; j < d; j++) {
      const square = row[j] * row[j];
      squares[j] += square;
      length += square;
    }
    if (length > 0) lengths.push(Math.sqrt(length));
  }
  for (let j = 0; j < d; j++) squares[j] /= looked;
  const unit = squares.reduce((sum, value) => sum + value, 0) / d;
  const metric = squares.map((value) => value + RIDGE * unit);
  lengths.sort((a, b) => a - b);
  return {
    medianLength: lengths[lengths.length >> 1] ?? 0,
    precondition: (gradient) => gradient.map((value, j) => value / metric[j]),
    squares,
    unit,
  };
}

/** Where the surrogate begins: the mean of z as a direction, and the root mean square of x along it; null where z has no mean. */
export interface DenseStart {
  readonly direction: Float64Array;
  readonly scale: number;
}

/** What float32 leaves of rows that cancel. */
const NOTHING = 1e-9;

export function denseStart(sample: DenseSample, { medianLength }: DenseShape): DenseStart | null {
  // At theta = 0 the gradient of tanh(z . theta / 2) is z / 2.
  const [{ gradient }] = sample.annealed([{ direction: new Float64Array(sample.d), lambda: 1 }]);
  const length = norm(gradient);
  if (!(length > NOTHING * sample.n * medianLength && Number.isFinite(length))) return null;
  const direction = gradient.map((value) => value / length);
  let square = 0;
  for (const value of sample.products([direction])[0]) square += value * value;
  return { direction, scale: Math.sqrt(square / sample.n) };
}

import fc from 'fast-check';
import { type BlockSource, blocksOf, comparisonsFromRows } from '../../kernels/comparisons.ts';
import type { Data } from './reference-losses.ts';

export const sourceOf = ({ rows, d }: Pick<Data, 'rows' | 'd'>): BlockSource =>
  blocksOf(comparisonsFromRows(rows.flat(), rows.length, d));

/** Every row once. */
export const unweighted = (rows: readonly (readonly number[])[], d: number): Data => ({
  d,
  rows,
  weights: rows.map(() => 1),
});

/** A data set, a point to evaluate at and a temperature. */
export interface LossCase {
  readonly data: Data;
  readonly theta: readonly number[];
  readonly lambda: number;
}

/** Sizes at and about the edges of blocks of 8, 16 and 64 rows. */
const SIZES = [0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 100, 129, 257];

/** Numbers of the usual size, halves and zeros, so that rows repeat, cancel and lie on boundaries. */
const number = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: -4, max: 4, noNaN: true }).map((v) => Math.round(v * 1e6) / 1e6) },
  { weight: 1, arbitrary: fc.constantFrom(-1, -0.5, 0, 0.5, 1) },
);

/** Factors of a row: some rows are zero, and some so long that |v| is far above 700. */
const size = fc.constantFrom(1, 1, 1, 1, 1, 0, 1e-3, 400);

const weight = fc.oneof(
  fc.double({ min: 0, max: 3, noNaN: true }).map((w) => Math.round(w * 1e6) / 1e6),
  fc.constantFrom(0, 1),
);

/** Data sets of n in SIZES rows, some with weights, d from 1 to `largest`. */
export const lossCases = (largest = 40): fc.Arbitrary<LossCase> =>
  fc.tuple(fc.constantFrom(...SIZES), fc.integer({ min: 1, max: largest })).chain(([n, d]) =>
    fc.record({
      data: fc.record({
        d: fc.constant(d),
        rows: fc.array(
          fc
            .tuple(fc.array(number, { minLength: d, maxLength: d }), size)
            .map(([row, factor]) => row.map((v) => v * factor)),
          { minLength: n, maxLength: n },
        ),
        weights: fc.oneof(
          fc.constant(Array<number>(n).fill(1)),
          fc.array(weight, { minLength: n, maxLength: n }),
        ),
      }),
      theta: fc.array(number, { minLength: d, maxLength: d }),
      lambda: fc.constantFrom(0.5, 1, 3, 15, 100),
    }),
  );

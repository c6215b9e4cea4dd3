import { expect, test } from 'vitest';
import { addTallies, EMPTY_TALLY, relativeMcse, tally } from '../../results/tally.ts';
import { cellOf, madeUpOutcomes, SIGN } from '../support/studies.ts';

const CELL = cellOf(100, 20, 2);
const tallyOf = (block: number) =>
  tally(CELL, madeUpOutcomes({ cell: CELL, block, estimators: [SIGN] }, SIGN));

test('counts successes and failures', () => {
  expect(tallyOf(0)).toMatchObject({ successes: 16, failures: 4 });
  expect(addTallies(tallyOf(0), tallyOf(1))).toMatchObject({ successes: 32, failures: 8 });
  expect(addTallies(EMPTY_TALLY, tallyOf(1))).toEqual(tallyOf(1));
});

test('sums squares and fourth powers of the angles to the target', () => {
  const angles = Array.from({ length: 20 }, (_, i) => i)
    .filter((i) => i % 5 !== 4)
    .map((i) => Math.asin(Math.sqrt(1 / (i + 2))));
  expect(tallyOf(0).sumSquares).toBeCloseTo(
    angles.reduce((sum, angle) => sum + angle ** 2, 0),
    12,
  );
  expect(tallyOf(0).sumFourths).toBeCloseTo(
    angles.reduce((sum, angle) => sum + angle ** 4, 0),
    12,
  );
});

test('tells no error from fewer than ten successes, nor where every angle is zero', () => {
  expect(relativeMcse({ successes: 9, failures: 0, sumSquares: 9, sumFourths: 9 })).toBeNull();
  expect(relativeMcse({ successes: 50, failures: 0, sumSquares: 0, sumFourths: 0 })).toBeNull();
});

import { expect, test } from 'vitest';
import { miniBatches } from '../../../kernels/estimators/mini-batches.ts';
import { ownRandom } from '../../../kernels/random/own-random.ts';
import { sampleOf } from '../../support/samples.ts';

/** Row i is the i-th unit vector's multiple i + 1 in the plane: its part in a sum of scores tells it. */
const rows = Array.from({ length: 10 }, (_, i) => [2 ** i, 1]);

/** Which rows a batch holds, from the gradient of the logistic loss at 0, -sum z / 2. */
function rowsOf(batch: ReturnType<ReturnType<typeof miniBatches>['next']>): readonly number[] {
  const [{ gradient }] = batch.logistic([[0, 0]]);
  const sum = Math.round(-2 * gradient[0]);
  return rows.map((_, i) => i).filter((i) => (sum >> i) & 1);
}

test('every pass visits each row once, in an order of its own', () => {
  const batches = miniBatches(sampleOf(rows), 5, ownRandom());
  const passes = Array.from({ length: 20 }, () => [rowsOf(batches.next()), rowsOf(batches.next())]);
  for (const [one, other] of passes) {
    expect(one).toHaveLength(5);
    expect([...one, ...other].sort((a, b) => a - b)).toEqual(rows.map((_, i) => i));
  }
  expect(new Set(passes.map(([one]) => one.join())).size).toBeGreaterThan(15);
});

test('the rows left over at the end of a pass are dropped', () => {
  const batches = miniBatches(sampleOf(rows), 4, ownRandom());
  for (let pass = 0; pass < 10; pass++) {
    const both = [...rowsOf(batches.next()), ...rowsOf(batches.next())];
    expect(new Set(both).size).toBe(8);
  }
});

test('each row is as often in a batch as any other', () => {
  const batches = miniBatches(sampleOf(rows), 3, ownRandom());
  const counts = rows.map(() => 0);
  const draws = 30_000;
  for (let k = 0; k < draws; k++) for (const i of rowsOf(batches.next())) counts[i]++;
  // Binomial(30,000, 0.3) but for the dependence within a pass, which narrows it; a false alarm once in 10^6, ten rows.
  const bound = 5.33 * Math.sqrt(draws * 0.3 * 0.7);
  for (const count of counts) {
    expect(Math.abs(count - 0.3 * draws)).toBeLessThan(bound);
    // A row that were in a tenth more, or fewer, of the batches would be seen.
    for (const wrong of [0.9, 1.1]) expect(Math.abs(wrong * count - 0.3 * draws)).toBeGreaterThan(bound);
  }
});

test('their memory is given back', () => {
  const sample = sampleOf(rows);
  const before = sample.arena.scratch(0);
  miniBatches(sample, 5, ownRandom()).dispose();
  expect(sample.arena.scratch(0)).toBe(before);
});

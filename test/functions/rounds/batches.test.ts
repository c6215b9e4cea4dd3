import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchesOf, rangesOf, type WeighedBlock } from '../../../functions/rounds/batches.ts';
import { cellOf, RLHF, SIGN } from '../../support/studies.ts';

const blocksOf = (
  count: number,
  { expectedMs = 1, alone = false, n = 100, blockSize = 1, first = 0 } = {},
): WeighedBlock[] => {
  const cell = cellOf(n, blockSize, first + count, [SIGN, RLHF]);
  return Array.from({ length: count }, (_, i) => ({
    cell,
    block: first + i,
    estimators: cell.estimators,
    expectedMs,
    alone,
  }));
};

const sizes = (batches: readonly (readonly unknown[])[]): readonly number[] =>
  batches.map(({ length }) => length);

test('blocks come in their order, in batches as long as the target', () => {
  expect(sizes(batchesOf(blocksOf(10, { expectedMs: 20_000 }), 60_000))).toEqual([3, 3, 3, 1]);
  expect(
    batchesOf(blocksOf(10), 3)
      .flat()
      .map(({ block }) => block),
  ).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('a block that is longer than the target is a batch', () => {
  expect(sizes(batchesOf(blocksOf(3, { expectedMs: 1e6 }), 60_000))).toEqual([1, 1, 1]);
});

test('10^5 blocks of a second make 1,000 batches of 100', () => {
  const batches = batchesOf(blocksOf(100_000, { expectedMs: 1000 }), 60_000);
  expect(new Set(sizes(batches))).toEqual(new Set([100]));
  expect(batches).toHaveLength(1000);
});

test('what a thousand batches of five minutes do not hold waits for the next round', () => {
  const batches = batchesOf(blocksOf(10_000, { expectedMs: 100_000 }), 60_000);
  expect(batches).toHaveLength(1000);
  expect(new Set(sizes(batches))).toEqual(new Set([3]));
});

test('a batch holds no more records than memory should', () => {
  const batches = batchesOf(blocksOf(10_000, { expectedMs: 0.001, blockSize: 200 }), 60_000);
  // 200 replicates of two estimators take 49,200 bytes by the rule.
  expect(Math.max(...sizes(batches))).toBe(Math.floor(16_000_000 / (2 * (600 + 20 * 6 * 200))));
});

test('blocks that come alone are first, each in a batch of its own', () => {
  const blocks = [...blocksOf(3), ...blocksOf(2, { alone: true, n: 30 })];
  const batches = batchesOf(blocks, 1000);
  expect(sizes(batches)).toEqual([1, 1, 3]);
  expect(batches[0][0].cell.n).toBe(30);
});

test('where more blocks should come alone than there are batches, they share them evenly', () => {
  expect(batchesOf(blocksOf(5000, { alone: true }), 1000)).toHaveLength(1000);
  const both = batchesOf([...blocksOf(5000, { alone: true }), ...blocksOf(10, { n: 30 })], 1000);
  expect(sizes(both)).toEqual([...Array.from({ length: 500 }, () => 10), 10]);
});

test('the ranges of a batch name exactly its blocks, and an item stays below 8 KB', () => {
  const subset = fc.uniqueArray(fc.record({ n: fc.constantFrom(100, 200, 300), block: fc.nat(400) }), {
    selector: ({ n, block }) => `${n} ${block}`,
    maxLength: 600,
  });
  fc.assert(
    fc.property(subset, (wanted) => {
      const blocks = wanted.flatMap(({ n, block }) => blocksOf(1, { n, first: block }));
      const batches = batchesOf(blocks, 1e9);
      for (const batch of batches) {
        const ranges = rangesOf(batch);
        expect(JSON.stringify(ranges).length).toBeLessThan(7700);
        const named = ranges.flatMap(({ cell, first, count }) =>
          Array.from({ length: count }, (_, i) => `${cell} ${first + i}`),
        );
        expect(named).toEqual(batch.map(({ cell, block }) => `${cell.key} ${block}`));
      }
      expect(batches.flat()).toEqual(blocks);
    }),
    { seed: 20251125, numRuns: 50 },
  );
});

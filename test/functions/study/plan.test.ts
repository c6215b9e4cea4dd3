import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BLOCK_SIZES,
  blockSize,
  estimateCost,
  planStudy,
  replicateAddress,
} from '../../../functions/study/plan.ts';
import { exampleStudy } from './example-study.ts';

const study = { ...exampleStudy, sampleSizes: [100, 10_000, 1_000_000], replicates: [401, 30, 3] };

describe('blockSize', () => {
  it.each([
    [1, 2, 200],
    [1500, 2, 200],
    [1501, 2, 100],
    [10_000, 2, 20],
    [300_000, 2, 1],
    [100_000_000, 2, 1],
    [1000, 60, 10],
  ])('at n = %i and d = %i is %i', (n, d, size) => {
    expect(blockSize(n, d)).toBe(size);
  });

  it('is the largest listed size whose block holds at most 600,000 values', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 2, max: 4096 }), (n, d) => {
        const size = blockSize(n, d);
        const larger = BLOCK_SIZES.filter((other) => other > size);
        expect(BLOCK_SIZES).toContain(size);
        expect(size === 1 || n * d * size <= 600_000).toBe(true);
        expect(larger.every((other) => n * d * other > 600_000)).toBe(true);
      }),
      { seed: 20251028 },
    );
  });
});

describe('planStudy', () => {
  it('makes one cell a sample size, with whole blocks that cover its replicates', () => {
    const { seed, population } = study;
    expect(planStudy(study)).toEqual([
      { key: 'n=100', factors: {}, population, seed, n: 100, replicates: 401, blockSize: 200, blocks: 3 },
      { key: 'n=10000', factors: {}, population, seed, n: 10_000, replicates: 30, blockSize: 20, blocks: 2 },
      {
        key: 'n=1000000',
        factors: {},
        population,
        seed,
        n: 1_000_000,
        replicates: 3,
        blockSize: 1,
        blocks: 3,
      },
    ]);
  });

  it('counts what is computed, completed blocks included', () => {
    expect(estimateCost(study)).toEqual({
      cells: 3,
      blocks: 8,
      replicates: 600 + 40 + 3,
      rows: 600 * 100 + 40 * 10_000 + 3 * 1_000_000,
      fits: 2 * (600 + 40 + 3),
      largestSampleBytes: 16_000_000,
    });
  });
});

describe('replicateAddress', () => {
  const [cell] = planStudy(study);

  it('finds every replicate in the block that holds it', () => {
    for (let replicate = 0; replicate < cell.replicates; replicate++) {
      const { block, index } = replicateAddress(cell, replicate);
      expect(block * cell.blockSize + index).toBe(replicate);
      expect(index).toBeLessThan(cell.blockSize);
      expect(block).toBeLessThan(cell.blocks);
    }
  });

  it.each([-1, 401, 1.5, Number.NaN])('refuses replicate %d', (replicate) => {
    expect(() => replicateAddress(cell, replicate)).toThrow(
      `replicateAddress: cell n=100 has the replicates 0 to 400, not ${replicate}`,
    );
  });
});

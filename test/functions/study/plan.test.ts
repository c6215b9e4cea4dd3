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

const study = { ...exampleStudy, sampleSizes: [100, 10_000, 1_000_000], looks: [[401], [30], [3]] };

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
    const { seed } = study;
    const [{ population, estimators }] = study.scenarios;
    const common = { factors: {}, population, seed, estimators };
    expect(planStudy(study)).toEqual([
      { key: 'n=100', n: 100, looks: [401], replicates: 401, blockSize: 200, blocks: 3, ...common },
      { key: 'n=10000', n: 10_000, looks: [30], replicates: 30, blockSize: 20, blocks: 2, ...common },
      { key: 'n=1000000', n: 1_000_000, looks: [3], replicates: 3, blockSize: 1, blocks: 3, ...common },
    ]);
  });

  it('makes a cell of every scenario at every size it keeps, at its last look', () => {
    const [base] = study.scenarios;
    const scenarios = [
      { ...base, factors: { 'population.users.weights[0]': 0.4 }, without: [10_000] },
      { ...base, factors: { 'population.users.weights[0]': 0.6 } },
    ];
    const looks = [[100, 200, 401], [30], [1, 2, 3]];
    const cells = planStudy({ ...study, scenarios, looks });
    expect(cells.map(({ key }) => key)).toEqual([
      'weights[0]=0.4,n=100',
      'weights[0]=0.4,n=1000000',
      'weights[0]=0.6,n=100',
      'weights[0]=0.6,n=10000',
      'weights[0]=0.6,n=1000000',
    ]);
    expect(cells.map(({ replicates }) => replicates)).toEqual([401, 3, 401, 30, 3]);
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

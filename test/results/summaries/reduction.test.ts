import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createReduction, type TreeNode } from '../../../results/summaries/reduction.ts';

const bracket = (left: string, right: string): string => `(${left} ${right})`;
const leaf = (block: number): TreeNode<string> => ({ level: 0, index: block, summary: String(block) });

const reduced = (blocks: number): string | null => {
  const reduction = createReduction(bracket);
  for (let block = 0; block < blocks; block++) reduction.add(leaf(block));
  return reduction.total();
};

describe('the reduction of blocks', () => {
  test('is a fixed binary tree, its rest merged from the right', () => {
    expect(reduced(0)).toBeNull();
    expect(reduced(1)).toBe('0');
    expect(reduced(4)).toBe('((0 1) (2 3))');
    expect(reduced(7)).toBe('(((0 1) (2 3)) ((4 5) 6))');
  });

  test('with a last block that is not yet added is that with one more block', () => {
    for (let blocks = 0; blocks < 70; blocks++) {
      const reduction = createReduction(bracket);
      for (let block = 0; block < blocks; block++) reduction.add(leaf(block));
      expect(reduction.total(String(blocks))).toBe(reduced(blocks + 1));
    }
  });

  test('is the same whichever workers reduce which ranges, and in whatever order they hand over', () => {
    const grouping = fc
      .record({
        blocks: fc.integer({ min: 1, max: 200 }),
        cuts: fc.array(fc.nat(199), { maxLength: 12 }),
        order: fc.array(fc.nat(1_000_000), { minLength: 14, maxLength: 14 }),
      })
      .map(({ blocks, cuts, order }) => {
        const ends = [...new Set([0, ...cuts.filter((cut) => cut < blocks), blocks])].sort((a, b) => a - b);
        const ranges = ends.slice(0, -1).map((from, i) => ({ from, to: ends[i + 1], place: order[i] }));
        return { blocks, ranges: ranges.sort((a, b) => a.place - b.place) };
      });
    fc.assert(
      fc.property(grouping, ({ blocks, ranges }) => {
        const all = createReduction(bracket);
        for (const { from, to } of ranges) {
          const worker = createReduction(bracket);
          for (let block = from; block < to; block++) worker.add(leaf(block));
          for (const node of worker.nodes()) all.add(node);
        }
        expect(all.total()).toBe(reduced(blocks));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('holds no more subtrees than its blocks have binary digits', () => {
    const reduction = createReduction((a: number, b: number) => a + b);
    for (let block = 0; block < 5000; block++) {
      reduction.add({ level: 0, index: block, summary: 1 });
      expect(reduction.nodes().length).toBeLessThanOrEqual(13);
    }
    expect(reduction.total()).toBe(5000);
  });
});

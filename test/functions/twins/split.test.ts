import { describe, expect, it } from 'vitest';
import type { Labels } from '../../../functions/twins/labels-file.ts';
import { heldOutOf, judgedPairs, splitPairs } from '../../../functions/twins/train/split.ts';

/** Three labels of each even pair, one of every third odd one, in an order of their own. */
function labels(): Labels {
  const pair: number[] = [];
  for (const turn of [0, 1, 2]) {
    for (let i = 199; i >= 0; i--) if (i % 2 === 0 || (turn === 0 && i % 3 === 0)) pair.push(i);
  }
  const count = pair.length;
  return {
    pair: Uint32Array.from(pair),
    persona: Uint32Array.from(pair, (_, l) => l % 7),
    y: new Int8Array(count).fill(1),
    p: new Float64Array(count),
    personas: 7,
    pairs: 200,
  };
}

describe('a split of judged pairs', () => {
  it('finds the pairs that have labels, with the labels of each', () => {
    const all = labels();
    const { pairs, first, labels: numbers } = judgedPairs(all);
    expect(pairs.length).toBe(100 + 33);
    for (const [k, i] of pairs.entries()) {
      const own = [...numbers.subarray(first[k], first[k + 1])];
      expect(own.map((l) => all.pair[l])).toEqual(Array(i % 2 === 0 ? 3 : 1).fill(i));
    }
  });

  it('holds out a share, and takes one label of each other pair, all of them sometimes', () => {
    const all = labels();
    const judged = judgedPairs(all);
    const taken = new Set<number>();
    for (let seed = 1; seed <= 40; seed++) {
      const { training, label, heldOut } = splitPairs(judged, seed, 0.2);
      expect(heldOut.length).toBe(heldOutOf(133, 0.2));
      expect([...training, ...heldOut].sort((a, b) => a - b)).toEqual([...judged.pairs]);
      for (const [k, l] of label.entries()) {
        expect(all.pair[l]).toBe(training[k]);
        taken.add(l);
      }
    }
    expect(taken.size).toBe(all.pair.length);
  });

  it('is another for each seed, and the same for the same', () => {
    const judged = judgedPairs(labels());
    expect(splitPairs(judged, 5, 0.1)).toEqual(splitPairs(judged, 5, 0.1));
    expect([...splitPairs(judged, 5, 0.1).training]).not.toEqual([...splitPairs(judged, 6, 0.1).training]);
  });
});

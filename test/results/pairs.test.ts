import { describe, expect, it } from 'vitest';
import { rmsDifference } from '../../results/measures/rms-difference.ts';
import { comparePairs } from '../../results/pairs.ts';

const { NaN: FAILED } = Number;

describe('comparePairs', () => {
  it('names every two estimators once, the earlier one first', () => {
    const estimators = ['x', 'y', 'z'].map((id) => ({ id, angles: [0.1, 0.2] }));
    expect(comparePairs(estimators).map(({ a, b }) => a + b)).toEqual(['xy', 'xz', 'yz']);
    expect(comparePairs(estimators.slice(0, 1))).toEqual([]);
  });

  it('uses the replicates on which both fits succeeded and says how many', () => {
    const [pair] = comparePairs([
      { id: 'sign', angles: [0.1, FAILED, 0.3, 0.4] },
      { id: 'rlhf', angles: [0.2, 0.9, FAILED, 0.1] },
    ]);
    expect(pair.rmsAngleDifference).toEqual(rmsDifference([0.1, 0.4], [0.2, 0.1]));
    expect(pair.rmsAngleDifference.replicates).toBe(2);
  });

  it('has no value where no replicate is complete', () => {
    const [pair] = comparePairs([
      { id: 'sign', angles: [0.1, FAILED] },
      { id: 'rlhf', angles: [FAILED, 0.9] },
    ]);
    expect(pair.rmsAngleDifference).toEqual({ value: null, mcse: null, replicates: 0 });
  });
});

import { describe, expect, it } from 'vitest';
import { rmsDifference } from '../../results/measures/rms-difference.ts';
import { comparePairs } from '../../results/pairs.ts';
import { viewOf } from '../support/claims.ts';

const { NaN: FAILED } = Number;

function compared(
  angles: Readonly<Record<string, readonly number[]>>,
  kindOf: (id: string) => string = () => 'rlhf',
) {
  const lists = Object.entries(angles).map(([id, list]) => [id, Float64Array.from(list)] as const);
  const { cell, values } = viewOf(100, Object.fromEntries(lists));
  return comparePairs(
    cell.estimators.map(({ id }, place) => ({ id, place, kind: kindOf(id) })),
    values,
    cell.replicates,
  );
}

describe('comparePairs', () => {
  it('names every two estimators once, the earlier one first', () => {
    const names = (...ids: string[]) =>
      compared(Object.fromEntries(ids.map((id) => [id, [0.1, 0.2]]))).map(({ a, b }) => a + b);
    expect(names('x', 'y', 'z')).toEqual(['xy', 'xz', 'yz']);
    expect(names('x')).toEqual([]);
  });

  it('uses the replicates on which both fits succeeded and says how many', () => {
    const [pair] = compared({ sign: [0.1, FAILED, 0.3, 0.4], rlhf: [0.2, 0.9, FAILED, 0.1] });
    expect(pair.rmsAngleDifference).toEqual(rmsDifference([0.1, 0.4], [0.2, 0.1]));
    expect(pair.rmsAngleDifference.replicates).toBe(2);
  });

  it('has the mean difference of the scores on those replicates where both maximise the score, and else none', () => {
    const lists = { exact: [0.5, FAILED, 0.375, 0.5], anneal: [0.25, 0.9, FAILED, 0.125] };
    // The columns of this support give the same list for every measure.
    const [pair] = compared(lists, () => 'sign');
    expect(pair.scoreDifference).toMatchObject({ value: (0.25 + 0.375) / 2, replicates: 2 });
    expect(pair.scoreDifference?.mcse).toBeCloseTo(0.0625, 12);
    for (const only of ['exact', 'anneal', '']) {
      const [other] = compared(lists, (id) => (id === only ? 'sign' : 'rlhf'));
      expect(other).not.toHaveProperty('scoreDifference');
    }
  });

  it('has no value where no replicate is complete', () => {
    const [pair] = compared({ sign: [0.1, FAILED], rlhf: [FAILED, 0.9] });
    expect(pair.rmsAngleDifference).toEqual({ value: null, mcse: null, replicates: 0 });
  });
});

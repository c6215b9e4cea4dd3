import { describe, expect, it } from 'vitest';
import { aimedLook, neededFactor } from '../../results/looks.ts';
import type { CellSummary, Measure } from '../../results/summary.ts';

const LOOKS = [100, 200, 400, 800, 1600];
const UNTIL = { measure: 'rmsAngle', relativeMcse: 0.03 } as const;

const cellOf = (...rmsAngles: readonly Measure[]): CellSummary => ({
  key: 'n=100',
  factors: {},
  n: 100,
  estimators: rmsAngles.map((rmsAngle, i) => ({
    id: `e${i}`,
    kind: 'sign',
    solver: 'exact',
    measures: { rmsAngle },
    failures: {},
    diagnostics: {},
  })),
  pairs: [],
});
const measure = (value: number | null, mcse: number | null): Measure => ({ value, mcse, replicates: 100 });

describe('what a cell still needs', () => {
  it('is the square of how far its worst estimator is from the error asked for', () => {
    expect(neededFactor(cellOf(measure(2, 0.06)), UNTIL)).toBeCloseTo(1, 14);
    expect(neededFactor(cellOf(measure(2, 0.06), measure(1, 0.06)), UNTIL)).toBeCloseTo(4, 14);
  });

  it('is unknown without a value, without an error, or where either is zero', () => {
    for (const one of [measure(null, null), measure(1, null), measure(0, 0), measure(0, 1), measure(1, 0)]) {
      expect(neededFactor(cellOf(one), UNTIL)).toBe(Infinity);
    }
  });
});

describe('the look that a cell goes for', () => {
  it.each([
    [0, 1.1, 1],
    [0, 3, 1],
    [0, 5, 2],
    [0, 9.99, 2],
    [0, 10, 3],
    [1, 1e9, 4],
    [1, Infinity, 2],
    [4, 9, 4],
  ])('after look %i, needing %f times as much, is look %i', (at, factor, aim) => {
    expect(aimedLook(LOOKS, at, factor)).toBe(aim);
  });
});

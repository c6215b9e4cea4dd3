import { describe, expect, it } from 'vitest';
import { quantiles, spreadOf, type Utilities } from '../../../functions/twins/truth/spread.ts';
import { uniforms } from '../../support/dense.ts';

/** x . beta_u of random pairs in R^d for the given tastes. */
function utilitiesOf(tastes: readonly (readonly number[])[], pairs = 800): Utilities {
  const next = uniforms(4);
  const d = tastes[0].length;
  const values: number[] = [];
  for (let i = 0; i < pairs; i++) {
    const x = Array.from({ length: d }, next);
    for (const taste of tastes) values.push(taste.reduce((sum, value, j) => sum + value * x[j], 0));
  }
  return { pairs, personas: tastes.length, values: Float64Array.from(values) };
}

const times = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value);

describe('the spread of personas', () => {
  it('is nothing where all have one taste', () => {
    const { angles, effectiveTypes, signMismatch, asymmetry } = spreadOf(utilitiesOf(times(40, [1, 2])));
    expect(angles?.high).toBeLessThan(1e-5);
    expect(effectiveTypes.value).toBeCloseTo(1, 12);
    expect(signMismatch).toEqual({ value: 0, se: 0 });
    expect(asymmetry.value).toBe(0);
  });

  it('counts as many types as there are groups at right angles', () => {
    const eye = [0, 1, 2].flatMap((k) =>
      times(
        20,
        [0, 1, 2].map((j) => (j === k ? 2 : 0)),
      ),
    );
    const found = spreadOf(utilitiesOf(eye, 4000));
    // Random features are at right angles to about 1 / sqrt(pairs); the sum has six such cosines squared.
    expect(found.effectiveTypes.value).toBeCloseTo(3, 2);
    expect(found.angles?.high).toBeGreaterThan(85);
    expect(found.norms.median).toBeGreaterThan(1.1);
    expect(found.norms.median).toBeLessThan(1.2);
  });

  it('two halves about a mean are symmetric, and one part in five on one side is not', () => {
    const half = spreadOf(utilitiesOf([...times(50, [3, 2]), ...times(50, [1, -2])]));
    expect(half.asymmetry.value).toBe(0);
    expect(half.asymmetry.p).toBeGreaterThan(0.5);
    expect(half.signMismatch.value).toBe(0);
    const fifth = spreadOf(utilitiesOf([...times(80, [2, 1]), ...times(20, [2, -4])]));
    // a(x) is +-0.6 on every pair: (100 0.36 - 1) / 99.
    expect(fifth.asymmetry.value).toBeCloseTo(Math.sqrt(35 / 99), 6);
    expect(fifth.asymmetry.value).toBeGreaterThan(fifth.asymmetry.nullTop);
    expect(fifth.asymmetry.p).toBeLessThan(0.02);
  });

  it('finds the pairs on which a sure minority decides the average utility', () => {
    // On x = (1, 0) three of four prefer no, weakly; the fourth, strongly, yes.
    const tastes = [...times(30, [-1, 0]), ...times(10, [9, 0])];
    const { signMismatch } = spreadOf(utilitiesOf(tastes));
    expect(signMismatch.value).toBeGreaterThan(0.3);
    const { signMismatch: none } = spreadOf(utilitiesOf([...times(30, [1, 0]), ...times(10, [9, 0])]));
    expect(none.value).toBe(0);
  });

  it('has no angles of one persona, and one type', () => {
    const { angles, effectiveTypes, signMismatch, asymmetry } = spreadOf(utilitiesOf([[1, 2]]));
    expect(angles).toBeNull();
    expect(effectiveTypes).toEqual({ value: 1, se: null });
    expect([signMismatch.value, asymmetry.value]).toEqual([0, 0]);
  });

  it('counts opposite tastes as one type, which the angles tell apart', () => {
    const { angles, effectiveTypes } = spreadOf(utilitiesOf([...times(10, [1, 2]), ...times(10, [-1, -2])]));
    expect(effectiveTypes.value).toBeCloseTo(1, 12);
    expect(angles?.high).toBeCloseTo(180, 5);
  });

  it('has quantiles of a list', () => {
    expect(quantiles([3, 1, 2])).toEqual({ mean: 2, low: 1, median: 2, high: 3 });
  });
});

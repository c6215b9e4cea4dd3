import { describe, expect, it } from 'vitest';
import { bootstrapPValue, symmetryTest } from '../../../kernels/inference/taste-symmetry.ts';
import { symmetricEigen } from '../../../kernels/math/symmetric-eigen.ts';
import { logLikelihood } from '../../../kernels/mixed-logit/choice-panel.ts';
import { simulatedChoices } from '../../../kernels/mixed-logit/simulated-choices.ts';
import { type TasteLaw, tastePanel } from '../../support/taste-panels.ts';

const STREAM = { key0: 7, key1: 0, role: 0x80000010, replicate: 0 };
const SMALL = { choosers: 200, situations: 8, alternatives: 3, d: 2 };

/** Mean of the statistic less one draw of its bootstrap, over its standard error. */
function above(law: TasteLaw, panels: number): number {
  const found = Array.from({ length: panels }, (_, number) => {
    const test = symmetryTest(tastePanel({ ...SMALL, law, number }), STREAM);
    return (test?.statistic ?? Number.NaN) - (test?.simulated(number) ?? Number.NaN);
  });
  const mean = found.reduce((sum, value) => sum + value, 0) / panels;
  const square = found.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return mean / Math.sqrt(square / (panels - 1) / panels);
}

describe('the test of symmetric tastes', () => {
  // Student's law with 11 degrees of freedom exceeds 9.7 on either side about once in a million.
  const LIMIT = 9.71;

  it('has a statistic as large as its bootstrap for two types of the same share, and larger for 80 and 20 %', () => {
    expect(Math.abs(above('even', 12))).toBeLessThan(LIMIT);
    expect(above('uneven', 12)).toBeGreaterThan(LIMIT);
  }, 240_000);
  it('has nothing to test where people are alike', () => {
    const found = symmetryTest(tastePanel({ ...SMALL, law: 'alike', number: 1 }), STREAM);
    expect(found === null || found.directions < 2).toBe(true);
  });
  it('is the same each time, and another for another draw', () => {
    const panel = tastePanel({ ...SMALL, law: 'uneven', number: 3 });
    const [one, again] = [1, 2].map(() => symmetryTest(panel, STREAM)!);
    expect([one.statistic, one.law, one.simulated(3)]).toEqual([
      again.statistic,
      again.law,
      again.simulated(3),
    ]);
    expect(one.simulated(4)).not.toBe(one.simulated(3));
  });
  it('has a p-value from 1 / (draws + 1) to 1 that counts draws without a fit against asymmetry', () => {
    expect(bootstrapPValue(3, [1, 2, 2.5])).toBe(0.25);
    expect(bootstrapPValue(3, [1, 3, null])).toBe(0.75);
    expect(bootstrapPValue(0, [1, 3, 4])).toBe(1);
  });
});

describe('a panel of choices', () => {
  const panel = tastePanel({ ...SMALL, law: 'normal', number: 9 });

  it('has the likelihood of a conditional logit', () => {
    const taste = Float64Array.of(0.7, -1.2);
    let sum = 0;
    for (let t = 0; t < 8; t++) {
      const rows = [0, 1].map((k) => panel.rows.subarray((2 * t + k) * 2, (2 * t + k) * 2 + 2));
      sum -= Math.log(
        1 + rows.reduce((total, z) => total + Math.exp(-(z[0] * taste[0] + z[1] * taste[1])), 0),
      );
    }
    expect(logLikelihood(panel, 0, taste)).toBeCloseTo(sum, 12);
  });
  it('keeps its situations when other choices are drawn, and chooses as often as the logit says', () => {
    const taste = Float64Array.of(0.5, 1);
    const drawn = simulatedChoices(panel, { tasteOf: () => taste, stream: STREAM });
    let expected = 0;
    let kept = 0;
    let variance = 0;
    for (let t = 0; t + 1 < panel.situations.length; t++) {
      const of = (rows: Float64Array) => [...rows.subarray(4 * t, 4 * t + 4)];
      const [z, other] = [of(panel.rows), of(drawn.rows)];
      const p = 1 / (1 + Math.exp(-(z[0] * 0.5 + z[1])) + Math.exp(-(z[2] * 0.5 + z[3])));
      expected += p;
      variance += p * (1 - p);
      if (z.every((value, i) => value === other[i])) kept++;
      else if (other[0] === -z[0]) expect(other[2]).toBeCloseTo(z[2] - z[0], 12);
      else expect(other[0]).toBeCloseTo(z[0] - z[2], 12);
    }
    expect(Math.abs(kept - expected) / Math.sqrt(variance)).toBeLessThan(4.9);
  });
});

describe('eigenvalues of a symmetric matrix', () => {
  it('give the matrix back', () => {
    const a = [4, 1, -2, 1, 3, 0.5, -2, 0.5, 1];
    const pairs = symmetricEigen(a, 3);
    for (let i = 0; i < 9; i++) {
      const sum = pairs.reduce(
        (total, { value, vector }) => total + value * vector[Math.floor(i / 3)] * vector[i % 3],
        0,
      );
      expect(sum).toBeCloseTo(a[i], 12);
    }
    expect(pairs[0].value).toBeGreaterThanOrEqual(pairs[1].value);
  });
});

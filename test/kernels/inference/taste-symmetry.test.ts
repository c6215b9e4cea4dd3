import { describe, expect, it } from 'vitest';
import { signFlips } from '../../../kernels/inference/sign-flips.ts';
import { meanAndError, studentisedInterval } from '../../../kernels/inference/studentised-interval.ts';
import { tasteSymmetry } from '../../../kernels/inference/taste-symmetry.ts';
import { symmetricEigen } from '../../../kernels/math/symmetric-eigen.ts';
import { logLikelihood } from '../../../kernels/mixed-logit/choice-panel.ts';
import { simulatedChoices } from '../../../kernels/mixed-logit/simulated-choices.ts';
import { type TasteLaw, tastePanel } from '../../support/taste-panels.ts';

const STREAM = { key0: 7, key1: 0, role: 0x80000010, replicate: 0 };
const SMALL = { choosers: 200, situations: 8, alternatives: 3, d: 2 };

/** The estimates of the skewness along the widest direction across the mean, of many panels. */
const skewnesses = (law: TasteLaw, panels: number): readonly number[] =>
  Array.from({ length: panels }, (_, number) => {
    const found = tasteSymmetry(tastePanel({ ...SMALL, law, number }), { level: 0.95, stream: STREAM });
    return found?.judged.find(({ place }) => place === 1)?.skewness ?? Number.NaN;
  });

describe('the skewness of tastes', () => {
  // Student's law with 15 degrees of freedom exceeds 7.9 on either side about once in a million.
  const LIMIT = 7.9;

  it('is 0 in the mean where tastes are normal, and found where they are a mixture of 80 and 20 %', () => {
    const symmetric = meanAndError(Float64Array.from(skewnesses('normal', 16)));
    expect(Math.abs(symmetric.mean) / symmetric.error).toBeLessThan(LIMIT);
    expect(symmetric.error).toBeLessThan(0.25);
    const skewed = meanAndError(Float64Array.from(skewnesses('uneven', 6)));
    expect(skewed.mean).toBeGreaterThan(0.4);
  }, 60_000);
  it('is not judged where people are alike', () => {
    const found = tasteSymmetry(tastePanel({ ...SMALL, law: 'alike', number: 1 }), {
      level: 0.95,
      stream: STREAM,
    });
    expect(found === null || found.judged.length < 2).toBe(true);
  });
  it('is the same each time', () => {
    const panel = tastePanel({ ...SMALL, law: 'uneven', number: 3 });
    const [one, again] = [1, 2].map(() => tasteSymmetry(panel, { level: 0.95, stream: STREAM }));
    expect(one).toEqual(again);
  });
});

describe('random signs', () => {
  const values = Float64Array.of(1, 2, -0.5, 3, 0.25, 1.5, -1, 2.5);

  it('give the p-value of all sign changes', () => {
    const target = Math.abs(values.reduce((sum, value) => sum + value, 0));
    let exceeding = 0;
    for (let pattern = 0; pattern < 256; pattern++) {
      const sum = values.reduce((total, value, u) => total + ((pattern >> u) & 1 ? value : -value), 0);
      if (Math.abs(sum) >= target - 1e-12) exceeding++;
    }
    const { pValues, adjusted } = signFlips([values], { flips: 20_000, stream: STREAM });
    const exact = exceeding / 256;
    expect(Math.abs(pValues[0] - exact)).toBeLessThan(4.9 * Math.sqrt((exact * (1 - exact)) / 20_000));
    expect(adjusted).toEqual(pValues);
  });
  it('are adjusted upwards by other series', () => {
    const other = values.map((value, u) => (u % 2 === 0 ? value : -value));
    const { pValues, adjusted } = signFlips([values, other], { flips: 2000, stream: STREAM });
    expect(adjusted[0]).toBeGreaterThan(pValues[0]);
    expect(adjusted[1]).toBeGreaterThanOrEqual(pValues[1]);
  });
});

describe('the studentised interval of a mean', () => {
  it('is near to that of Student for numbers that are evenly spread', () => {
    const values = Float64Array.from({ length: 101 }, (_, i) => i - 40);
    const { mean, error } = meanAndError(values);
    expect(mean).toBe(10);
    const { lower, upper } = studentisedInterval(values, { level: 0.95, draws: 4000, stream: STREAM });
    expect((mean - lower) / error).toBeCloseTo(1.98, 0);
    expect((upper - mean) / error).toBeCloseTo(1.98, 0);
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

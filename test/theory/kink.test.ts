import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { Population } from '../../kernels/populations/population.ts';
import { kinkSample } from '../../theory/kink.ts';
import { predict, signExponent } from '../../theory/prediction.ts';

const GOLDEN: readonly {
  readonly name: string;
  readonly n: number;
  readonly rms: number;
  readonly rmsMcse: number;
  readonly mean: number;
  readonly meanMcse: number;
}[] = JSON.parse(readFileSync(new URL('../golden/kink-errors.json', import.meta.url), 'utf8'));

const noise = (along: readonly number[], polynomial: readonly number[]): Population['choice'] => ({
  law: 'heteroskedastic',
  base: 'logit',
  along,
  polynomial,
});
const features: Population['features'] = { law: 'gaussian', dimension: 2, covariance: null };
const agreed: Population['users'] = { law: 'point', mean: [2, 0] };

const POPULATIONS: Readonly<Record<string, Population>> = {
  certain: { features, users: agreed, choice: noise([1, 0], [0]) },
  // V = s W with s = x . beta: right with the chance P(W >= -1), however close the call.
  massart: { features, users: agreed, choice: noise([2, 0], [0, 1]) },
  tilted: {
    features,
    users: {
      law: 'mixture',
      types: [
        [2, 1],
        [2, -3],
      ],
      weights: [0.7, 0.3],
    },
    choice: noise([1, 0], [0]),
  },
};

/** Standard normal deviates for a false alarm rate of 1e-6 over the comparisons of this file. */
const DEVIATES = 5.6;

describe.each(GOLDEN)('$name choices at n = $n', ({ name, n, rms, rmsMcse, mean, meanMcse }) => {
  const prediction = predict(POPULATIONS[name]);
  const errors = prediction.signErrors?.(n);

  it('have the root-mean-square error that was simulated', () => {
    const found = errors?.ownRms ?? Number.NaN;
    expect(Math.abs(found - rms)).toBeLessThan(DEVIATES * rmsMcse + (errors?.error ?? 0));
    // A scale 25 % off is seen.
    expect(Math.abs(1.25 * found - rms)).toBeGreaterThan(DEVIATES * rmsMcse + (errors?.error ?? 0));
  });

  it('have the mean error that was simulated, where the limit is the target', () => {
    if (name === 'tilted') return expect(Math.abs(prediction.sign?.bias ?? 0)).toBeGreaterThan(0.1);
    return expect(Math.abs((errors?.mean ?? Number.NaN) - mean)).toBeLessThan(
      DEVIATES * meanMcse + (errors?.error ?? 0),
    );
  });
});

test('without noise the error is half the difference of two exponential variables', () => {
  const sample = kinkSample({ rises: [0, 0], jump: 4 / Math.PI });
  const squares = sample.reduce((sum, value) => sum + value * value, 0) / sample.length;
  const sizes = sample.reduce((sum, value) => sum + Math.abs(value), 0) / sample.length;
  // Var of the square: E x^4 - 1/4 = 24/16 - 1/4; of the size: 1/4.
  expect(Math.abs(squares - 0.5)).toBeLessThan(DEVIATES * Math.sqrt(1.25 / sample.length));
  expect(Math.abs(sizes - 0.5)).toBeLessThan(DEVIATES * Math.sqrt(0.25 / sample.length));
});

test('the rate is 1/n at a kink, whose score has no curvature and no constant', () => {
  for (const population of Object.values(POPULATIONS)) {
    const { sign } = predict(population);
    expect(sign).toMatchObject({ curvature: null, constant: null, degenerate: false });
    expect(sign === null ? null : signExponent(sign)).toBe(-1);
  }
});

test.each([
  ['noise of one size', 'logit' as const],
  ['noise that hardly falls at the boundary', noise([1, 0], [1, 0.5])],
  ['noise that nearly vanishes at the boundary', noise([1, 0], [0.01, 1])],
  ['noise with heavy tails', { law: 'student', degrees: 0.5, scale: 1 } as const],
])('%s makes no kink', (_, choice) => {
  const { sign } = predict({ features, users: agreed, choice });
  expect(sign?.kink).toBeNull();
  expect(sign === null ? null : signExponent(sign)).toBe(-1 / 3);
});

test('the likelihood of certain choices has no maximum, that of certain types who differ has one', () => {
  expect(predict(POPULATIONS.certain).rlhf).toBeNull();
  expect(predict(POPULATIONS.tilted).rlhf?.norm).toBeLessThan(10);
});

import { describe, expect, it } from 'vitest';
import type { Population } from '../../../kernels/populations/population.ts';
import { createPredict } from '../../../results/charts/predictions.ts';
import { LOUD } from '../../support/theory-values.ts';

describe('what theory says in pictures', () => {
  const predict = createPredict();

  it('of power-law features is what it says of the normal ones that they are', () => {
    const exponent = 2;
    const power = predict({ ...LOUD, features: { law: 'power', dimension: 2, exponent } });
    const covariance = [
      [1, 0],
      [0, 0.25],
    ];
    const gaussian = predict({ ...LOUD, features: { law: 'gaussian', dimension: 2, covariance } });
    expect(power?.sign?.constant).toBeCloseTo(Number(gaussian?.sign?.constant), 10);
    expect(power?.rlhf?.rootNSd).toBeCloseTo(Number(gaussian?.rlhf?.rootNSd), 10);
    expect(power?.rlhf?.bias).toBeCloseTo(Number(gaussian?.rlhf?.bias), 10);
    expect(power?.sign?.constant).toBeGreaterThan(0);
  });

  it('is nothing of skewed users, of panels, of other features and of other choices', () => {
    const others: readonly Population[] = [
      { ...LOUD, users: { law: 'gamma', mean: [2, 0], along: [1, 2], skew: 2, scale: 4 } },
      { ...LOUD, users: { ...LOUD.users, panel: { labelsPerUser: 5 } } },
      { ...LOUD, features: { law: 'box', dimension: 2 } },
      { ...LOUD, choice: 'probit' },
    ];
    expect(others.map(predict)).toEqual([null, null, null, null]);
  });
});

import { describe, expect, it } from 'vitest';
import {
  crossover,
  type Prediction,
  predict,
  rlhfMeanAngle,
  rlhfRms,
  signMeanAbsolute,
  signRms,
} from '../../theory/prediction.ts';
import { normalNodes } from '../../theory/quadrature.ts';
import { numberAt, POPULATIONS, theoryCases, twoTypes } from '../support/theory-values.ts';

const predictions: Readonly<Record<string, Prediction>> = {
  A_homog: predict(POPULATIONS.A_homog),
  B_gauss: predict(POPULATIONS.B_gauss),
};

describe('the predicted error against n', () => {
  for (const { inputs, expected } of theoryCases('cuberoot_constant')) {
    it(`is the reference constant times n^(-1/3) for ${String(inputs.users)}`, () => {
      const { sign } = predictions[String(inputs.dgp)];
      for (const n of [1, 1e3, 1e6]) {
        expect(signRms(sign!, n)! * Math.cbrt(n)).toBeCloseTo(numberAt(expected, 'c_sdZ_rad'), 9);
        expect(signMeanAbsolute(sign!, n)! * Math.cbrt(n)).toBeCloseTo(numberAt(expected, 'c_EabsZ_rad'), 9);
      }
    });
  }

  // Prediction error allowed: 2 %, the size of the finite-n term at these n (theory/README.md, section 3).
  for (const { inputs, expected, tolerance } of theoryCases('mc_exact_sign')) {
    const n = numberAt(inputs, 'n');
    if (n < 1e4) continue;
    it(`is met by Monte Carlo at n = ${n} for ${String(inputs.dgp)}`, () => {
      const predicted = signRms(predictions[String(inputs.dgp)].sign!, n)!;
      const allowed = numberAt(tolerance, 'rmse') + 0.02 * predicted;
      expect(Math.abs(numberAt(expected, 'rmse_rad') - predicted)).toBeLessThan(allowed);
    });
  }

  it('of RLHF falls to its bias and no further', () => {
    const { rlhf } = predict(twoTypes(0.5));
    expect(rlhfRms(rlhf!, 1e12)! * (180 / Math.PI)).toBeCloseTo(10.7913, 3);
    expect(rlhfRms(rlhf!, 100)!).toBeGreaterThan(1.3 * Math.abs(rlhf!.bias));
  });

  it('of RLHF has the mean of a folded normal', () => {
    const { rlhf } = predict(twoTypes(0.5));
    const [sd, bias] = [rlhf!.rootNSd! / 10, rlhf!.bias];
    const sum = normalNodes(0.01).reduce(
      (total, { z, weight }) => total + weight * Math.abs(bias + sd * z),
      0,
    );
    expect(Math.abs(rlhfMeanAngle(rlhf!, 100)! - sum)).toBeLessThan(1e-5);
  });

  it('crosses where the two predictions are equal, and nowhere if RLHF has no bias', () => {
    const prediction = predict(twoTypes(0.5));
    const n = crossover(prediction)!;
    expect(n).toBeGreaterThan(2000);
    expect(n).toBeLessThan(2400);
    expect(prediction.signErrors!(n)!.rms).toBeCloseTo(rlhfRms(prediction.rlhf!, n)!, 5);
    expect(crossover(predict(POPULATIONS.A_homog))).toBeNull();
  });

  it('is known in more than two dimensions too, where axes are not alike', () => {
    const types = [
      [3, 2, 0],
      [1, -2, 0],
    ];
    const prediction = predict({
      features: { law: 'gaussian', dimension: 3, covariance: null },
      users: { law: 'mixture', types, weights: [0.5, 0.5] },
      choice: 'logit',
    });
    expect(prediction.sign?.constant).toBeNull();
    const n = crossover(prediction)!;
    expect(n).toBeGreaterThan(1000);
    expect(n).toBeLessThan(10_000);
    expect(prediction.signErrors?.(n)?.rms).toBeCloseTo(rlhfRms(prediction.rlhf!, n)!, 5);
  });
});

import { describe, expect, it } from 'vitest';
import { chernoffDistribution } from '../../theory/chernoff.ts';
import { finiteLaw } from '../../theory/finite-law.ts';
import { predict } from '../../theory/prediction.ts';
import { regimeFrom } from '../../theory/regime.ts';
import { signLimit } from '../../theory/sign-limit.ts';
import { LOUD, numberAt, POPULATIONS, theoryCases, twoTypes } from '../support/theory-values.ts';

const predictions = Object.fromEntries(
  Object.entries(POPULATIONS).map(([name, population]) => [name, predict(population)]),
);

describe('the law of the sign estimator at finite n', () => {
  // Stated: four Monte Carlo standard errors of the reference and the error the prediction gives itself.
  for (const { inputs, expected, tolerance } of theoryCases('mc_exact_sign')) {
    const n = numberAt(inputs, 'n');
    it(`has the simulated errors of ${String(inputs.dgp)} at n = ${n}`, () => {
      const { rms, mean, error } = predictions[String(inputs.dgp)].signErrors!(n)!;
      expect(Math.abs(numberAt(expected, 'rmse_rad') - rms)).toBeLessThan(
        numberAt(tolerance, 'rmse') + error,
      );
      expect(Math.abs(numberAt(expected, 'mae_rad') - mean!)).toBeLessThan(
        numberAt(tolerance, 'mae') + error,
      );
      if (n >= 1000) expect(error / rms).toBeLessThan(0.04);
    });
  }

  // 6,000 and 4,000 replicates of the exact sweep, before the constant means anything (c n^(-1/3) is 22 % too large and 3 times too small).
  const simulated = [
    { name: 'two types', population: twoTypes(0.5), n: 100, rms: 0.44174, mcse: 0.00379 },
    { name: 'two types', population: twoTypes(0.5), n: 1000, rms: 0.24795, mcse: 0.00273 },
  ];
  for (const { name, population, n, rms, mcse } of simulated) {
    it(`follows ${name} before the cube-root regime, n = ${n}, and a law 10 % off would not`, () => {
      const predicted = predict(population).signErrors!(n)!;
      const allowed = 4 * mcse + predicted.error;
      expect(Math.abs(predicted.rms - rms)).toBeLessThan(allowed);
      expect(Math.abs(1.1 * predicted.rms - rms)).toBeGreaterThan(allowed);
    });
  }

  it("is Chernoff's law far out", () => {
    const { plane, constant } = signLimit(POPULATIONS.A_homog)!;
    const n = 1e7;
    const { places, shares } = finiteLaw(plane!.score, plane!, n);
    let below = 0;
    let worst = 0;
    places.forEach((place, k) => {
      const at = chernoffDistribution((place - plane!.top) / (constant! * n ** (-1 / 3)));
      worst = Math.max(worst, Math.abs(below + shares[k] / 2 - at));
      below += shares[k];
    });
    expect(worst).toBeLessThan(0.003);
  });

  it('has a density that sums to 1 before it is made to', () => {
    for (const population of [POPULATIONS.A_homog, twoTypes(0.4), LOUD]) {
      const { plane } = signLimit(population)!;
      for (const n of [100, 1e4, 1e6]) expect(finiteLaw(plane!.score, plane!, n).defect).toBeLessThan(0.01);
    }
  });

  it('spreads over both optima beyond a pitchfork', () => {
    const [x, y] = [4 * Math.cos(1.2217), 4 * Math.sin(1.2217)];
    const types = [
      [x, y],
      [x, -y],
      [-0.9, 0],
    ];
    const prediction = predict({ ...LOUD, users: { law: 'mixture', types, weights: [0.35, 0.35, 0.3] } });
    const { optima } = prediction.sign!;
    const { places, shares } = finiteLaw(prediction.sign!.plane!.score, prediction.sign!.plane!, 1e5);
    const above = places.reduce((sum, place, k) => sum + (Math.sin(place) > 0 ? shares[k] : 0), 0);
    expect(optima).toHaveLength(2);
    expect(above).toBeGreaterThan(0.48);
    expect(above).toBeLessThan(0.52);
  });
});

describe('the n from which the cube-root regime holds', () => {
  // theory/README.md, section 3, to a factor of 1.5: its grid of n is as coarse.
  const reference = [
    { name: 'users of one taste (2, 0)', population: POPULATIONS.A_homog, n: 300 },
    { name: '(3, 2) and (1, -2) in halves', population: twoTypes(0.5), n: 3000 },
    { name: '(12, 0) and (-1, sqrt 3) in halves', population: LOUD, n: 100000 },
  ];
  for (const { name, population, n } of reference) {
    it(`is about ${n} for ${name}`, () => {
      const from = regimeFrom(predict(population))!;
      expect(from / n).toBeGreaterThan(1 / 1.5);
      expect(from / n).toBeLessThan(1.5);
    });
  }

  it('in d = 3 is some hundreds for users of one taste, and not known where two optima tie', () => {
    const features = { law: 'gaussian', dimension: 3, covariance: null } as const;
    const users = { law: 'point', mean: [0, 2, 0] } as const;
    const from = regimeFrom(predict({ users, features, choice: 'logit' }))!;
    expect(from).toBeGreaterThan(100);
    expect(from).toBeLessThan(1000);
    const [x, y] = [4 * Math.cos(1.2217), 4 * Math.sin(1.2217)];
    const types = [
      [x, y, 0],
      [x, -y, 0],
      [-0.9, 0, 0],
    ];
    const tied = { law: 'mixture', types, weights: [0.35, 0.35, 0.3] } as const;
    expect(regimeFrom(predict({ users: tied, features, choice: 'logit' }))).toBeNull();
  });
});

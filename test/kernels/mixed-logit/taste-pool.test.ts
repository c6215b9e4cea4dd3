import { describe, expect, it } from 'vitest';
import { logLikelihood } from '../../../kernels/mixed-logit/choice-panel.ts';
import { normalTastes } from '../../../kernels/mixed-logit/normal-tastes.ts';
import { expectedPeople, inTastes, tastePool } from '../../../kernels/mixed-logit/taste-pool.ts';
import { tastePrior } from '../../../kernels/mixed-logit/taste-posterior.ts';
import { tastePanel } from '../../support/taste-panels.ts';

const STREAM = { key0: 7, key1: 0, role: 0x80000010, replicate: 0 };

/** E[taste | choices of u] and log P(choices of u) for tastes N(mean, variance), by a sum over a fine grid. */
function dense(panel: ReturnType<typeof tastePanel>, u: number, [mean, variance]: readonly [number, number]) {
  const step = 0.01;
  let total = 0;
  let first = 0;
  for (let taste = -12; taste <= 12; taste += step) {
    const density =
      Math.exp((-(taste - mean) * (taste - mean)) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
    const weight = density * Math.exp(logLikelihood(panel, u, Float64Array.of(taste))) * step;
    total += weight;
    first += weight * taste;
  }
  return { mean: first / total, log: Math.log(total) };
}

describe('a pool of tastes', () => {
  const panel = tastePanel({ law: 'normal', choosers: 3, situations: 6, alternatives: 3, d: 1, number: 4 });
  const place = tastePrior({ mean: Float64Array.of(0.8), covariance: Float64Array.of(0.6) })!;
  const pool = tastePool(panel, { place, each: 8192, stream: STREAM });
  /** Weights of tastes N(mean, variance), with the density in units of z. */
  const weightsOf = ([mean, variance]: readonly [number, number]): Float64Array =>
    pool.logRatios.map((ratio, r) => {
      const taste = 0.8 + Math.sqrt(0.6) * pool.points[r];
      return Math.exp(ratio - ((taste - mean) * (taste - mean)) / (2 * variance)) / Math.sqrt(variance);
    });

  it('has the law of a taste given the choices that a sum over all tastes gives', () => {
    for (const law of [
      [0.8, 0.6],
      [1.1, 0.4],
    ] as const) {
      const { people } = expectedPeople(pool, weightsOf(law));
      for (let u = 0; u < 3; u++) {
        let mean = 0;
        for (let r = 8192 * u; r < 8192 * (u + 1); r++)
          mean += people[r] * (0.8 + Math.sqrt(0.6) * pool.points[r]);
        expect(Math.abs(mean - dense(panel, u, law).mean)).toBeLessThan(0.01);
      }
    }
  });
  it('tells two laws apart as the likelihood does', () => {
    const [one, other] = [
      [0.8, 0.6],
      [1.4, 0.3],
    ] as const;
    const found =
      expectedPeople(pool, weightsOf(one)).logLikelihood -
      expectedPeople(pool, weightsOf(other)).logLikelihood;
    let expected = 0;
    for (let u = 0; u < 3; u++) expected += dense(panel, u, one).log - dense(panel, u, other).log;
    expect(Math.abs(found - expected)).toBeLessThan(0.02);
    expect(Math.abs(expected)).toBeGreaterThan(0.1);
  });
  it('brings a law of its points back to tastes', () => {
    const skew = tastePrior({ mean: Float64Array.of(1, 2), covariance: Float64Array.of(4, 1, 1, 2) })!;
    const law = { mean: Float64Array.of(0.5, -1), covariance: Float64Array.of(1, 0.3, 0.3, 2) };
    const [a, b, c] = [2, 0.5, Math.sqrt(1.75)];
    const tastes = inTastes(
      { d: 2, each: 0, place: skew, points: new Float64Array(), logRatios: new Float64Array() },
      law,
    );
    expect(tastes.mean[0]).toBeCloseTo(1 + a * 0.5, 12);
    expect(tastes.mean[1]).toBeCloseTo(2 + b * 0.5 - c, 12);
    const [f, g] = [
      [a, 0],
      [b, c],
    ];
    const product = (p: readonly number[], q: readonly number[]): number =>
      p[0] * q[0] + 0.3 * (p[0] * q[1] + p[1] * q[0]) + 2 * p[1] * q[1];
    expect([...tastes.covariance]).toEqual(
      [product(f, f), product(f, g), product(g, f), product(g, g)].map((value) => expect.closeTo(value, 12)),
    );
  });
});

describe('normal tastes on a pool', () => {
  it('have the mean and the spread of the points that people are expected at', () => {
    const panel = tastePanel({
      law: 'normal',
      choosers: 80,
      situations: 8,
      alternatives: 3,
      d: 2,
      number: 5,
    });
    const place = tastePrior({
      mean: Float64Array.of(0.9, -0.4),
      covariance: Float64Array.of(0.5, 0, 0, 0.5),
    })!;
    const pool = tastePool(panel, { place, each: 32, stream: STREAM });
    const { law, people } = normalTastes(pool)!;
    const sums = [0, 0, 0];
    for (const [r, weight] of people.entries()) {
      const [x, y] = [pool.points[2 * r] - law.mean[0], pool.points[2 * r + 1] - law.mean[1]];
      sums[0] += weight;
      sums[1] += weight * x;
      sums[2] += weight * x * y;
    }
    expect(sums[0]).toBeCloseTo(80, 9);
    expect(Math.abs(sums[1] / 80)).toBeLessThan(0.005);
    expect(Math.abs(sums[2] / 80 - law.covariance[1])).toBeLessThan(0.005);
  });
});

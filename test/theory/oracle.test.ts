import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FeaturesLaw, Population } from '../../kernels/populations/population.ts';
import { predict } from '../../theory/prediction.ts';

interface Case {
  readonly name: string;
  readonly population: Population;
  readonly sign: { readonly bias: number; readonly curvature: number; readonly constant: number };
  readonly rlhf: {
    readonly bias: number;
    readonly norm: number;
    readonly rootNSd: number;
    readonly crossEntropy: number;
  };
  readonly surrogates: readonly {
    readonly lambda: number;
    readonly bias: number;
    readonly curvature: number;
    readonly rootNSd: number;
  }[];
}

const CASES: readonly Case[] = JSON.parse(
  readFileSync(new URL('../golden/theory-oracle.json', import.meta.url), 'utf8'),
);

/** The golden file names laws as a study does, where a covariance may be left out. */
const featuresOf = (features: FeaturesLaw): FeaturesLaw =>
  features.law === 'gaussian' ? { ...features, covariance: features.covariance ?? null } : features;

const share = (found: number | null | undefined, expected: number): number =>
  Math.abs((found ?? Number.NaN) / expected - 1);

describe.each(CASES)('theory of $name', ({ population, sign, rlhf, surrogates }) => {
  const prediction = predict({ ...population, features: featuresOf(population.features) });
  // Tails that fall like a power: what the oracle's own grid is good to, and what theory states.
  const heavy = ['student', 'independent'].includes(population.features.law);
  const allowed = heavy ? 6e-5 : 1e-6;

  it('has the limit, curvature and constant of the sign estimator', () => {
    const found = prediction.sign!;
    expect(Math.abs(found.bias - sign.bias)).toBeLessThan(2e-9);
    expect(share(found.curvature, sign.curvature)).toBeLessThan(1e-5);
    expect(share(found.constant, sign.constant)).toBeLessThan(1e-5);
  });

  it('has the limit and the noise of RLHF', () => {
    const found = prediction.rlhf!;
    expect(Math.abs(found.bias - rlhf.bias)).toBeLessThan(allowed);
    expect(share(found.norm, rlhf.norm)).toBeLessThan(allowed);
    expect(share(found.rootNSd, rlhf.rootNSd)).toBeLessThan(2 * allowed);
    expect(share(found.crossEntropy, rlhf.crossEntropy)).toBeLessThan(2 * allowed);
  });

  // Skewed tastes take seconds a lambda.
  const few = population.users.law === 'gamma' ? surrogates.slice(0, 1) : surrogates;
  it.each(few)('has the surrogate at lambda $lambda', ({ lambda, bias, curvature, rootNSd }) => {
    const found = prediction.surrogates!(lambda)!;
    expect(Math.abs(found.bias - bias)).toBeLessThan(allowed);
    expect(share(found.curvature, curvature)).toBeLessThan(2 * allowed);
    expect(share(found.rootNSd, rootNSd)).toBeLessThan(2 * allowed);
  });
});

import { describe, expect, it } from 'vitest';
import type { Sample } from '../../../kernels/arena.ts';
import { em } from '../../../kernels/estimators/em.ts';
import type { Fit } from '../../../kernels/estimators/fit.ts';
import { probit } from '../../../kernels/estimators/probit.ts';
import { ridgeRlhf, rlhf } from '../../../kernels/estimators/rlhf.ts';
import { signAnneal } from '../../../kernels/estimators/sign-anneal.ts';
import { signCertified } from '../../../kernels/estimators/sign-certified.ts';
import { signExact } from '../../../kernels/estimators/sign-exact.ts';
import { signGreatCircle } from '../../../kernels/estimators/sign-great-circle.ts';
import { signStaged } from '../../../kernels/estimators/sign-staged.ts';
import { recipeRows, sampleOf } from '../../support/samples.ts';

interface Subject {
  readonly name: string;
  readonly estimate: (sample: Sample) => Fit;
  /** Whether one factor on all features leaves the direction alone. */
  readonly scaleFree: boolean;
}

const SUBJECTS: readonly Subject[] = [
  { name: 'sign, exact', estimate: signExact, scaleFree: true },
  {
    name: 'sign, annealed',
    estimate: (sample) => signAnneal(sample, { lambda: [1, 15], steps: 300 }),
    scaleFree: false,
  },
  {
    name: 'sign, staged',
    estimate: (sample) => signStaged(sample, { lambda: [1, 3, 7, 15] }),
    scaleFree: false,
  },
  {
    name: 'sign, along great circles',
    estimate: (sample) =>
      signGreatCircle(sample, { restarts: 5, near: 20 }, (one) => signStaged(one, { lambda: [1, 3, 7, 15] })),
    scaleFree: true,
  },
  { name: 'sign, certified', estimate: (sample) => signCertified(sample), scaleFree: true },
  {
    name: 'em, one component',
    estimate: (sample) => em(sample, { components: 1, starts: 1 }),
    scaleFree: true,
  },
  { name: 'probit', estimate: probit, scaleFree: true },
  { name: 'rlhf', estimate: rlhf, scaleFree: true },
  { name: 'rlhf, ridge', estimate: (sample) => ridgeRlhf(sample, 0.01), scaleFree: false },
];

const rows = recipeRows({ n: 1001, d: 2, seed: 4711, beta: [1, 2] });
const [cosine, sine] = [0.6, 0.8];

function expectDirection(fit: Fit, expected: readonly number[], digits: number): void {
  expect(fit.status).toBe('ok');
  expected.forEach((v, j) => {
    expect(fit.direction[j]).toBeCloseTo(v, digits);
  });
}

describe.each(SUBJECTS)('$name', ({ estimate, scaleFree }) => {
  const base = estimate(sampleOf(rows));
  const [x, y] = base.direction;

  it('returns a unit direction, a score in [-1, 1] and what it cost', () => {
    expect(x * x + y * y).toBeCloseTo(1, 14);
    expect(Math.abs(base.score)).toBeLessThanOrEqual(1);
    expect(base.evaluations).toBeGreaterThan(0);
  });
  it('turns round when every choice is flipped', () => {
    expectDirection(estimate(sampleOf(rows.map(([a, b]) => [-a, -b]))), [-x, -y], 12);
  });
  it('does not depend on the order of rows', () => {
    expectDirection(estimate(sampleOf([...rows].reverse())), [x, y], 6);
  });
  it('turns with the features', () => {
    const turned = rows.map(([a, b]) => [cosine * a - sine * b, sine * a + cosine * b]);
    expectDirection(estimate(sampleOf(turned)), [cosine * x - sine * y, sine * x + cosine * y], 6);
  });
  if (scaleFree) {
    it('does not depend on the unit of the features', () => {
      expectDirection(estimate(sampleOf(rows.map(([a, b]) => [64 * a, 64 * b]))), [x, y], 9);
    });
  }
  it('finds the true direction on many rows', () => {
    const many = estimate(sampleOf(recipeRows({ n: 200_000, d: 2, seed: 1, beta: [1, 2] })));
    expectDirection(many, [1 / Math.sqrt(5), 2 / Math.sqrt(5)], 1);
  });
});

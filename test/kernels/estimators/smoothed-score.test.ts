import { describe, expect, it } from 'vitest';
import { type SmoothedScoreOptions, smoothedScore } from '../../../kernels/estimators/smoothed-score.ts';
import golden from '../../golden/smoothed-score.json' with { type: 'json' };
import { BACKENDS, recipeRows, sampleOf } from '../../support/samples.ts';

type Case = (typeof golden.cases)[number];

const bandwidthOf = ({ bandwidth }: Case): SmoothedScoreOptions['bandwidth'] =>
  typeof bandwidth === 'number' ? bandwidth : bandwidth === 'auto' ? 'auto' : 'plug-in';

const optionsOf = (one: Case): SmoothedScoreOptions => ({
  order: one.order === 2 ? 2 : 4,
  bandwidth: bandwidthOf(one),
  biasCorrection: one.biasCorrection,
});

const AUTO: SmoothedScoreOptions = { order: 2, bandwidth: 'auto', biasCorrection: false };

describe('smoothedScore finds what scipy finds from 60 starts', () => {
  it.each(golden.cases)('$name', (expected) => {
    const sample = sampleOf(recipeRows(expected));
    const fit = smoothedScore(sample, optionsOf(expected), expected.first ? 'first' : 'unit');
    expect(fit.status).toBe('ok');
    expected.direction.forEach((v, j) => {
      expect(fit.direction[j]).toBeCloseTo(v, 6);
    });
    // The plugged-in bandwidth is known as well as the oracle's differences are.
    const digits = expected.bandwidth === 'plug-in' ? 7 : 11;
    expect(fit.diagnostics.objective).toBeCloseTo(expected.objective, digits);
    expect(Math.abs(fit.diagnostics.bandwidth / expected.h - 1)).toBeLessThan(1e-5);
    expect(Math.abs(fit.diagnostics.standardError / expected.standardError - 1)).toBeLessThan(1e-5);
  });
});

describe('smoothedScore', () => {
  const rows = recipeRows({ n: 500, d: 3, seed: 9, beta: [1, 2, -1] });

  it('gives the same bytes on every backend', () => {
    const fits = BACKENDS.map(([, backend]) => smoothedScore(sampleOf(rows, backend()), AUTO));
    expect(fits[0].status).toBe('ok');
    expect(fits[0].direction).toEqual(fits[1].direction);
  });

  it('keeps the first coefficient positive under first', () => {
    const away = rows.map(([a, b, c]) => [-a, b, c]);
    const fit = smoothedScore(sampleOf(away), AUTO, 'first');
    expect(fit.status === 'ok' ? fit.direction[0] > 0 : fit.status).toSatisfy(
      (end) => end === true || end === 'infeasible',
    );
  });

  it('is degenerate where rows cancel one another', () => {
    const opposite = rows.map((row) => row.map((v) => -v));
    expect(smoothedScore(sampleOf([...rows, ...opposite]), AUTO).status).toBe('degenerate');
  });

  it('is degenerate where no row is near the boundary', () => {
    const far = Array.from({ length: 40 }, (_, i) => [1, (i % 5) / 100]);
    expect(smoothedScore(sampleOf(far), { order: 4, bandwidth: 0.01, biasCorrection: false }).status).toBe(
      'degenerate',
    );
  });
});

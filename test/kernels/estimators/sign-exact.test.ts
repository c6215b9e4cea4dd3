import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hardScore } from '../../../kernels/estimators/hard-score.ts';
import { signExact } from '../../../kernels/estimators/sign-exact.ts';
import golden from '../../golden/sign-exact.json' with { type: 'json' };
import { BACKENDS, sampleOf } from '../../support/samples.ts';

describe.each(BACKENDS)('signExact on %s', (_, backend) => {
  it.each(golden.cases)('agrees with exact integer arithmetic: $name', (expected) => {
    const fit = signExact(sampleOf(expected.rows, backend(), 2));
    expect(fit.status).toBe(expected.status);
    if (expected.status !== 'ok' || expected.direction === undefined) return;
    expect(fit.score).toBe(expected.scoreSum / expected.rows.length);
    expect(fit.diagnostics.arcs).toBe(expected.arcs?.length);
    expect(fit.diagnostics.width).toBeCloseTo(expected.arcLength ?? Number.NaN, 12);
    const tolerance = 1e-14 / (expected.resultant ?? 1);
    expect(Math.abs(fit.direction[0] - expected.direction[0])).toBeLessThan(tolerance);
    expect(Math.abs(fit.direction[1] - expected.direction[1])).toBeLessThan(tolerance);
  });
});

/** The best score over the middles of all arcs between boundaries: O(n^2), no buckets, no sweep. */
function bruteForceScore(rows: readonly (readonly number[])[]): number {
  const turns = rows
    .filter(([a, b]) => a !== 0 || b !== 0)
    .flatMap(([a, b]) => [Math.atan2(b, a) + Math.PI / 2, Math.atan2(b, a) - Math.PI / 2])
    .map((angle) => ((angle % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI))
    .sort((a, b) => a - b);
  const middles = turns.map((angle, i) => {
    const next = i + 1 < turns.length ? turns[i + 1] : turns[0] + 2 * Math.PI;
    return next - angle > 1e-9 ? (angle + next) / 2 : Number.NaN;
  });
  const scores = middles
    .filter((angle) => !Number.isNaN(angle))
    .map((angle) => {
      const [x, y] = [Math.cos(angle), Math.sin(angle)];
      return rows.reduce((sum, [a, b]) => sum + Math.sign(a * x + b * y), 0);
    });
  return Math.max(0, ...scores);
}

const integerRows = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })), {
  minLength: 1,
  maxLength: 60,
});
const realRows = fc.array(
  fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 })),
  { minLength: 2, maxLength: 300 },
);
const property = { seed: 20251028, numRuns: 300 };

describe('signExact', () => {
  it('finds the score of brute force over all arcs, with ties, zeros, duplicates and opposites', () => {
    fc.assert(
      fc.property(fc.oneof(integerRows, realRows), (rows) => {
        const fit = signExact(sampleOf(rows));
        expect(fit.status === 'ok' ? fit.score * rows.length : 0).toBeCloseTo(bruteForceScore(rows), 9);
      }),
      property,
    );
  });
  it('reports the score of its direction where the optimum is one arc', () => {
    fc.assert(
      fc.property(realRows, (rows) => {
        const sample = sampleOf(rows);
        const fit = signExact(sample);
        fc.pre(fit.status === 'ok' && fit.diagnostics.arcs === 1);
        expect(hardScore(sample, fit.direction)).toBe(fit.score);
      }),
      property,
    );
  });
  it('refuses other dimensions', () => {
    expect(() => signExact(sampleOf([[1, 2, 3, 4]]))).toThrow(
      'signExact: d = 4, only d = 1, d = 2 and d = 3 are possible',
    );
  });
});

describe('signExact of one feature', () => {
  it('takes the sign that more rows have, and neither where as many have each', () => {
    const fit = signExact(sampleOf([[-1], [2], [-3], [0]]));
    expect([fit.status, ...fit.direction, fit.score]).toEqual(['ok', -1, 0.25]);
    expect([...signExact(sampleOf([[1e-300], [-1], [5]])).direction]).toEqual([1]);
    expect(signExact(sampleOf([[1], [-2], [0]])).status).toBe('degenerate');
    expect(signExact(sampleOf([[0]])).status).toBe('degenerate');
  });
  it('has no choice where the first coefficient is positive', () => {
    const fit = signExact(sampleOf([[-1], [2], [-3]]), 'first-positive');
    expect([...fit.direction, fit.score]).toEqual([1, -1 / 3]);
  });
});

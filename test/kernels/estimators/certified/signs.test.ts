import { describe, expect, it } from 'vitest';
import { exactProblem } from '../../../../kernels/estimators/certified/exact-problem.ts';
import { exactDot, signsAt } from '../../../../kernels/estimators/certified/signs.ts';
import { sampleOf } from '../../../support/samples.ts';

describe('signsAt', () => {
  const a = 94_906_267;
  const b = 67_108_859;
  // x + a y, y, b y + 3 x: all orthogonal to (3, b - 3 a, -1), which float64 sums do not see.
  const rows = [
    [3, 5],
    [4, -7],
    [-7, 2],
    [1, 1],
  ].map(([x, y]) => [x + a * y, y, b * y + 3 * x]);
  const problem = exactProblem(sampleOf(rows), { weights: [1, 1, 1, 1], directions: 'circle' });
  const normal = [3n, BigInt(b) - 3n * BigInt(a), -1n].map((v) => v * 123_456_789_012_347n);

  it('finds rows that vanish exactly, where float64 sums leave rounding', () => {
    const { rows: merged } = problem;
    const floats = Array.from({ length: merged.n }, (_, i) =>
      normal.reduce((sum, v, j) => sum + merged.numbers[3 * i + j] * Number(v), 0),
    );
    expect(floats.some((v) => v !== 0)).toBe(true);
    expect(Array.from(signsAt(merged, normal))).toEqual([0, 0, 0, 0]);
  });
  it('tells the sides of a direction that is off by one in its last of many digits', () => {
    const { rows: merged } = problem;
    for (let j = 0; j < 3; j++) {
      for (const off of [1n, -1n]) {
        const theta = normal.map((v, l) => (l === j ? v + off : v));
        const exact = Array.from({ length: merged.n }, (_, i) => exactDot(merged, i, theta));
        expect(Array.from(signsAt(merged, theta))).toEqual(exact.map((v) => (v > 0n ? 1 : v < 0n ? -1 : 0)));
      }
    }
  });
});

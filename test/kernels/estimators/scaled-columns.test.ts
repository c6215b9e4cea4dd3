import { describe, expect, it } from 'vitest';
import { comparisonsLength } from '../../../kernels/comparisons.ts';
import { hardScore } from '../../../kernels/estimators/hard-score.ts';
import { scaledColumns } from '../../../kernels/estimators/scaled-columns.ts';
import { recipeRows, sampleOf } from '../../support/samples.ts';

const units = [3e9, 1, 7e-11, 0];
const original = sampleOf(
  recipeRows({ n: 501, d: 4, seed: 5, beta: [1, 2, 0, 0] }).map((row) => row.map((v, j) => v * units[j])),
);

describe('scaledColumns', () => {
  const { sample, factors } = scaledColumns(original);
  const data = sample.arena.backend.f64(sample.z, comparisonsLength(501, 4));
  const rootMeanSquare = (column: number): number => {
    const values = data.filter((_, k) => (k >> 3) % 4 === column);
    return Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / 501);
  };
  it('gives every column a root mean square of 1/2 to 1, and leaves a column of zeros alone', () => {
    for (const column of [0, 1, 2]) {
      expect(rootMeanSquare(column)).toBeGreaterThan(0.5);
      expect(rootMeanSquare(column)).toBeLessThanOrEqual(1);
    }
    expect(rootMeanSquare(3)).toBe(0);
    expect(factors[3]).toBe(1);
  });
  it('multiplies by powers of two, so that no score changes', () => {
    for (const factor of factors) expect(Number.isInteger(Math.log2(factor))).toBe(true);
    for (const direction of [
      [1, -3, 2, 1],
      [-0.3, 7, 1e9, 0],
    ]) {
      const turned = direction.map((v, j) => v / factors[j]);
      expect(hardScore(sample, turned)).toBe(hardScore(original, direction));
    }
  });
});

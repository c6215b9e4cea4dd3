import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { certify } from '../../../../kernels/estimators/certified/certify.ts';
import { rlhf } from '../../../../kernels/estimators/rlhf.ts';
import { sampleOf } from '../../../support/samples.ts';

const FILE = fileURLToPath(new URL('../../../../../shared/data/work-trip.csv', import.meta.url));
const trips = existsSync(FILE)
  ? readFileSync(FILE, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number))
  : [];

/** Comparisons s (columns, 1) of Horowitz's work trips: dcost, cars, dovtt, divtt are columns 0 to 3. */
const comparisons = (columns: readonly number[], n = trips.length): number[][] =>
  trips.slice(0, n).map(([auto, ...x]) => [...columns.map((j) => x[j]), 1].map((v) => (auto === 1 ? v : -v)));

/** Right with yhat = 1{x . theta >= 0}: the last column is the answer's sign. */
const rightAt = (rows: readonly (readonly number[])[], direction: ArrayLike<number>): number =>
  rows.filter((row) => {
    const s = row[row.length - 1];
    const value = row.reduce((sum, v, j) => sum + s * v * direction[j], 0);
    return value >= 0 === s > 0;
  }).length;

describe.skipIf(trips.length === 0)(
  'certify on the work trips (skipped where ../shared/data has no work-trip.csv)',
  () => {
    it.each([
      [[0, 1], 756],
      [[0, 2], 713],
      [[0, 3], 707],
      [[1, 2], 757],
      [[1, 3], 755],
      [[2, 3], 707],
      [[0, 1, 2], 763],
      [[0, 1, 3], 763],
      [[0, 2, 3], 713],
      [[1, 2, 3], 759],
    ])('proves the optimum of columns %j and a constant: %i', (columns, best) => {
      const rows = comparisons(columns);
      const found = certify(sampleOf(rows));
      expect(found).toMatchObject({ correct: best, bound: best, proven: true });
      expect(rightAt(rows, found?.direction ?? [])).toBe(best);
    });
    it('finds 765 of 842 before the first node', () => {
      expect(certify(sampleOf(comparisons([0, 1, 2, 3])), { nodes: 0 })).toMatchObject({
        correct: 765,
        proven: false,
      });
    });
    it('proves 765 of 842 with all columns', { timeout: 120_000 }, () => {
      const rows = comparisons([0, 1, 2, 3]);
      const found = certify(sampleOf(rows));
      expect(found).toMatchObject({ correct: 765, bound: 765, proven: true, total: 842 });
      expect(rightAt(rows, found?.direction ?? [])).toBe(765);
    });
    it.each([
      [60, 51],
      [120, 100],
    ])('proves the brute-force optimum of the first %i rows: %i', { timeout: 60_000 }, (n, best) => {
      expect(certify(sampleOf(comparisons([0, 1, 2, 3], n)))).toMatchObject({ correct: best, proven: true });
    });
    it('claims no proof when it is stopped shortly before its end', { timeout: 60_000 }, () => {
      const sample = sampleOf(comparisons([0, 1, 2, 3], 120));
      const nodes = certify(sample)?.nodes ?? 0;
      for (let before = 1; before <= 8; before++) {
        expect(certify(sample, { nodes: nodes - before })).toMatchObject({ correct: 100, proven: false });
      }
    });
    it('is ahead of RLHF, which is right about 761 at the log-likelihood -227.868066 on standardised columns', () => {
      const scales = [0, 1, 2, 3].map((j) => {
        const values = trips.map((trip) => trip[j + 1]);
        const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
        const square = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
        return { mean, sd: Math.sqrt(square / (values.length - 1)) };
      });
      const rows = trips.map(([auto, ...x]) =>
        [...x.map((v, j) => (v - scales[j].mean) / scales[j].sd), 1].map((v) => (auto === 1 ? v : -v)),
      );
      const fit = rlhf(sampleOf(rows));
      const theta = fit.direction.map((v) => v * fit.diagnostics.norm);
      const likelihood = rows.reduce(
        (sum, row) => sum - Math.log1p(Math.exp(-row.reduce((t, v, j) => t + v * theta[j], 0))),
        0,
      );
      expect(likelihood).toBeCloseTo(-227.868066, 6);
      expect(rightAt(rows, fit.direction)).toBe(761);
    });
  },
);

import { describe, expect, it } from 'vitest';
import { emStep, type SymmetricTastes } from '../../../kernels/mixed-logit/symmetric-em-step.ts';
import { tastePool } from '../../../kernels/mixed-logit/taste-pool.ts';
import { tastePrior } from '../../../kernels/mixed-logit/taste-posterior.ts';
import { tastePanel } from '../../support/taste-panels.ts';

const STREAM = { key0: 7, key1: 0, role: 0x80000010, replicate: 0 };

describe('a step of the EM algorithm of symmetric tastes', () => {
  const panel = tastePanel({ law: 'even', choosers: 40, situations: 8, alternatives: 3, d: 2, number: 6 });
  const place = tastePrior({
    mean: Float64Array.of(1, -0.5),
    covariance: Float64Array.of(0.5, 0.1, 0.1, 1.5),
  })!;
  const pool = tastePool(panel, { place, each: 16, stream: STREAM });
  const start: SymmetricTastes = {
    centre: Float64Array.of(0.1, -0.2),
    offset: Float64Array.of(0.3, 0.8),
    shape: tastePrior({ mean: Float64Array.of(0, 0), covariance: Float64Array.of(0.6, 0.1, 0.1, 0.4) })!,
    middle: 0.3,
    stretch: 1.5,
  };
  const { next, logLikelihood: before } = emStep(pool, start);

  /** The expected log likelihood of `tastes`, people shared as `start` says, by a sum over types and points. */
  function expectedLog(tastes: SymmetricTastes): number {
    let sum = 0;
    for (let u = 0; u < 40; u++) {
      const own = Array.from({ length: 16 }, (_, r) =>
        densities(start, u * 16 + r).map((v) => v * Math.exp(pool.logRatios[u * 16 + r])),
      );
      const total = own.flat().reduce((all, value) => all + value, 0);
      for (const [r, three] of own.entries()) {
        const logs = densities(tastes, u * 16 + r).map(Math.log);
        sum += three.reduce((all, value, k) => all + (value / total) * logs[k], 0);
      }
    }
    return sum;
  }
  /** Of the three types at a point, with their shares. */
  function densities({ centre, offset, shape: { covariance }, middle, stretch }: SymmetricTastes, r: number) {
    const determinant = covariance[0] * covariance[3] - covariance[1] * covariance[2];
    return [0, 1, -1].map((side) => {
      const [x, y] = [0, 1].map((j) => pool.points[2 * r + j] - centre[j] - side * offset[j]);
      const square =
        (covariance[3] * x * x - 2 * covariance[1] * x * y + covariance[0] * y * y) / determinant;
      const scale = side === 0 ? stretch : 1;
      const share = side === 0 ? middle : (1 - middle) / 2;
      return (share * Math.exp(-square / scale / 2)) / (scale * Math.sqrt(determinant));
    });
  }

  it('finds the greatest expected log likelihood of the centre and the offset, then of the stretch, and of the share', () => {
    const moved: SymmetricTastes = { ...start, centre: next!.centre, offset: next!.offset };
    const stretched: SymmetricTastes = { ...moved, stretch: next!.stretch };
    const shared: SymmetricTastes = { ...start, middle: next!.middle };
    expect(expectedLog(moved)).toBeGreaterThan(expectedLog(start));
    expect(expectedLog(stretched)).toBeGreaterThan(expectedLog(moved));
    for (const h of [-0.01, 0.01]) {
      for (const j of [0, 1]) {
        const nudged = (value: number, k: number): number => value + (k === j ? h : 0);
        expect(expectedLog({ ...moved, centre: moved.centre.map(nudged) })).toBeLessThan(expectedLog(moved));
        expect(expectedLog({ ...moved, offset: moved.offset.map(nudged) })).toBeLessThan(expectedLog(moved));
      }
      expect(expectedLog({ ...stretched, stretch: stretched.stretch + h })).toBeLessThan(
        expectedLog(stretched),
      );
      expect(expectedLog({ ...shared, middle: shared.middle + h })).toBeLessThan(expectedLog(shared));
    }
  });
  it('finds the covariance that a sum over types and points gives', () => {
    const sum = [0, 0, 0];
    for (let u = 0; u < 40; u++) {
      const own = Array.from({ length: 16 }, (_, r) =>
        densities(start, u * 16 + r).map((v) => v * Math.exp(pool.logRatios[u * 16 + r])),
      );
      const total = own.flat().reduce((all, value) => all + value, 0);
      for (const [r, three] of own.entries()) {
        for (const [k, value] of three.entries()) {
          const [x, y] = [0, 1].map(
            (j) => pool.points[2 * (u * 16 + r) + j] - next!.centre[j] - [0, 1, -1][k] * next!.offset[j],
          );
          const weight = value / total / (k === 0 ? next!.stretch : 1) / 40;
          sum[0] += weight * x * x;
          sum[1] += weight * x * y;
          sum[2] += weight * y * y;
        }
      }
    }
    const [xx, xy, , yy] = next!.shape.covariance;
    expect(xx - 0.005).toBeCloseTo(sum[0], 12);
    expect(xy).toBeCloseTo(sum[1], 12);
    expect(yy - 0.005).toBeCloseTo(sum[2], 12);
  });
  it('raises the likelihood', () => {
    let [now, reached] = [next!, before];
    for (let step = 0; step < 8; step++) {
      const found = emStep(pool, now);
      expect(found.logLikelihood).toBeGreaterThan(reached - 0.05);
      now = found.next!;
      reached = found.logLikelihood;
    }
    expect(reached).toBeGreaterThan(before + 1);
  });
});

import { describe, expect, it } from 'vitest';
import { argmaxCurvature, selectionShare } from '../../../kernels/inference/argmax-curvature.ts';
import type { ChartedRows } from '../../../kernels/inference/chart.ts';
import golden from '../../golden/argmax-curvature.json' with { type: 'json' };

describe('the share by which a curvature at the maximum of the score is too large', () => {
  it.each(golden)('is what paths of Brownian motion have at $eta', ({ eta, share, mcse }) => {
    const allowed = 5.3 * mcse + 0.02 * share;
    expect(Math.abs(selectionShare(eta) - share)).toBeLessThan(allowed);
    // 10 % more is seen, but for the least share, whose noise is 2 %.
    if (eta < 1.5) expect(Math.abs(1.1 * selectionShare(eta) - share)).toBeGreaterThan(allowed);
  });

  it('falls, from that of a narrow kernel to that of a wide one', () => {
    const shares = [0.01, 0.1, 0.3, 1, 2, 4, 8, 20].map(selectionShare);
    for (let i = 1; i < shares.length; i++) expect(shares[i]).toBeLessThan(shares[i - 1]);
    expect(selectionShare(1e-4) / (0.3280061 * 1e6)).toBeCloseTo(1, 1);
    expect(selectionShare(8) / (0.0978 / 512)).toBeCloseTo(1, 1);
  });
});

describe('the curvature at the maximum of the score without that share', () => {
  const rows = (slopes: readonly number[]): ChartedRows => ({
    n: slopes.length,
    dimension: 1,
    offsets: new Float64Array(slopes.length),
    slopes: Float64Array.from(slopes),
  });
  const SIZE = 4000;
  const noise = 1.3;
  const delta = (v: number): number => Math.cbrt((4 * noise) / (v * v * SIZE));

  it('gives the kernel’s estimate back when the share of one slope is put on again', () => {
    const even = rows(new Array(SIZE).fill(-1.5));
    for (const curvature of [0.4, 0.8, 3]) {
      const v = argmaxCurvature(even, { curvature, bandwidth: 0.4, noise })!;
      expect(v).toBeLessThan(curvature);
      expect(v * (1 + selectionShare(0.4 / (1.5 * delta(v))))).toBeCloseTo(curvature, 9);
    }
  });

  it('weighs slopes by the noise that they carry', () => {
    const mixed = rows(Array.from({ length: SIZE }, (_, i) => (i % 2 === 0 ? 0.5 : 1.5)));
    const v = argmaxCurvature(mixed, { curvature: 0.8, bandwidth: 0.4, noise })!;
    const share =
      0.25 * selectionShare(0.4 / (0.5 * delta(v))) + 0.75 * selectionShare(0.4 / (1.5 * delta(v)));
    expect(v * (1 + share)).toBeCloseTo(0.8, 9);
  });

  it('is none where noise alone may have made the estimate, where that is not positive, and without rows near the boundary', () => {
    const even = rows(new Array(SIZE).fill(1));
    const least = 0.3280061 * (1 / 0.1) ** 1.5 * Math.sqrt((4 * noise) / SIZE);
    expect(argmaxCurvature(even, { curvature: 0.97 * least, bandwidth: 0.1, noise })).toBeNull();
    expect(argmaxCurvature(even, { curvature: 1.1 * least, bandwidth: 0.1, noise })).toBeGreaterThan(0);
    expect(argmaxCurvature(even, { curvature: -1, bandwidth: 0.1, noise })).toBeNull();
    const far = { ...even, offsets: new Float64Array(SIZE).fill(9) };
    expect(argmaxCurvature(far, { curvature: 1, bandwidth: 0.1, noise })).toBeNull();
  });
});

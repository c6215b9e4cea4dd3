import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LINES } from '../../kernels/losses/gpujs/layout.ts';
import type { GpuMode } from '../../kernels/losses/gpujs/modes.ts';
import { largeSums } from '../support/large-rows.ts';
import { lossCases } from '../support/loss-data.ts';
import {
  annealedReference,
  type Bounded,
  hessianReference,
  logisticReference,
  scoreReference,
} from '../support/reference-losses.ts';
import { noBrowser, openPage } from './chromium.ts';
import type { GpujsPage } from './gpujs-page.ts';

declare const gpujsPage: GpujsPage;

const CASES = fc.sample(lossCases(12), { seed: 20251028, numRuns: 25 });
const precisionAt = (d: number) => ({ unit: 2 ** -24, dotTerms: d, rowTerms: LINES });

function expectBounded(found: number, { value, error }: Bounded): void {
  expect(Math.abs(found - value), `${found} against ${value}`).toBeLessThanOrEqual(error);
}

const title = 'gpu.js in headless Chromium, drawn by SwiftShader';

describe.skipIf(noBrowser !== null)(noBrowser === null ? title : `${title}: ${noBrowser}`, () => {
  let page: Page;
  let close = async (): Promise<void> => {};

  beforeAll(async () => {
    ({ page, close } = await openPage('test/browser/gpujs-page.ts'));
  });
  afterAll(() => close());

  test('both graphics modes run, and their renderer is labelled software', async () => {
    const modes = await page.evaluate(() => gpujsPage.modes());
    for (const mode of ['webgpu', 'webgl2']) {
      expect(modes.find((status) => status.mode === mode)).toMatchObject({
        available: true,
        reason: null,
        renderer: expect.stringMatching(/swiftshader/i),
        software: true,
      });
    }
    expect(modes.find(({ mode }) => mode === 'headless-gl')).toMatchObject({
      available: false,
      reason: expect.stringContaining('npm install gl'),
    });
  });

  describe.each(['webgl2', 'webgpu'] as const)('in the mode %s', (mode: GpuMode) => {
    test('every loss is as near to the reference as is promised', async () => {
      const results = await page.evaluate(([m, cases]) => gpujsPage.evaluate(m, cases), [
        mode,
        CASES,
      ] as const);
      for (const [i, { annealed, logistic, score, hessian }] of results.entries()) {
        const { data, theta, lambda } = CASES[i];
        const precision = precisionAt(data.d);
        const expected = annealedReference(data, theta, lambda, precision);
        expectBounded(annealed.sum, expected.sum);
        for (const [j, bound] of expected.gradient.entries()) expectBounded(annealed.gradient[j], bound);
        const reference = logisticReference(data, theta, precision);
        expectBounded(logistic.sum, reference.sum);
        for (const [j, bound] of reference.gradient.entries()) expectBounded(logistic.gradient[j], bound);
        expectBounded(score, scoreReference(data, theta, precision));
        for (const [k, bound] of hessianReference(data, theta, precision).entries()) {
          expectBounded(hessian[k], bound);
        }
      }
    });

    // Above 2^24 values a flat index is inexact in float32; above 65,536 rows some renderers cut a loop; at this
    // temperature |lambda v| passes 100, where tanh is NaN on some cards.
    test.each([
      { rows: 'more than 65,536', n: 70_001, d: 3, lambda: 15 },
      { rows: 'of more than 2^24 values together', n: 2_100_003, d: 8, lambda: 300 },
    ])('the sums over rows $rows keep their digits', async ({ n, d, lambda }) => {
      const theta = Array.from({ length: d }, (_, j) => (j === 0 ? 0.8 : 0.1 * (j % 3)));
      const found = await page.evaluate(([m, rows, t, l]) => gpujsPage.evaluateLarge(m, rows, t, l), [
        mode,
        n,
        theta,
        lambda,
      ] as const);
      const exact = largeSums(n, theta, lambda);
      expect(Math.abs(found.annealed - exact.annealed) / n).toBeLessThan(1e-6);
      expect(Math.abs(found.logistic - exact.logistic) / n).toBeLessThan(1e-6);
      for (let j = 0; j < d; j++) {
        expect(Math.abs(found.gradient[j] - exact.gradient[j]) / n / lambda).toBeLessThan(1e-6);
      }
    });

    test('a data set is what it was after another was loaded, evaluated and disposed of', async () => {
      const [before, after] = await page.evaluate((m) => gpujsPage.besideAnother(m), mode);
      expect(after).toBe(before);
      expect(before).toBeGreaterThan(0);
    });
  });
});

import { describe, expect, it } from 'vitest';
import { type Sample, sampleBlocks } from '../../../kernels/arena.ts';
import { logisticSums } from '../../../kernels/estimators/likelihood-sums.ts';
import { rlhf } from '../../../kernels/estimators/rlhf.ts';
import { signAnneal } from '../../../kernels/estimators/sign-anneal.ts';
import type { LoadedComparisons, Losses } from '../../../kernels/losses/contract.ts';
import { linearLosses, sampleLosses } from '../../../kernels/losses/linear-losses.ts';
import { wasmF32Losses } from '../../../kernels/losses/wasm-f32-losses.ts';
import { createWasmBackend } from '../../../kernels/wasm/wasm-backend.ts';
import { recipeRows, sampleOf } from '../../support/samples.ts';

const rows = recipeRows({ n: 20_011, d: 6, seed: 77, beta: [2, -1, 0.5, 0, 1, -0.3] });
const sample = sampleOf(rows);
const OPTIONS = { lambda: [1, 15], steps: 100 } as const;

/** The sample with losses to search with, and how often these were asked. */
function searchedOn(losses: Losses): { readonly sample: Sample; readonly asked: Record<string, number> } {
  const loaded = losses.load(sampleBlocks(sample));
  const asked = { annealed: 0, curvature: 0 };
  const search: LoadedComparisons = {
    ...loaded,
    annealed(points) {
      asked.annealed += points.length;
      return loaded.annealed(points);
    },
    logisticCurvature(points, stride) {
      asked.curvature += points.length;
      return loaded.logisticCurvature(points, stride);
    },
  };
  return { sample: { ...sample, search: () => search }, asked };
}

const largestDifference = (a: Float64Array, b: Float64Array): number =>
  Math.max(...a.map((v, j) => Math.abs(v - b[j])));

describe('a fit that searches on other losses', () => {
  it('anneals on them but for the last tenth of its steps', () => {
    const { sample: searched, asked } = searchedOn(wasmF32Losses());
    const found = signAnneal(searched, OPTIONS);
    const expected = signAnneal(sample, OPTIONS);
    // The start and 90 of 100 steps.
    expect(asked.annealed).toBe(91);
    expect(found.evaluations).toBe(expected.evaluations);
    expect(found.direction).not.toEqual(expected.direction);
    // A hundred steps do not reach the top, and a step that grows or shrinks for a last digit ends elsewhere on the way.
    expect(largestDifference(found.direction, expected.direction)).toBeLessThan(1e-3);
    expect(Math.abs(found.diagnostics.objective - expected.diagnostics.objective)).toBeLessThan(1e-6);
  });

  it('anneals to the same bits where they are the same arithmetic', () => {
    const { sample: searched, asked } = searchedOn(linearLosses(createWasmBackend));
    expect(signAnneal(searched, OPTIONS)).toEqual(signAnneal(sample, OPTIONS));
    expect(asked.annealed).toBe(91);
  });

  it('takes its only step in float64', () => {
    const { sample: searched, asked } = searchedOn(wasmF32Losses());
    const one = { lambda: [1, 15], steps: 1 } as const;
    expect(signAnneal(searched, one)).toEqual(signAnneal(sample, one));
    expect(asked.annealed).toBe(0);
  });

  it('descends RLHF on them and ends on float64, where the gradient is as small as ever', () => {
    const { sample: searched, asked } = searchedOn(wasmF32Losses());
    const found = rlhf(searched);
    expect(found.status).toBe('ok');
    expect(asked.curvature).toBeGreaterThan(3);
    expect(found.diagnostics.gradient).toBeLessThanOrEqual(1e-10);
    const theta = found.direction.map((v) => v * found.diagnostics.norm);
    const { gradient } = logisticSums(sampleLosses(sample), theta, 1);
    expect(Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0))).toBeLessThanOrEqual(1.1e-10);
    expect(largestDifference(found.direction, rlhf(sample).direction)).toBeLessThan(1e-8);
  });

  it('codes the same failures', () => {
    const separable = sampleOf(rows.map(([first, ...rest]) => [Math.abs(first) + 1, ...rest]));
    const search = wasmF32Losses().load(sampleBlocks(separable));
    expect(rlhf({ ...separable, search: () => search }).status).toBe('separable');
    const flat = sampleOf(rows.map((row) => [...row.slice(0, 5), 0]));
    const flatSearch = wasmF32Losses().load(sampleBlocks(flat));
    expect(rlhf({ ...flat, search: () => flatSearch }).status).toBe('degenerate');
  });
});

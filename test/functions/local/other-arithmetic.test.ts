import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runBatch } from '../../../functions/compute/run-batch.ts';
import { type RunResult, runStudy } from '../../../functions/local/run-study.ts';
import type { BatchRunner } from '../../../functions/local/worker-pool.ts';
import type { ComputeId } from '../../../functions/study/backends.ts';
import { type Engine, openEngine } from '../../../functions/study/engine.ts';
import type { EstimatorSpec, Study } from '../../../functions/study/study.ts';
import { RLHF, SIGN, scenariosOf, TWO_TYPES, tinyStudy } from '../../support/studies.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ANNEALED: EstimatorSpec = {
  id: 'annealed',
  kind: 'sign',
  solver: 'anneal',
  lambda: [1, 15],
  steps: 40,
};

/** Computes in this thread, on the engine that the batches ask for. */
function inline(): BatchRunner {
  let engine: Promise<Engine> | null = null;
  return {
    run: async (batch) => {
      engine ??= openEngine(batch.backend);
      return runBatch(batch, await engine);
    },
    close: async () => {},
  };
}

const run = (study: Study, store: string, backend: ComputeId): Promise<RunResult> =>
  runStudy(study, { store, backend, workers: 1, runner: inline() });

async function recordCount(store: string): Promise<number> {
  const names = await readdir(join(store, 'blocks'), { recursive: true });
  return names.filter((name) => name.endsWith('.json')).length;
}

describe.each(['gpujs-cpu', 'gpujs-webasm', 'wasm-f32'] as const)('a study searched with %s', (backend) => {
  const study = tinyStudy({
    scenarios: [
      {
        factors: {},
        population: { ...TWO_TYPES, features: { law: 'gaussian', dimension: 2, covariance: null } },
        estimators: [ANNEALED, RLHF],
      },
    ],
    sampleSizes: [300],
    looks: [[200]],
  });

  test('agrees with wasm-f64: RLHF in nine digits, annealing within a fifth of its Monte Carlo error', async () => {
    const [found, expected] = [
      await run(study, temporaryFolder(), backend),
      await run(study, temporaryFolder(), 'wasm-f64'),
    ];
    for (const [c, cell] of found.summary.cells.entries()) {
      const [annealed, rlhf] = cell.estimators.map(({ measures }) => measures.rmsAngle);
      const [annealed64, rlhf64] = expected.summary.cells[c].estimators.map(
        ({ measures }) => measures.rmsAngle,
      );
      expect(Math.abs((rlhf?.value ?? 0) / (rlhf64?.value ?? 1) - 1)).toBeLessThan(1e-9);
      const difference = Math.abs((annealed?.value ?? 0) - (annealed64?.value ?? 1));
      expect(difference).toBeLessThan(0.2 * (annealed64?.mcse ?? 0));
      // Not the same bits, or float64 searched in its place.
      expect(annealed?.value).not.toBe(annealed64?.value);
    }
  });

  test('gives the same bytes when it is run again elsewhere', async () => {
    const texts = [temporaryFolder(), temporaryFolder()].map(async (store) => {
      await run(study, store, backend);
      return readFile(join(store, 'studies/tiny/summary.json'), 'utf8');
    });
    const [first, second] = await Promise.all(texts);
    expect(second).toBe(first);
  });
});

test('records of other arithmetic never meet: a store keeps both, and the exact estimator’s are shared', async () => {
  const store = temporaryFolder();
  const study = tinyStudy({
    scenarios: scenariosOf(SIGN, RLHF),
    sampleSizes: [100],
    looks: [[200]],
  });
  const plain = await run(study, store, 'wasm-f64');
  expect(await recordCount(store)).toBe(2);
  const searched = await run(study, store, 'gpujs-cpu');
  expect(await recordCount(store)).toBe(3);
  await run(study, store, 'gpujs-webasm');
  expect(await recordCount(store)).toBe(4);
  expect(searched.summary.studyHash).not.toBe(plain.summary.studyHash);
  expect(searched.summary.study.numerics).toBe('gpujs-cpu');
  expect(plain.summary.study.numerics).toBeUndefined();
  const again = await run(study, store, 'js');
  expect(await recordCount(store)).toBe(4);
  expect(again.summary).toEqual(plain.summary);
});

test('provenance says how gpu.js executed, and null where nothing was computed with it', async () => {
  const store = temporaryFolder();
  const study = tinyStudy({ sampleSizes: [50], looks: [[200]] });
  const { provenance } = await run(study, store, 'gpujs-cpu');
  expect(provenance).toMatchObject({
    backend: 'gpujs',
    gpu: { mode: 'cpu', renderer: null, software: true },
  });
  expect((await run(study, store, 'gpujs-cpu')).provenance.gpu).toBeNull();
  expect((await run(study, temporaryFolder(), 'wasm-f64')).provenance).toMatchObject({
    backend: 'wasm-f64',
    gpu: null,
  });
});

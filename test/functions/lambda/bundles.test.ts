import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, expect, test } from 'vitest';
import { runBatch } from '../../../functions/compute/run-batch.ts';
import { runStudy } from '../../../functions/local/run-study.ts';
import type { BatchItem } from '../../../functions/rounds/inputs.ts';
import { computedBy } from '../../../functions/study/backends.ts';
import { createEngine } from '../../../functions/study/engine.ts';
import { parseStudy } from '../../../functions/study/spec/parse-study.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { keepStudy } from '../../../results/stored-study.ts';
import { fileOf } from '../../support/rounds.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const BUNDLES = here('../../../dist/lambda');

const textOf = (replicates: number): string => `name: bundled
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, { id: annealed, kind: sign, solver: anneal, steps: 20 }]
sampleSizes: [30]
replicates: ${replicates}
`;

let folder = '';
beforeEach(() => {
  if (!existsSync(join(BUNDLES, 'plan', 'index.mjs')))
    throw new Error('dist/lambda is missing: npm run build');
  folder = temporaryFolder();
  // Alone: neither node_modules nor package.json is above it.
  for (const name of ['plan', 'run-shards', 'aggregate'])
    cpSync(join(BUNDLES, name), join(folder, name), { recursive: true });
  cpSync(here('../../support/bundle-driver.mjs'), join(folder, 'driver.mjs'));
  mkdirSync(join(folder, 'store'));
});

const argumentsOf = (name: string, event: object): string[] => [
  join(folder, 'driver.mjs'),
  join(folder, name),
  JSON.stringify(event),
];
const options = () => ({
  cwd: folder,
  env: { PATH: process.env.PATH, SIGNBENCH_STORE_DIR: join(folder, 'store') },
});

async function call(name: string, event: object): Promise<Record<string, never>> {
  const { stdout } = await promisify(execFile)(process.execPath, argumentsOf(name, event), options());
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '').answer;
}

const start = (name: string, event: object): ChildProcess =>
  spawn(process.execPath, argumentsOf(name, event), { ...options(), stdio: ['ignore', 'ignore', 'inherit'] });

async function keep(text: string, backend: 'js' | 'wasm-f64' | 'gpujs-cpu') {
  const store = openDirectoryStore(join(folder, 'store'));
  const study = computedBy(parseStudy(text, 'bundled.yaml', 'full'), backend);
  await keepStudy(store, study, text, backend);
  return { store, study };
}

const RUN = { study: 'bundled', runId: 'r', round: 0 };

async function planned(): Promise<readonly BatchItem[]> {
  const verified = await call('run-shards', { verify: true, study: 'bundled' });
  const { manifest } = await call('plan', { ...RUN, ...verified });
  return JSON.parse(readFileSync(join(folder, 'store', Object(manifest).key), 'utf8'));
}

test.each(['js', 'wasm-f64'] as const)(
  'the bundles compute a study with %s to the bytes of a local run',
  async (backend) => {
    const { study } = await keep(textOf(400), backend);
    for (const item of await planned()) await call('run-shards', item);
    expect(await call('aggregate', RUN)).toMatchObject({ status: 'complete', again: false });
    const local = temporaryFolder();
    const engine = createEngine('js');
    const runner = {
      run: async (batch: Parameters<typeof runBatch>[0]) => runBatch(batch, engine),
      close: async () => {},
    };
    await runStudy(study, { store: local, backend: 'js', workers: 1, runner });
    for (const file of ['summary.json', 'digests.json']) {
      expect(readFileSync(join(folder, 'store/studies/bundled', file), 'utf8')).toBe(
        fileOf(local, 'bundled', file),
      );
    }
    expect(readFileSync(join(folder, 'store/studies/bundled/report.html'), 'utf8')).toContain('<svg');
  },
);

test('the worker finds gpu.js beside it where a study asks for it', async () => {
  await keep(textOf(20), 'gpujs-cpu');
  for (const item of await planned()) {
    expect(await call('run-shards', item)).toMatchObject({ done: 1, failed: [] });
  }
  expect(await call('aggregate', RUN)).toMatchObject({ status: 'complete' });
  const provenance = JSON.parse(readFileSync(join(folder, 'store/studies/bundled/provenance.json'), 'utf8'));
  expect(provenance).toMatchObject({ backend: 'gpujs', gpu: { mode: 'cpu' } });
});

test('a worker that is killed at any moment leaves whole packs or none, and its batch runs again', async () => {
  const { store } = await keep(textOf(4000), 'wasm-f64');
  const [item] = await planned();
  for (const delay of [300, 450, 600, 800]) {
    const worker = start('run-shards', item);
    const ended = once(worker, 'exit');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, delay))]);
    worker.kill('SIGKILL');
    await ended;
    expect((await store.list('packs/')).length).toBeLessThanOrEqual(1);
  }
  expect(await call('run-shards', item)).toMatchObject({ done: 20, left: 0 });
  expect(await call('aggregate', RUN)).toMatchObject({ status: 'complete', missing: 0 });
});

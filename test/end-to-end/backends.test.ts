import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { signbench } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const STUDY = `
name: small
title: small
aim: does it run?
seed: 5
population:
  features: { law: gaussian, dimension: 3 }
  users: { law: point, mean: [1, 0.5, -0.5] }
  choice: logit
estimators: [rlhf, { id: annealed, kind: sign, solver: anneal, lambda: [1, 15], steps: 20 }]
sampleSizes: [100]
replicates: 200
`;

async function studyFile(folder: string): Promise<string> {
  const file = join(folder, 'small.yaml');
  await writeFile(file, STUDY);
  return file;
}

describe('signbench kernels', () => {
  test('reports every backend under its name, with its error and its speed', async () => {
    const { code, stdout } = await signbench('kernels', '--json');
    expect(code).toBe(0);
    const { backends } = JSON.parse(stdout);
    expect(backends.map(({ id }: { readonly id: string }) => id)).toEqual([
      'js',
      'wasm-f64',
      'wasm-f32',
      'gpujs',
    ]);
    for (const backend of backends) {
      expect(backend).toMatchObject({ available: true, reason: null });
      expect(backend.rowFeaturesPerSecond).toBeGreaterThan(1e5);
      for (const field of ['mode', 'renderer', 'software', 'maxRelativeError']) {
        expect(backend).toHaveProperty(field);
      }
    }
    const [js, f64, f32, gpujs] = backends;
    expect([js.maxRelativeError, f64.maxRelativeError]).toEqual([0, 0]);
    for (const { maxRelativeError } of [f32, gpujs]) {
      expect(maxRelativeError).toBeGreaterThan(0);
      expect(maxRelativeError).toBeLessThan(1e-5);
    }
    expect(gpujs.modes.map(({ mode }: { readonly mode: string }) => mode)).toContain(gpujs.mode);
    for (const { available, reason } of gpujs.modes) expect(reason === null).toBe(available);
  });

  test('is a table for people, with the reason why a mode of gpu.js does not run', async () => {
    const { stdout } = await signbench('kernels', '--gpujs-mode', 'webasm');
    expect(stdout).toMatch(/^backend +executes in/);
    expect(stdout).toMatch(/gpujs +mode webasm, the processor +\d\.\de-\d/);
    expect(stdout).toMatch(/gpu\.js webgl2: .*needs a canvas/);
  });
});

describe('a backend that cannot run here', () => {
  test.each([
    [['--backend', 'gpujs', '--gpujs-mode', 'webgl2'], /needs a canvas/],
    [['--gpujs-mode', 'webgpu'], /gives its results later/],
    [['--backend', 'js', '--gpujs-mode', 'cpu'], /--gpujs-mode belongs to --backend gpujs/],
    [['--backend', 'cuda'], /Allowed choices are js, wasm-f64, wasm-f32, gpujs/],
  ])('%j is exit code 2 with the reason, and nothing is written', async (flags, reason) => {
    const folder = temporaryFolder();
    const store = join(folder, 'store');
    const { code, stderr } = await signbench('run', await studyFile(folder), '--store', store, ...flags);
    expect(code).toBe(2);
    expect(stderr).toMatch(reason);
    expect(existsSync(store)).toBe(false);
  });
});

describe('a run with gpu.js', () => {
  test('records how it executed, is found by its name, and is replayed to the digit', async () => {
    const folder = temporaryFolder();
    const store = ['--store', join(folder, 'store')];
    const flags = ['--backend', 'gpujs', '--gpujs-mode', 'cpu', '--workers', '1', '--quiet'];
    expect((await signbench('run', await studyFile(folder), ...store, ...flags)).code).toBe(0);
    const results = join(folder, 'store/studies/small');
    const provenance = JSON.parse(await readFile(join(results, 'provenance.json'), 'utf8'));
    expect(provenance).toMatchObject({
      backend: 'gpujs',
      gpu: { mode: 'cpu', renderer: null, software: true },
      command: expect.stringContaining('--backend gpujs --gpujs-mode cpu'),
    });
    expect(await readFile(join(results, 'report.html'), 'utf8')).toContain('gpujs (cpu, software)');
    const status = JSON.parse((await signbench('status', 'small', ...store, '--json')).stdout);
    expect(status).toMatchObject({ stored: 2, planned: 2 });
    const byFile = JSON.parse(
      (await signbench('status', join(folder, 'small.yaml'), ...store, '--json')).stdout,
    );
    expect(byFile).toMatchObject({ stored: 2, planned: 2 });
    expect((await signbench('report', join(folder, 'small.yaml'), ...store)).code).toBe(0);
    const replayed = await signbench(
      'replay',
      'small',
      ...store,
      '--cell',
      'n=100',
      '--replicate',
      '7',
      '--json',
    );
    const { estimators } = JSON.parse(replayed.stdout);
    expect(estimators.map(({ stored }: { readonly stored: string }) => stored)).toEqual([
      'identical',
      'identical',
    ]);
    const collected = JSON.parse((await signbench('gc', ...store, '--json', '--all')).stdout);
    expect(collected).toMatchObject({ studies: [{ study: 'small' }] });
    expect((await signbench('status', 'small', ...store, '--json')).stdout).toContain('"stored":2');
  });
});

test('no command loads gpu.js unless it computes with it', () => {
  const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
  const worker = join(dirname(cli), 'worker.js');
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, path] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\b[^;]*?"(\.\/[^"]+)";/gm,
    )) {
      visit(join(dirname(file), path));
    }
  };
  visit(cli);
  visit(worker);
  expect(seen.size).toBeGreaterThan(3);
  expect([...seen].filter((file) => file.endsWith('.cjs'))).toEqual([]);
});

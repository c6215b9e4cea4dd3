import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { runProgram } from '../../functions/cli/program.ts';
import { captureHost } from '../support/captured-host.ts';
import { signbench } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const TIMEOUT = { timeout: 120_000 };

/** Cells stop at different looks: the relative error of n = 5 is large, that of n = 400 small. */
const ADAPTIVE = `name: adaptive
seed: 3
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [5, 400]
replicates: { min: 200, max: 1600, until: { measure: rmsAngle, relativeMcse: 0.035 } }
vary: { 'population.users.weights': [[0.5, 0.5], [0.4, 0.6]] }
`;

interface Ran {
  readonly store: string;
  readonly folder: string;
  readonly summary: {
    readonly cells: readonly {
      readonly key: string;
      readonly estimators: readonly {
        readonly id: string;
        readonly failures: Readonly<Record<string, number>>;
        readonly measures: Readonly<Record<string, { readonly value: number; readonly replicates: number }>>;
        readonly firstFailure?: { readonly replicate: number; readonly status: string };
      }[];
    }[];
  };
  readonly stdout: string;
}

async function ranStudy(): Promise<Ran> {
  const folder = temporaryFolder();
  const store = join(folder, 'store');
  await writeFile(join(folder, 'adaptive.yaml'), ADAPTIVE);
  const { code, stdout, stderr } = await signbench(
    'run',
    join(folder, 'adaptive.yaml'),
    '--store',
    store,
    '--quiet',
  );
  expect(code, stderr).toBe(0);
  const summary = JSON.parse(await readFile(join(store, 'studies/adaptive/summary.json'), 'utf8'));
  return { store, folder, summary, stdout };
}

test('the rows are those of the summary: its replicates, its failures and its errors', TIMEOUT, async () => {
  const { store, summary } = await ranStudy();
  const { code, stdout, stderr } = await signbench(
    'export',
    'adaptive',
    '--store',
    store,
    '--format',
    'json',
  );
  expect(code, stderr).toBe(0);
  const rows: Record<string, string | number | null>[] = JSON.parse(stdout);
  const counts = new Set<number>();
  for (const { key, estimators } of summary.cells) {
    for (const { id, measures, failures } of estimators) {
      const mine = rows.filter(({ cell, estimator }) => cell === key && estimator === id);
      expect(mine.map(({ replicate }) => replicate)).toEqual(mine.map((_, i) => i));
      expect(mine).toHaveLength(measures.failureRate.replicates);
      counts.add(mine.length);
      const angles = mine.flatMap(({ angle }) => (typeof angle === 'number' ? [angle] : []));
      expect(mine.length - angles.length).toBe(
        Object.values(failures).reduce((sum, count) => sum + count, 0),
      );
      const mean = angles.reduce((sum, angle) => sum + angle, 0) / angles.length;
      expect(mean).toBeCloseTo(measures.meanAngle.value, 12);
    }
  }
  expect(counts.size).toBeGreaterThan(1);
});

test('all formats have the same rows, on stdout and in a file', TIMEOUT, async () => {
  const { store, folder } = await ranStudy();
  const args = ['export', 'adaptive', '--store', store, '--format'];
  const rows = JSON.parse((await signbench(...args, 'json')).stdout);
  const ndjson = (await signbench(...args, 'ndjson')).stdout;
  expect(
    ndjson
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(rows);
  const csv = (await signbench(...args, 'csv')).stdout;
  expect(csv.match(/\r\n/g)).toHaveLength(rows.length + 1);

  for (const format of ['csv', 'parquet']) {
    const path = join(folder, `rows.${format}`);
    const { code, stdout, stderr } = await signbench(...args, format, '--output', path);
    expect([code, stdout, stderr]).toEqual([0, '', '']);
  }
  expect(await readFile(join(folder, 'rows.csv'), 'utf8')).toBe(csv);
  const { buffer } = new Uint8Array(await readFile(join(folder, 'rows.parquet')));
  expect(await parquetReadObjects({ file: buffer })).toEqual(rows);

  const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
  const child = spawn(process.execPath, [cli, ...args, 'parquet']);
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece) => pieces.push(piece));
  await once(child, 'close');
  expect(new Uint8Array(Buffer.concat(pieces))).toEqual(new Uint8Array(buffer));
  expect((await readdir(folder)).sort()).toEqual(['adaptive.yaml', 'rows.csv', 'rows.parquet', 'store']);
});

test('the command that the table gives for a failed fit replays that very failure', TIMEOUT, async () => {
  const { store, summary, stdout } = await ranStudy();
  const command = stdout.split('\n').find((line) => line.startsWith('  signbench replay '));
  const failing = summary.cells.find(({ key }) => command?.includes(` --cell '${key}' `));
  const first = failing?.estimators.find(({ id }) => id === 'rlhf')?.firstFailure;
  expect(command).toMatch(
    new RegExp(`^  signbench replay adaptive --cell '.*' --replicate ${first?.replicate}$`),
  );
  const shell = spawn(
    'sh',
    ['-c', `signbench() { "$NODE" "$CLI" "$@"; }; ${command} --store "$STORE" --json`],
    {
      env: {
        ...process.env,
        NODE: process.execPath,
        CLI: fileURLToPath(new URL('../../dist/cli.js', import.meta.url)),
        STORE: store,
      },
    },
  );
  let output = '';
  shell.stdout.on('data', (text) => {
    output += text;
  });
  await once(shell, 'close');
  const { estimators } = JSON.parse(output);
  expect(estimators[1]).toMatchObject({ id: 'rlhf', status: first?.status, stored: 'identical' });
  expect(estimators[1].failure).toMatch(/^separable: .* objective [\d.e-]+, gradient /);
});

test('a missing record is counted, and the rest is exported with exit code 5', TIMEOUT, async () => {
  const { store, folder } = await ranStudy();
  const blocks = join(store, 'blocks');
  const [victim] = (await readdir(blocks, { recursive: true })).filter((name) => name.endsWith('.json'));
  await writeFile(join(blocks, victim), 'cut o');
  const path = join(folder, 'rows.ndjson');
  const { code, stderr } = await signbench(
    ...['export', 'adaptive', '--store', store, '--format', 'ndjson', '--output', path],
  );
  expect(code).toBe(5);
  expect(stderr).toMatch(/damaged record .*\n.*partial: 1 of \d+ records are missing/);
  expect((await readFile(path, 'utf8')).trimEnd().split('\n').length % 200).toBe(0);
});

test('Parquet is not written to a terminal', async () => {
  const { host, stdout, stderr, bytes } = captureHost({ printsToTerminal: true });
  expect(await runProgram(['export', 'cube-root', '--format', 'parquet'], host)).toBe(2);
  expect(stderr()).toMatch(/^signbench: Parquet is binary .* give --output FILE/);
  expect([stdout(), bytes().length]).toEqual(['', 0]);
});

test('nothing stored is a sentence, and no file appears', TIMEOUT, async () => {
  const folder = temporaryFolder();
  const { code, stderr } = await signbench(
    ...['export', 'cube-root', '--store', join(folder, 'none'), '--output', join(folder, 'rows.csv')],
  );
  expect([code, stderr]).toEqual([2, expect.stringContaining('has no record of cube-root')]);
  expect(await readdir(folder)).toEqual([]);
});

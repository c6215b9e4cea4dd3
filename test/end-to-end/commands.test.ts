import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { signbench, startSignbench, writeSmallStudy } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SMALL = { sampleSizes: [100, 300, 1000], replicates: [200, 200, 200] };
const LONG = { sampleSizes: [10_000], replicates: [100_000] };
const TIMEOUT = { timeout: 120_000 };

async function smallStudy(): Promise<{
  readonly study: string;
  readonly store: string;
  readonly folder: string;
}> {
  const folder = temporaryFolder();
  return { study: await writeSmallStudy(folder, SMALL), store: join(folder, 'store'), folder };
}

test('run prints the table on stdout and says where summary and report are', TIMEOUT, async () => {
  const { study, store } = await smallStudy();
  const { code, stdout, stderr } = await signbench('run', study, '--store', store);
  expect(code, stderr).toBe(0);
  expect(stdout).toContain(`summary  ${join(store, 'studies/small/summary.json')}`);
  expect(stdout).toContain(`report   ${join(store, 'studies/small/report.html')}`);
  expect(stderr).toMatch(/^100 % of .* rows, .* rows\/s, .*0 failed fits, error up to [\d.]+ %$/m);
  expect(await readFile(join(store, 'studies/small/report.html'), 'utf8')).toMatch(/^<!doctype html>/i);
});

test('run --json ends with the summary event, and --quiet keeps stderr empty', TIMEOUT, async () => {
  const { study, store } = await smallStudy();
  const { code, stdout, stderr } = await signbench('run', study, '--store', store, '--json', '--quiet');
  expect(code, stderr).toBe(0);
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const path = join(store, 'studies/small/summary.json');
  expect(events.at(-1)).toEqual({ event: 'summary', path, status: 'complete' });
  expect(events[0]).toMatchObject({ event: 'progress', blocksTotal: 3 });
  expect(stderr).toBe('');
});

/** Names of the records of a store. */
async function recordsIn(store: string): Promise<readonly string[]> {
  const names = await readdir(join(store, 'blocks'), { recursive: true }).catch(() => []);
  return names.filter((name) => name.endsWith('.json'));
}

/** Resolves when a run has stored its first record, however busy the machine is. */
async function firstRecord(store: string): Promise<void> {
  while ((await recordsIn(store)).length === 0) await delay(20);
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s stores what is done, says how to go on and exits with 130',
  TIMEOUT,
  async (signal) => {
    const folder = temporaryFolder();
    const store = join(folder, 'store');
    const run = startSignbench(['run', await writeSmallStudy(folder, LONG), '--store', store, '--json']);
    await firstRecord(store);
    run.process.kill(signal);
    const { code, stdout, stderr } = await run.finished;
    expect(code, stderr).toBe(130);
    expect(stderr).toContain(`signbench resume small --store ${store}`);
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1)!)).toMatchObject({
      event: 'summary',
      interrupted: true,
      status: 'partial',
    });
    expect((await recordsIn(store)).length).toBeGreaterThan(0);
    expect(await readdir(join(store, 'tmp'))).toEqual([]);
  },
);

test('resume goes on by name with the profile of the run', TIMEOUT, async () => {
  const store = join(temporaryFolder(), 'store');
  const run = startSignbench(['run', 'cube-root', '--profile', 'quick', '--store', store, '--json']);
  run.process.stdout?.once('data', () => run.process.kill('SIGKILL'));
  await run.finished;
  const { code, stdout, stderr } = await signbench('resume', 'cube-root', '--store', store, '--json');
  expect(code, stderr).toBe(0);
  const { path } = JSON.parse(stdout.trimEnd().split('\n').at(-1)!);
  expect(JSON.parse(await readFile(path, 'utf8')).study.profile).toBe('quick');
});

test('status, replay, export and report read what run stored', TIMEOUT, async () => {
  const { study, store } = await smallStudy();
  await signbench('run', study, '--store', store);

  const status = await signbench('status', 'small', '--store', store, '--json');
  expect(JSON.parse(status.stdout)).toMatchObject({ study: 'small', stored: 6, planned: 6 });

  const replay = await signbench(
    'replay',
    study,
    '--cell',
    'n=300',
    '--replicate',
    '7',
    '--store',
    store,
    '--json',
  );
  expect(replay.code, replay.stderr).toBe(0);
  const { estimators } = JSON.parse(replay.stdout);
  expect(estimators.map(({ id, stored }: { id: string; stored: string }) => [id, stored])).toEqual([
    ['sign', 'identical'],
    ['rlhf', 'identical'],
  ]);

  const csv = await signbench('export', 'small', '--store', store, '--format', 'csv');
  const lines = csv.stdout.trimEnd().split('\r\n');
  expect(lines).toHaveLength(1 + 3 * 2 * 200);
  const header = lines[0].split(',');
  const row = lines.find((line) => line.includes(',n=300,7,sign,'))!.split(',');
  expect(Number(row[header.indexOf('angle')])).toBe(estimators[0].angle);

  const json = JSON.parse((await signbench('export', 'small', '--store', store, '--format', 'json')).stdout);
  expect(json).toHaveLength(1200);
  const ndjson = (await signbench('export', 'small', '--store', store, '--format', 'ndjson')).stdout;
  expect(
    ndjson
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(json);

  const summary = join(store, 'studies/small/summary.json');
  const before = await readFile(summary, 'utf8');
  expect((await signbench('report', 'small', '--store', store)).code).toBe(0);
  expect(await readFile(summary, 'utf8')).toBe(before);
});

test('a damaged record is named, quarantined and computed again', TIMEOUT, async () => {
  const { study, store } = await smallStudy();
  await signbench('run', study, '--store', store);
  const summary = join(store, 'studies/small/summary.json');
  const before = await readFile(summary, 'utf8');
  const blocks = await readdir(join(store, 'blocks'), { recursive: true });
  const victim = join(store, 'blocks', blocks.find((name) => name.endsWith('.json'))!);
  const bytes = await readFile(victim);
  bytes[bytes.length >> 1] ^= 4;
  await writeFile(victim, bytes);
  const { code, stderr } = await signbench('run', study, '--store', store);
  expect(code).toBe(0);
  expect(stderr).toContain(`damaged record ${victim}`);
  expect(await readdir(join(store, 'quarantine'))).toHaveLength(1);
  expect(await readFile(summary, 'utf8')).toBe(before);
});

test('export into a pipe whose reader ends is quiet', TIMEOUT, async () => {
  const { study, store } = await smallStudy();
  await signbench('run', study, '--store', store);
  const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
  const pipeline = `"${process.execPath}" "${cli}" export small --store "${store}" | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const shell = spawn('bash', ['-c', pipeline]);
  let output = '';
  shell.stdout.on('data', (text) => {
    output += text;
  });
  shell.stderr.on('data', (text) => {
    output += `stderr: ${text}`;
  });
  await new Promise((resolve) => shell.on('close', resolve));
  expect(output).toMatch(/^study,.*\r\n0\n$/);
});

test('new writes a study that plan accepts', TIMEOUT, async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'mine.yaml');
  await writeFile(path, (await signbench('new', 'mine')).stdout);
  const plan = await signbench('plan', path, '--json');
  expect(plan.code, plan.stderr).toBe(0);
  expect(JSON.parse(plan.stdout)).toMatchObject({ study: 'mine', profile: 'full' });
});

test('doctor passes on this machine', TIMEOUT, async () => {
  const { code, stdout } = await signbench('doctor', '--store', join(temporaryFolder(), 'store'));
  expect(stdout).not.toContain('FAIL');
  expect(code).toBe(0);
});

test.each([
  [['run', 'cube-rot'], /Did you mean cube-root\?/],
  [['run', './nowhere.yaml'], /There is no file \.\/nowhere\.yaml/],
  [
    ['run', 'cube-root', '--store', 's3://'],
    /--store s3:\/\/ names no bucket; it comes after s3:\/\/, as in s3:\/\/my-bucket\/results/,
  ],
  [
    ['status', 'cube-root', '--store', 's3://No_Bucket/a'],
    /has the bucket No_Bucket; a bucket's name is 3 to 63/,
  ],
  [['gc', '--store', 's3://bucket/a//b'], /has an empty part in its prefix/],
  [['run', 'cube-root', '--store', 'gs://bucket'], /--store gs:\/\/bucket is neither a folder nor a bucket/],
  [['run', 'cube-root', '--endpoint', 'http://127.0.0.1:9'], /--endpoint belongs to an s3:\/\/ store/],
  [
    ['doctor', '--store', 's3://bucket', '--endpoint', 'localhost:9000'],
    /--endpoint is localhost:9000; allowed is/,
  ],
  [
    ['doctor', '--store', 's3://bucket', '--endpoint', 'http://h/bucket'],
    /--endpoint is http:\/\/h\/bucket; allowed is/,
  ],
  [['run', 'cube-root', '--on', 'moon'], /Allowed choices are local, aws/],
  [['run', 'cube-root', '--backend', 'wasm-f16'], /Allowed choices are js, wasm-f64, wasm-f32, gpujs/],
  [['run', 'cube-root', '--workers', '0'], /whole number from 1/],
  [['run', 'cube-root', '--profile', 'slow'], /Allowed choices are quick, full/],
  [['runn', 'cube-root'], /Did you mean run\?/],
  [['replay', 'cube-root', '--cell', 'n=99', '--replicate', '0'], /has no cell n=99/],
  [['replay', 'cube-root', '--cell', 'n=100', '--replicate', '-1'], /./],
  [['export', 'cube-root', '--store', '/nowhere/at/all'], /has no record of cube-root/],
  [['resume', 'cube-root', '--store', '/nowhere/at/all'], /has no study named cube-root/],
  [['new', 'Not A Name'], /allowed: /],
])('bad input %j is a sentence and exit code 2', TIMEOUT, async (args, sentence) => {
  const { code, stdout, stderr } = await signbench(...args);
  expect(code, stderr).toBe(2);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout).toBe('');
});

test('a mistake in a study file is answered with its line and column', TIMEOUT, async () => {
  const { study, store } = await smallStudy();
  await writeFile(study, (await readFile(study, 'utf8')).replace('population:', 'populatoin:'));
  const { code, stderr } = await signbench('run', study, '--store', store);
  expect(code).toBe(2);
  expect(stderr).toMatch(/line 3, column 1: .*populatoin.*population/);
  expect(await readdir(join(store, '..'))).toEqual(['small.yaml']);
});

test('a file where the store should be is exit code 4', TIMEOUT, async () => {
  const { study, store } = await smallStudy();
  await writeFile(store, 'mine');
  const { code, stderr } = await signbench('run', study, '--store', store);
  expect(code).toBe(4);
  expect(stderr).toMatch(/a file stands where a folder should be/);
  expect(await readFile(store, 'utf8')).toBe('mine');
});

test.each(['run', 'plan', 'status', 'resume', 'report', 'replay', 'export', 'new', 'doctor'])(
  '%s --help shows an example',
  TIMEOUT,
  async (command) => {
    const { code, stdout } = await signbench(command, '--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples?:\n {2}\\$ signbench ${command}`));
  },
);

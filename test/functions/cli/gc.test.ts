import { mkdirSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runProgram } from '../../../functions/cli/program.ts';
import { runBatch } from '../../../functions/compute/run-batch.ts';
import { runStudy } from '../../../functions/local/run-study.ts';
import { createEngine } from '../../../functions/study/engine.ts';
import { parseStudy } from '../../../functions/study/spec/parse-study.ts';
import type { Profile } from '../../../functions/study/study.ts';
import { captureHost } from '../../support/captured-host.ts';
import { recordPaths } from '../../support/complete-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;
const engine = createEngine('js');

/** Records are stored now and collected at another time; only the clock is false. */
const wait = (ms: number): unknown => vi.setSystemTime(Date.now() + ms);
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

const sourceOf = (name: string, seed: number): string => `name: ${name}
seed: ${seed}
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [10, 30]
replicates: [400, 400]
profiles: { quick: { sampleSizes: [10], replicates: [200] } }
`;

/** Runs a study of 8 records, or of 2 under the quick profile. */
async function run(
  store: string,
  name: string,
  { seed = 1, profile = 'full' as Profile } = {},
): Promise<string> {
  const source = sourceOf(name, seed);
  const { summaryPath } = await runStudy(parseStudy(source, `${name}.yaml`, profile), {
    store,
    source,
    backend: 'js',
    workers: 1,
    runner: { run: async (batch) => runBatch(batch, engine), close: async () => {} },
  });
  return readFile(summaryPath, 'utf8');
}

async function gc(
  store: string,
  ...flags: readonly string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { host, stdout, stderr } = captureHost();
  const code = await runProgram(['gc', '--store', store, ...flags], host);
  return { code, stdout: stdout(), stderr: stderr() };
}

async function gcJson(store: string, ...flags: readonly string[]) {
  const { code, stdout, stderr } = await gc(store, '--json', ...flags);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

const NONE = { count: 0, bytes: 0 };

test('keeps all that the stored studies use, each at its profile', async () => {
  const store = temporaryFolder();
  await run(store, 'one');
  await run(store, 'two', { seed: 2, profile: 'quick' });
  wait(2 * HOUR);
  const collected = await gcJson(store);
  expect(collected).toMatchObject({
    studies: [
      { study: 'one', profile: 'full' },
      { study: 'two', profile: 'quick' },
    ],
    removed: { unreachable: NONE, quarantined: NONE, temporary: NONE },
    kept: { inUse: 10, young: 0, laterFormat: 0, unknown: 0 },
  });
  expect(await recordPaths(store)).toHaveLength(10);
});

test('removes the records of a study that was changed or removed, and no byte of the others', async () => {
  const store = temporaryFolder();
  await run(store, 'mine', { seed: 1 });
  await run(store, 'gone', { seed: 2 });
  const old = await recordPaths(store);
  const summary = await run(store, 'mine', { seed: 3 });
  await rm(join(store, 'studies/gone'), { recursive: true });
  wait(2 * HOUR);

  const bytes = (await Promise.all(old.map((path) => readFile(path)))).reduce(
    (sum, one) => sum + one.length,
    0,
  );
  const planned = await gcJson(store, '--dry-run');
  expect(planned).toMatchObject({ dryRun: true, removed: { unreachable: { count: 16, bytes } } });
  expect(planned.keys.map((key: string) => join(store, key)).sort()).toEqual([...old].sort());
  expect(await recordPaths(store)).toHaveLength(24);

  expect(await gcJson(store)).toMatchObject({
    dryRun: false,
    removed: { unreachable: { count: 16, bytes } },
  });
  expect(await recordPaths(store)).toHaveLength(8);
  expect(await run(store, 'mine', { seed: 3 })).toBe(summary);
  expect(await gcJson(store)).toMatchObject({ removed: { unreachable: NONE }, kept: { inUse: 8 } });
});

test('keeps unused records of less than an hour, unless --all', async () => {
  const store = temporaryFolder();
  await run(store, 'mine', { seed: 1 });
  await run(store, 'mine', { seed: 2 });
  wait(HOUR / 2);
  expect(await gcJson(store)).toMatchObject({ removed: { unreachable: NONE }, kept: { young: 8, inUse: 8 } });
  wait(-10 * DAY);
  expect(await gcJson(store)).toMatchObject({ removed: { unreachable: NONE }, kept: { young: 8 } });
  expect(await gcJson(store, '--all')).toMatchObject({ removed: { unreachable: { count: 8 } } });
});

test('keeps what it does not know: later formats, files without the shape of a record, records elsewhere', async () => {
  const store = temporaryFolder();
  await run(store, 'mine', { seed: 1 });
  const [later, picture, empty, record] = await recordPaths(store);
  await run(store, 'mine', { seed: 2 });
  await writeFile(later, '{"format":2,"checksum":"abc","columns":{}}\n');
  await writeFile(picture, Buffer.from('89504e470d0a1a0a', 'hex'));
  await writeFile(empty, '');
  await copyFile(record, join(store, 'blocks', 'copy.json'));
  await writeFile(join(store, 'blocks', 'README.txt'), 'mine');
  await writeFile(join(store, 'notes.txt'), 'mine');
  wait(2 * HOUR);
  const { removed, kept } = await gcJson(store);
  expect(removed.unreachable.count).toBe(5);
  expect(kept).toEqual({ inUse: 8, young: 0, laterFormat: 1, unknown: 4 });
  for (const path of [later, picture, empty, join(store, 'blocks/copy.json'), join(store, 'notes.txt')]) {
    await expect(readFile(path)).resolves.toBeDefined();
  }
});

test('removes quarantined records after thirty days, and nothing else that lies there', async () => {
  const store = temporaryFolder();
  await run(store, 'mine');
  const [victim] = await recordPaths(store);
  await writeFile(victim, 'cut o');
  await run(store, 'mine');
  await writeFile(join(store, 'quarantine', 'blocks-1a2b3c4d'), 'stood in the way');
  wait(29 * DAY);
  expect(await gcJson(store)).toMatchObject({
    removed: { quarantined: NONE },
    kept: { young: 1, unknown: 1 },
  });
  wait(2 * DAY);
  expect(await gcJson(store)).toMatchObject({ removed: { quarantined: { count: 1, bytes: 5 } } });
  expect(await readdir(join(store, 'quarantine'))).toEqual(['blocks-1a2b3c4d']);
});

test('removes what killed processes were writing, also where no run has swept; a dry run leaves it', async () => {
  const store = temporaryFolder();
  await run(store, 'mine');
  const foreign = join(store, 'tmp', 'deadbeef-999999999-cut-off');
  await writeFile(foreign, 'cut off');
  wait(2 * DAY);
  expect(await gcJson(store, '--dry-run')).toMatchObject({ removed: { temporary: { count: 1, bytes: 7 } } });
  expect(await readdir(join(store, 'tmp'))).toHaveLength(1);
  expect(await gcJson(store)).toMatchObject({ removed: { temporary: { count: 1, bytes: 7 } } });
  expect(await readdir(join(store, 'tmp'))).toEqual([]);
});

test.each([
  ['cannot be parsed', 'study.yaml', 'name: [', /the stored study broken cannot be read \(line 1, /],
  [
    'has no study.yaml',
    'run.json',
    '{}',
    /the stored study broken cannot be read \(its study\.yaml is missing\)/,
  ],
])('refuses where a stored study %s: it cannot know what is in use', async (_, file, text, sentence) => {
  const store = temporaryFolder();
  await run(store, 'mine', { seed: 1 });
  await run(store, 'mine', { seed: 2 });
  await mkdir(join(store, 'studies/broken'));
  await writeFile(join(store, 'studies/broken', file), text);
  wait(2 * HOUR);
  const { code, stdout, stderr } = await gc(store, '--all');
  expect(code).toBe(2);
  expect(stderr).toMatch(sentence);
  expect(stderr).toContain('Nothing was removed');
  expect(stdout).toBe('');
  expect(await recordPaths(store)).toHaveLength(16);
});

test('keeps what either profile uses of a study whose last run is not known', async () => {
  const store = temporaryFolder();
  await run(store, 'mine');
  await writeFile(join(store, 'studies/mine/run.json'), 'torn');
  wait(2 * HOUR);
  expect(await gcJson(store)).toMatchObject({
    studies: [
      { study: 'mine', profile: 'full' },
      { study: 'mine', profile: 'quick' },
    ],
    removed: { unreachable: NONE },
  });
});

test('refuses to empty a store that keeps no study, unless --all', async () => {
  const store = temporaryFolder();
  await run(store, 'mine');
  await rm(join(store, 'studies'), { recursive: true });
  wait(2 * HOUR);
  expect(await gc(store)).toMatchObject({ code: 2, stderr: expect.stringMatching(/keeps no study/) });
  expect(await gcJson(store, '--all')).toMatchObject({ removed: { unreachable: { count: 8 } } });
});

test('keeps what a study uses that began after the first look at the studies', async () => {
  const store = temporaryFolder();
  await run(store, 'mine', { seed: 1 });
  await run(store, 'mine', { seed: 2 });
  wait(2 * HOUR);
  const { host, stdout } = captureHost();
  let looks = 0;
  Object.defineProperty(host, 'studiesFolder', {
    // Asked for once a look; at the second, another process has begun a study that uses the old records.
    get: () => {
      looks++;
      if (looks === 2) {
        mkdirSync(join(store, 'studies/other'));
        writeFileSync(join(store, 'studies/other/study.yaml'), sourceOf('other', 1));
      }
      return 'studies';
    },
  });
  expect(await runProgram(['gc', '--store', store, '--json'], host)).toBe(0);
  expect(looks).toBe(2);
  expect(JSON.parse(stdout())).toMatchObject({ removed: { unreachable: NONE } });
  expect(await recordPaths(store)).toHaveLength(16);
});

test('says in a table what it removed and what it left alone', async () => {
  const store = temporaryFolder();
  await run(store, 'mine', { seed: 1 });
  await run(store, 'mine', { seed: 2 });
  wait(2 * HOUR);
  const { stdout } = await gc(store, '--dry-run');
  expect(stdout).toMatch(/studies: mine \(full\)/);
  expect(stdout).toMatch(/would be removed +files +size\nrecords that no stored study uses +8 +[\d.]+ kB\n/);
  expect(stdout).toMatch(/left alone: 8 records in use\n$/);
});

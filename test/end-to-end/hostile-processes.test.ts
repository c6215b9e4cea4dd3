import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { signbench, startSignbench } from '../support/cli.ts';
import { completeStores, lastEvent, recordPaths, summaryOf } from '../support/complete-store.ts';

const TIMEOUT = { timeout: 240_000 };

/** About a second of one worker, the last 60 of the 100 records taking most of it. */
const LONGER = { sampleSizes: [100, 1000, 30_000], replicates: [2000, 2000, 300] };

const copied = completeStores(LONGER);

interface ProgressLine {
  readonly event: string;
  readonly rowsDone: number;
  readonly rowsTotal: number;
  readonly rowsPerSecond: number;
  readonly etaSeconds: number | null;
}

const progressOf = (stdout: string): readonly ProgressLine[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line): ProgressLine => JSON.parse(line))
    .filter(({ event }) => event === 'progress');

/** Resolves when the store has so many records. */
async function untilStored(store: string, count: number): Promise<void> {
  for (;;) {
    const stored = await recordPaths(store).catch(() => []);
    if (stored.length >= count) return;
    await delay(10);
  }
}

test(
  'a process killed as the kernel does when memory is short is resumed with the same bytes',
  TIMEOUT,
  async () => {
    const { folder, study, summary } = await copied();
    const store = join(folder, 'killed');
    for (const count of [1, 30, 60]) {
      const run = startSignbench(['run', study, '--store', store, '--workers', '1', '--quiet']);
      await untilStored(store, count);
      run.process.kill('SIGKILL');
      await run.finished;
    }
    const survivors = new Map<string, string>();
    for (const path of await recordPaths(store)) survivors.set(path, await readFile(path, 'utf8'));
    const { code, stderr } = await signbench('resume', 'small', '--store', store, '--quiet');
    expect([code, stderr]).toEqual([0, '']);
    expect(await summaryOf(store)).toBe(summary);
    for (const [path, text] of survivors) expect(await readFile(path, 'utf8')).toBe(text);
    expect(await readdir(join(store, 'tmp'))).toEqual([]);
  },
);

test('a process that runs out of memory itself is resumed with the same bytes', TIMEOUT, async () => {
  const { folder, study, summary } = await copied();
  const store = join(folder, 'starved');
  const starved = await startSignbench(['run', study, '--store', store, '--quiet'], {
    NODE_OPTIONS: '--max-old-space-size=8',
  }).finished;
  expect(starved.code).not.toBe(0);
  expect((await signbench('run', study, '--store', store, '--quiet')).code).toBe(0);
  expect(await summaryOf(store)).toBe(summary);
});

test(
  'a process stopped for three seconds goes on where it was, with a time left that makes sense',
  TIMEOUT,
  async () => {
    const { folder, study, summary } = await copied();
    const store = join(folder, 'stopped');
    const run = startSignbench(['run', study, '--store', store, '--workers', '1', '--json', '--quiet']);
    await untilStored(store, 3);
    run.process.kill('SIGSTOP');
    const before = (await recordPaths(store)).length;
    await delay(3000);
    expect((await recordPaths(store)).length).toBe(before);
    run.process.kill('SIGCONT');
    const finished = await run.finished;
    expect(finished.code, finished.stderr).toBe(0);
    const lines = progressOf(finished.stdout);
    expect(lines.length).toBeGreaterThan(1);
    for (const { rowsDone, etaSeconds } of lines) {
      if (rowsDone === 0) continue;
      expect(etaSeconds).toBeGreaterThanOrEqual(0);
      expect(etaSeconds).toBeLessThan(600);
    }
    expect(await summaryOf(store)).toBe(summary);
  },
);

test('two resumes at once on one store both end well, and nothing is counted twice', TIMEOUT, async () => {
  const { folder, study, summary } = await copied();
  const store = join(folder, 'shared');
  const first = startSignbench(['run', study, '--store', store, '--workers', '1', '--quiet']);
  await untilStored(store, 20);
  first.process.kill('SIGKILL');
  await first.finished;
  const resumes = await Promise.all(
    [1, 2].map(() => signbench('resume', 'small', '--store', store, '--workers', '1', '--json', '--quiet')),
  );
  for (const resumed of resumes) {
    expect([resumed.code, resumed.stderr]).toEqual([0, '']);
    expect(lastEvent(resumed)).toMatchObject({ event: 'summary', status: 'complete' });
  }
  expect(await summaryOf(store)).toBe(summary);
  const { records } = JSON.parse(await readFile(join(store, 'studies/small/digests.json'), 'utf8'));
  const keys = records.flatMap(({ blocks }: { blocks: Record<string, string> }) => Object.keys(blocks));
  expect(new Set(keys).size).toBe(keys.length);
  expect(await recordPaths(store)).toHaveLength(keys.length);
  expect(await readdir(store)).not.toContain('quarantine');
});

/** `new Date()` reads what `Date.now` says. */
const NEW_DATE =
  'globalThis.Date = class extends Date { constructor(...a) { super(...(a.length ? a : [Date.now()])); } };';

/** A module that makes the clocks of every thread of a process jump, as options of Node. */
const withClock = (code: string): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`const now = Date.now; ${code} ${NEW_DATE}`)}`,
});

const BACKWARDS =
  'const start = now(); Date.now = () => 2 * start - now(); const p = performance.now.bind(performance); performance.now = () => -p();';
const JUMPING =
  'let s = 1; const jump = () => { s = (Math.imul(s, 1664525) + 1013904223) >>> 0; return (s / 2 ** 31 - 1) * 1e11; };' +
  'Date.now = () => now() + jump(); const p = performance.now.bind(performance); performance.now = () => p() + jump();';

/** By what the clock does: code that makes it so, and the year that a run then believes it began in. */
const CLOCKS: readonly (readonly [what: string, code: string, year: RegExp])[] = [
  ['forty years ahead', 'Date.now = () => now() + 40 * 365.25 * 864e5;', /^20[6-9]\d-/],
  ['at the beginning of time', 'Date.now = () => 0;', /^1970-/],
  ['running backwards', BACKWARDS, /^20\d\d-/],
  ['jumping by years, forth and back', JUMPING, /^20\d\d-/],
  ['standing still', 'const t = now(); Date.now = () => t; performance.now = () => 1000;', /^20\d\d-/],
];

test.each(CLOCKS)('a clock %s changes no byte and stops nothing', TIMEOUT, async (_, code, year) => {
  const { folder, study, store: complete, summary } = await copied();
  const store = join(folder, 'clock');
  const clock = withClock(code);
  const run = startSignbench(['run', study, '--store', store, '--workers', '2', '--json'], clock);
  const { code: exit, stderr, stdout } = await run.finished;
  expect(exit, stderr).toBe(0);
  expect(await summaryOf(store)).toBe(summary);
  for (const { rowsPerSecond, etaSeconds } of progressOf(stdout)) {
    expect(rowsPerSecond).toBeGreaterThanOrEqual(0);
    expect(etaSeconds ?? 0).toBeGreaterThanOrEqual(0);
  }
  expect(stderr).not.toMatch(/NaN|Infinity|undefined| -\d/);
  const { startedAt } = JSON.parse(await readFile(join(store, 'studies/small/provenance.json'), 'utf8'));
  expect(startedAt).toMatch(year);
  const again = startSignbench(['resume', 'small', '--store', complete, '--quiet'], clock);
  expect(await again.finished).toMatchObject({ code: 0, stderr: '' });
  expect(await summaryOf(complete)).toBe(summary);
});

test('a store that was copied to another place is resumed there', TIMEOUT, async () => {
  const { folder, store, summary } = await copied();
  const moved = join(folder, 'moved');
  await cp(store, moved, { recursive: true });
  const { code, stderr } = await signbench('resume', 'small', '--store', moved, '--quiet');
  expect([code, stderr]).toEqual([0, '']);
  expect(await summaryOf(moved)).toBe(summary);
});

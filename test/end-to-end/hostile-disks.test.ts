import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { signbench } from '../support/cli.ts';
import { completeStores, recordPaths, summaryOf } from '../support/complete-store.ts';
import { signbenchUnder } from '../support/limited.ts';
import { mountMemory, remount } from '../support/mounts.ts';

const TIMEOUT = { timeout: 120_000 };
const NO_MOUNT =
  'this machine does not permit mounting a file system, which a really full or read-only disk needs';

/** 3 x 10 x 2 records of 200 replicates: about 1.3 MB with the report. */
const damageable = completeStores({ sampleSizes: [10, 30, 100], replicates: [2000, 2000, 2000] });

test(
  'a disk that fills up ends the run with a sentence, and the run goes on when there is space (where mounting is permitted)',
  TIMEOUT,
  async (context) => {
    const { folder, study, summary } = await damageable();
    const disk = join(folder, 'disk');
    if (!mountMemory(disk, '400k')) return context.skip(NO_MOUNT);
    const store = join(disk, 'store');
    const full = await signbench('run', study, '--store', store, '--quiet');
    expect(full.code, full.stderr).toBe(4);
    expect(full.stderr).toMatch(
      /^signbench: Cannot write .*: the disk is full; free some space and run again, everything stored so far is kept\.\n$/,
    );
    expect(await readdir(join(store, 'tmp'))).toEqual([]);
    const kept = await recordPaths(store);
    expect(kept.length).toBeGreaterThan(0);
    const bytes = await Promise.all(kept.map((path) => readFile(path, 'utf8')));

    const again = await signbench('resume', 'small', '--store', store, '--quiet');
    expect(again.code, again.stderr).toBe(4);

    remount(disk, 'size=16m');
    const { code, stderr } = await signbench('resume', 'small', '--store', store, '--quiet');
    expect([code, stderr]).toEqual([0, '']);
    expect(await summaryOf(store)).toBe(summary);
    expect(await Promise.all(kept.map((path) => readFile(path, 'utf8')))).toEqual(bytes);
  },
);

test(
  'a disk that is full when the summary is replaced leaves the old summary whole (where mounting is permitted)',
  TIMEOUT,
  async (context) => {
    const { folder, study, store, summary } = await damageable();
    const disk = join(folder, 'disk');
    if (!mountMemory(disk, '16m')) return context.skip(NO_MOUNT);
    const small = join(disk, 'store');
    await cp(store, small, { recursive: true });
    await fill(join(disk, 'ballast'));
    const { code, stderr } = await signbench('run', study, '--store', small, '--quiet');
    expect(code, stderr).toBe(4);
    expect(stderr).toMatch(/the disk is full/);
    expect(await summaryOf(small)).toBe(summary);
  },
);

test(
  'a read-only store can be read, and a command that must write says so (where mounting is permitted)',
  TIMEOUT,
  async (context) => {
    const { folder, study, store, summary } = await damageable();
    const disk = join(folder, 'disk');
    if (!mountMemory(disk, '16m')) return context.skip(NO_MOUNT);
    const readOnly = join(disk, 'store');
    await cp(store, readOnly, { recursive: true });
    await writeFile(join(readOnly, 'tmp', 'deadbeef-1-cut-off'), 'left behind');
    remount(disk, 'ro');
    for (const command of [['status'], ['export', '--format', 'csv']]) {
      const { code, stderr } = await signbench(...command, 'small', '--store', readOnly);
      expect([code, stderr]).toEqual([0, '']);
    }
    for (const command of [
      ['run', study],
      ['resume', 'small'],
      ['report', 'small'],
    ]) {
      const { code, stderr } = await signbench(...command, '--store', readOnly);
      expect(code, stderr).toBe(4);
      expect(stderr).toMatch(
        /Cannot write .*: the file system is read-only; choose another folder with --store\.\n$/,
      );
    }
    expect(await summaryOf(readOnly)).toBe(summary);
  },
);

test('a folder in which the system lets nobody write is a sentence and exit code 4', TIMEOUT, async () => {
  const { study } = await damageable();
  for (const folder of ['/sys/signbench-store', '/proc/signbench-store']) {
    const { code, stderr, stdout } = await signbench('run', study, '--store', folder, '--quiet');
    expect(code, stderr).toBe(4);
    expect(stderr).toMatch(new RegExp(`^signbench: Cannot write ${folder}/.*\\.\n$`));
    expect(stdout).toBe('');
  }
});

test('a limit on the size of files is a sentence, and without it the run goes on', TIMEOUT, async () => {
  const { folder, study, summary } = await damageable();
  const store = join(folder, 'limited');
  // In blocks of 512 bytes or of 1 KiB, as the shell likes: less than a record of 200 replicates.
  const { code, stderr } = await signbenchUnder('ulimit -f 4', ['run', study, '--store', store, '--quiet']);
  expect(code, stderr).toBe(4);
  expect(stderr).toMatch(/^signbench: Cannot write .*: the file system refuses a file of this size\.\n$/);
  expect(await recordPaths(store)).toEqual([]);
  expect(await readdir(join(store, 'tmp'))).toEqual([]);
  expect((await signbench('resume', 'small', '--store', store, '--quiet')).code).toBe(0);
  expect(await summaryOf(store)).toBe(summary);
});

/** Writes until there is no space. */
async function fill(path: string): Promise<void> {
  const chunk = Buffer.alloc(64 * 1024, 1);
  await expect(writeFile(path, endless(chunk))).rejects.toMatchObject({ code: 'ENOSPC' });
}

function* endless(chunk: Buffer): Generator<Buffer> {
  for (;;) yield chunk;
}

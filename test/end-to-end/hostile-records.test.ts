import { copyFile, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { signbench } from '../support/cli.ts';
import { completeStores, recordPaths, summaryOf } from '../support/complete-store.ts';

const TIMEOUT = { timeout: 120_000 };

/** 2 x 10 x 2 records of 200 replicates. */
const SMALL = { sampleSizes: [10, 30], replicates: [2000, 2000] };

const damageable = completeStores(SMALL);

/** What is made of a record's bytes, given those of another. */
const DAMAGES: Readonly<Record<string, (bytes: Buffer, other: Buffer) => Uint8Array>> = {
  empty: () => Buffer.alloc(0),
  'cut off in its first line': (bytes) => bytes.subarray(0, 40),
  'cut off by its last byte': (bytes) => bytes.subarray(0, -1),
  'written twice into one file': (bytes) => Buffer.concat([bytes, bytes]),
  'torn by a power cut': (bytes) => Buffer.from(bytes).fill(0, 100, 300),
  'nothing but zeros': (bytes) => Buffer.alloc(bytes.length),
  'another record under its name': (_, other) => other,
  'JSON of something else': () => Buffer.from('{"format":1,"checksum":"none","record":{}}\n'),
  'a picture': () => Buffer.from('89504e470d0a1a0affd8ffe0', 'hex'),
};

test(
  'records damaged in every way are named, kept in the quarantine and computed again',
  TIMEOUT,
  async () => {
    const { study, store, summary } = await damageable();
    const [other, ...victims] = await recordPaths(store);
    const damages = Object.entries(DAMAGES);
    const damaged = new Map<string, Uint8Array>();
    for (const [i, [, damage]] of damages.entries()) {
      const bytes = damage(await readFile(victims[i]), await readFile(other));
      damaged.set(victims[i], bytes);
      await writeFile(victims[i], bytes);
    }
    const { code, stderr } = await signbench('run', study, '--store', store);
    expect(code, stderr).toBe(0);
    for (const [i, [what]] of damages.entries()) {
      expect(stderr, what).toContain(`damaged record ${victims[i]}`);
      const kept = await readFile(join(store, 'quarantine', basename(victims[i])));
      expect(Buffer.compare(kept, damaged.get(victims[i])!), what).toBe(0);
    }
    expect(stderr.match(/damaged record/g)).toHaveLength(damages.length);
    expect(await summaryOf(store)).toBe(summary);
  },
);

test('one bit flipped in each of forty records is noticed in each', TIMEOUT, async () => {
  const { study, store, summary } = await damageable();
  const victims = await recordPaths(store);
  expect(victims).toHaveLength(40);
  for (const [i, victim] of victims.entries()) {
    const bytes = await readFile(victim);
    // Each bit of the digit that tells the format (a flip makes it 3, 5 or 9, as if by a later version), then anywhere.
    const at = i < 8 ? '{"format":'.length : Math.floor((bytes.length * (i - 8)) / 32);
    bytes[at] ^= 1 << (i % 8);
    await writeFile(victim, bytes);
  }
  const { code, stderr } = await signbench('run', study, '--store', store);
  expect(code, stderr).toBe(0);
  for (const victim of victims) expect(stderr).toContain(`damaged record ${victim}`);
  expect(await readdir(join(store, 'quarantine'))).toHaveLength(40);
  expect(await summaryOf(store)).toBe(summary);
});

test(
  'records of another study under the names of this one are foreign, and leave its numbers alone',
  TIMEOUT,
  async () => {
    const { folder, study, store, summary } = await damageable();
    const mine = await recordPaths(store);
    const text = await readFile(study, 'utf8');
    await writeFile(
      join(folder, 'other.yaml'),
      text.replace('name: small', 'name: other').replace('seed: 11', 'seed: 12'),
    );
    await signbench('run', join(folder, 'other.yaml'), '--store', join(folder, 'others'), '--quiet');
    const theirs = await recordPaths(join(folder, 'others'));
    for (const [i, path] of mine.entries()) await copyFile(theirs[i], path);
    const { code, stderr } = await signbench('run', study, '--store', store);
    expect(code, stderr).toBe(0);
    expect(stderr.match(/it is the record [0-9a-f]{64}/g)).toHaveLength(mine.length);
    expect(await summaryOf(store)).toBe(summary);
  },
);

test('a copy of a record under a name of no record is not counted', TIMEOUT, async () => {
  const { study, store, summary } = await damageable();
  const [record] = await recordPaths(store);
  await copyFile(record, record.replace('.json', ' (copy).json'));
  await copyFile(record, join(store, 'blocks', basename(record)));
  const { code, stderr } = await signbench('run', study, '--store', store, '--quiet');
  expect([code, stderr]).toEqual([0, '']);
  expect(await summaryOf(store)).toBe(summary);
});

test('a record of a later format stops the run with its name, and stays', TIMEOUT, async () => {
  const { study, store, summary } = await damageable();
  const [record] = await recordPaths(store);
  const later = '{"format":2,"checksum":"x","columns":[]}\n';
  await writeFile(record, later);
  for (const command of [
    ['run', study],
    ['resume', 'small'],
    ['report', 'small'],
  ]) {
    const { code, stderr } = await signbench(...command, '--store', store);
    expect(code).toBe(4);
    expect(stderr).toContain(`Cannot use the block record ${record}: it has format 2`);
    expect(stderr).toContain('Update signbench or choose another store; the record was left alone.');
  }
  expect(await readFile(record, 'utf8')).toBe(later);
  expect(await summaryOf(store)).toBe(summary);
});

test.each([
  ['a record', 'blocks/ab/record', 'folder'],
  ['the summary', 'studies/small/summary.json', 'folder'],
  ['the provenance', 'studies/small/provenance.json', 'folder'],
  ['the stored study', 'studies/small/study.yaml', 'folder'],
  ['the folder of records', 'blocks', 'file'],
  ['the folder of temporary files', 'tmp', 'file'],
  ['the folder of studies', 'studies', 'file'],
] as const)(
  '%s (%s) that is a %s is named, moved to the quarantine and made again',
  TIMEOUT,
  async (what, path, kind) => {
    const { study, store, summary } = await damageable();
    const victim = what === 'a record' ? (await recordPaths(store))[7] : join(store, path);
    await rm(victim, { recursive: true });
    if (kind === 'file') await writeFile(victim, 'mine');
    else await mkdir(join(victim, 'inner'), { recursive: true });
    const { code, stderr } = await signbench('run', study, '--store', store);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`signbench: ${victim} was in the way; moved to ${join(store, 'quarantine')}`);
    expect(stderr).not.toMatch(/\n\s+at /);
    const [kept] = await readdir(join(store, 'quarantine'));
    if (kind === 'file') expect(await readFile(join(store, 'quarantine', kept), 'utf8')).toBe('mine');
    else expect(await readdir(join(store, 'quarantine', kept))).toEqual(['inner']);
    expect(await summaryOf(store)).toBe(summary);
  },
);

test('a folder of records that is a symbolic link to another disk is used as it is', TIMEOUT, async () => {
  const { folder, study, store, summary } = await damageable();
  await rename(join(store, 'blocks'), join(folder, 'elsewhere'));
  await symlink(join(folder, 'elsewhere'), join(store, 'blocks'));
  const { code, stderr } = await signbench('run', study, '--store', store, '--quiet');
  expect([code, stderr]).toEqual([0, '']);
  expect(await summaryOf(store)).toBe(summary);
});

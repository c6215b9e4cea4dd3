import { mkdir, readdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeFileWhole } from '../../../functions/cli/write-file.ts';
import { inTurn } from '../../support/exported.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const never = new AbortController().signal;

test('texts and bytes are written one after another', async () => {
  const path = join(temporaryFolder(), 'rows.csv');
  expect(await writeFileWhole(path, inTurn(['a,', Buffer.from('b\n'), 'ü']), never)).toBe(true);
  expect(await readFile(path, 'utf8')).toBe('a,b\nü');
});

test('until it is whole the old file is there, and no temporary one is left', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'rows.csv');
  await writeFile(path, 'old');
  async function* pieces() {
    yield 'ne';
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toHaveLength(2);
    yield 'w';
  }
  await writeFileWhole(path, pieces(), never);
  expect(await readFile(path, 'utf8')).toBe('new');
  expect(await readdir(folder)).toEqual(['rows.csv']);
});

test('a source that fails, or an interrupt, leaves everything as it was', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'rows.csv');
  await writeFile(path, 'old');
  async function* failing() {
    yield 'new';
    throw new Error('the store is gone');
  }
  await expect(writeFileWhole(path, failing(), never)).rejects.toThrow('the store is gone');
  const interrupt = new AbortController();
  async function* interrupted() {
    yield 'new';
    interrupt.abort();
    yield 'er';
  }
  expect(await writeFileWhole(path, interrupted(), interrupt.signal)).toBe(false);
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['rows.csv']);
});

test('a symbolic link goes on pointing to the file', async () => {
  const folder = temporaryFolder();
  await writeFile(join(folder, 'rows.csv'), 'old');
  await symlink(join(folder, 'rows.csv'), join(folder, 'link.csv'));
  await writeFileWhole(join(folder, 'link.csv'), inTurn(['new']), never);
  expect(await realpath(join(folder, 'link.csv'))).toBe(await realpath(join(folder, 'rows.csv')));
  expect(await readFile(join(folder, 'rows.csv'), 'utf8')).toBe('new');
});

test('what is no file that can be replaced is refused in a sentence', async () => {
  const folder = temporaryFolder();
  await mkdir(join(folder, 'rows'));
  const write = (path: string): Promise<boolean> => writeFileWhole(path, inTurn(['x']), never);
  await expect(write(join(folder, 'rows'))).rejects.toThrow(/^--output .*rows is a folder/);
  await expect(write('/dev/null')).rejects.toThrow(/^--output \/dev\/null is no ordinary file/);
  await expect(write(join(folder, 'nowhere/rows.csv'))).rejects.toThrow(/there is no folder .*nowhere\.$/);
  await expect(write(' ')).rejects.toThrow(/^--output is empty/);
});

test('an error of the disk is a sentence whose remedy is --output', async () => {
  const folder = temporaryFolder();
  await writeFile(join(folder, 'rows'), 'mine');
  await expect(writeFileWhole(join(folder, 'rows/x.csv'), inTurn(['x']), never)).rejects.toThrow(
    /a file stands where a folder should be; move it away or choose another folder with --output/,
  );
});

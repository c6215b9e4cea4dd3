import * as nodeDisk from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Disk, openDirectoryStore } from '../../../results/store/directory.ts';
import type { Store } from '../../../results/store/store.ts';
import { StoreError } from '../../../results/store/store-error.ts';
import { describeStoreContract } from '../../support/store-contract.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A disk on which one operation fails with a system error, as a full or read-only one does. */
function failingDisk(operation: keyof Disk, code: string): Disk {
  const failure = Object.assign(new Error(`${code}: ${operation}`), { code });
  return { ...nodeDisk, [operation]: () => Promise.reject(failure) };
}

/** Opens stores in one folder for each test, with the given disk. */
function opener(disk: Disk): (test: string) => Promise<Store> {
  const folders = new Map<string, string>();
  return async (name) => {
    const folder = folders.get(name) ?? temporaryFolder();
    folders.set(name, folder);
    return openDirectoryStore(folder, disk);
  };
}

describeStoreContract('the directory store', opener(nodeDisk));
describeStoreContract(
  'the directory store on a file system without hard links',
  opener(failingDisk('link', 'ENOTSUP')),
  false,
);

describe('the directory store', () => {
  test('a full disk is a sentence, leaves no temporary file and loses nothing', async () => {
    const folder = temporaryFolder();
    await openDirectoryStore(folder).putIfAbsent('blocks/ab/abc.json', bytes('one'));
    const store = openDirectoryStore(folder, {
      ...nodeDisk,
      writeFile: async (file, data, options) => {
        await nodeDisk.writeFile(file, (data as Uint8Array).subarray(0, 1), options);
        throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      },
    });
    const failure = await store.putIfAbsent('blocks/cd/cde.json', bytes('two')).catch((error) => error);
    expect(failure).toBeInstanceOf(StoreError);
    expect(failure.problem).toBe('full');
    expect(failure.message).toMatch(/Cannot write .*cde\.json: the disk is full; .*kept\./);
    expect(await nodeDisk.readdir(join(folder, 'tmp'))).toEqual([]);
    expect(await openDirectoryStore(folder).list('blocks/')).toEqual(['blocks/ab/abc.json']);
  });

  test.each([
    ['mkdir', 'EROFS', 'read-only'],
    ['writeFile', 'EACCES', 'denied'],
    ['link', 'EDQUOT', 'full'],
    ['mkdir', 'ENOTDIR', 'blocked'],
    ['link', 'EIO', 'failed'],
  ] as const)('%s failing with %s is a problem of kind %s', async (operation, code, problem) => {
    const folder = temporaryFolder();
    const store = openDirectoryStore(folder, failingDisk(operation, code));
    await expect(store.putIfAbsent('blocks/ab/abc.json', bytes('one'))).rejects.toMatchObject({
      name: 'StoreError',
      problem,
    });
  });

  test('a file where the store should be is named, and is still there afterwards', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'store');
    await nodeDisk.writeFile(file, 'mine');
    const store = openDirectoryStore(file);
    await expect(store.putIfAbsent('blocks/ab/abc.json', bytes('one'))).rejects.toMatchObject({
      problem: 'blocked',
    });
    await expect(store.get('blocks/ab/abc.json')).rejects.toThrow(/a file stands where a folder should be/);
    expect(await nodeDisk.readFile(file, 'utf8')).toBe('mine');
  });

  test('a store goes on working after a write that failed', async () => {
    const folder = temporaryFolder();
    await nodeDisk.writeFile(join(folder, 'blocks'), 'in the way');
    const store = openDirectoryStore(folder);
    await expect(store.putIfAbsent('blocks/ab/abc.json', bytes('one'))).rejects.toMatchObject({
      problem: 'blocked',
    });
    await nodeDisk.unlink(join(folder, 'blocks'));
    expect(await store.putIfAbsent('blocks/ab/abc.json', bytes('one'))).toBe('stored');
  });

  test('temporary files of dead processes go, those of running ones and of other machines stay', async () => {
    const folder = temporaryFolder();
    const temporary = join(folder, 'tmp');
    await openDirectoryStore(folder).putIfAbsent('blocks/ab/abc.json', bytes('one'));
    let written = '';
    const spy = openDirectoryStore(folder, {
      ...nodeDisk,
      writeFile: (file, ...rest) => {
        written = String(file);
        return nodeDisk.writeFile(file, ...rest);
      },
    });
    await spy.replace('studies/s/summary.json', bytes('two'));
    const host = written.slice(temporary.length + 1).split('-')[0];
    for (const name of [`${host}-999999999-a`, `${host}-${process.pid}-b`, 'deadbeef-999999999-c']) {
      await nodeDisk.writeFile(join(temporary, name), 'cut off');
    }
    await openDirectoryStore(folder).replace('studies/s/summary.json', bytes('three'));
    expect((await nodeDisk.readdir(temporary)).sort()).toEqual(
      [`${host}-${process.pid}-b`, 'deadbeef-999999999-c'].sort(),
    );
  });
});

import * as nodeDisk from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Disk, openDirectoryStore } from '../../../results/store/directory.ts';
import { NODE_DISK } from '../../../results/store/disk.ts';
import type { SetAside } from '../../../results/store/obstacles.ts';
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

describeStoreContract('the directory store', opener(NODE_DISK));
describeStoreContract('the directory store on a disk that cannot read at once', opener(nodeDisk));
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
    let full = true;
    const store = openDirectoryStore(folder, {
      ...nodeDisk,
      mkdir: (async (...args: Parameters<typeof nodeDisk.mkdir>) => {
        if (full) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
        return nodeDisk.mkdir(...args);
      }) as Disk['mkdir'],
    });
    await expect(store.putIfAbsent('blocks/ab/abc.json', bytes('one'))).rejects.toMatchObject({
      problem: 'full',
    });
    full = false;
    expect(await store.putIfAbsent('blocks/ab/abc.json', bytes('one'))).toBe('stored');
  });

  test('folders that are removed while the store is open are made again', async () => {
    const folder = temporaryFolder();
    const store = openDirectoryStore(folder);
    await store.putIfAbsent('blocks/ab/abc.json', bytes('one'));
    await nodeDisk.rm(join(folder, 'tmp'), { recursive: true });
    await store.putIfAbsent('blocks/ab/abd.json', bytes('two'));
    await nodeDisk.rm(join(folder, 'blocks'), { recursive: true });
    await store.putIfAbsent('blocks/ab/abe.json', bytes('three'));
    expect(await store.list('blocks/')).toEqual(['blocks/ab/abe.json']);
  });

  test('ten thousand values are the same read on a second thread, from a slow disk, and on this thread', async () => {
    const folder = temporaryFolder();
    const store = openDirectoryStore(folder);
    const keys = Array.from({ length: 50 }, (_, i) => `blocks/ab/${i}.json`);
    for (const [i, key] of keys.entries()) {
      if (i % 5 > 0) await store.putIfAbsent(key, bytes('x'.repeat(2000 * i)));
    }
    await nodeDisk.mkdir(join(folder, 'blocks/ab/0.json'));
    const expected = await Promise.all(keys.map((key) => store.get(key)));
    let reads = 0;
    const slow = openDirectoryStore(folder, {
      ...NODE_DISK,
      readFileSync: (path) => {
        reads++;
        const until = performance.now() + 0.3;
        while (performance.now() < until);
        return NODE_DISK.readFileSync!(path);
      },
    });
    for (const reader of [openDirectoryStore(folder), slow]) {
      for (let round = 0; round < 200; round++) {
        const found = await reader.getMany(keys);
        if (round % 50 !== 49) continue;
        for (const [i, value] of found.entries()) {
          expect(value === null ? null : Buffer.compare(value, expected[i]!)).toBe(expected[i] && 0);
        }
      }
    }
    expect(reads).toBe(keys.length);
  });

  test('an error of the second thread is a sentence, as on this one', async () => {
    const folder = temporaryFolder();
    const store = openDirectoryStore(folder);
    await store.putIfAbsent('blocks/ab/abc.json', bytes('one'));
    await store.getMany(Array(5000).fill('blocks/ab/abc.json'));
    const impossible = `blocks/ab/${'x'.repeat(300)}.json`;
    await expect(store.getMany(['blocks/ab/abc.json', impossible])).rejects.toMatchObject({
      name: 'StoreError',
      problem: 'failed',
      message: expect.stringMatching(/^Cannot read .*ENAMETOOLONG/),
    });
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

describe('what stands where the store needs a file or a folder', () => {
  interface Standing {
    readonly folder: string;
    readonly store: Store;
    readonly moved: SetAside[];
  }

  async function standing(path: string, kind: 'file' | 'folder'): Promise<Standing> {
    const folder = temporaryFolder();
    await nodeDisk.mkdir(join(folder, path, '..'), { recursive: true });
    if (kind === 'file') await nodeDisk.writeFile(join(folder, path), 'mine');
    else await nodeDisk.mkdir(join(folder, path, 'inner'), { recursive: true });
    const moved: SetAside[] = [];
    return { folder, moved, store: openDirectoryStore(folder, NODE_DISK, (one) => moved.push(one)) };
  }

  const KEY = 'blocks/ab/abc.json';

  test.each([
    ['blocks/ab/abc.json', 'folder'],
    ['blocks/ab', 'file'],
    ['blocks', 'file'],
    ['tmp', 'file'],
  ] as const)(
    '%s as a %s reads as nothing, and a write moves it to the quarantine by name',
    async (path, kind) => {
      const { folder, store, moved } = await standing(path, kind);
      expect(await store.get(KEY)).toBeNull();
      expect(await store.getMany([KEY])).toEqual([null]);
      expect(await store.list('blocks/')).not.toContain(KEY);
      expect(moved).toEqual([]);
      await Promise.all([
        store.putIfAbsent(KEY, bytes('one')),
        store.putIfAbsent('blocks/ab/abd.json', bytes('two')),
      ]);
      expect(await store.list('blocks/')).toEqual([KEY, 'blocks/ab/abd.json']);
      expect(moved.map((one) => one.path)).toEqual([join(folder, path)]);
      const { movedTo } = moved[0];
      expect(movedTo.startsWith(join(folder, 'quarantine', `${path.replaceAll('/', '-')}-`))).toBe(true);
      if (kind === 'file') expect(await nodeDisk.readFile(movedTo, 'utf8')).toBe('mine');
      else expect(await nodeDisk.readdir(movedTo)).toEqual(['inner']);
    },
  );

  test('a folder in place of a summary is moved away when the summary is replaced', async () => {
    const { folder, store, moved } = await standing('studies/s/summary.json', 'folder');
    await store.replace('studies/s/summary.json', bytes('one'));
    expect(await nodeDisk.readFile(join(folder, 'studies/s/summary.json'), 'utf8')).toBe('one');
    expect(moved).toHaveLength(1);
    await store.remove('studies/s/summary.json');
    expect(await store.get('studies/s/summary.json')).toBeNull();
  });

  test('a file in place of the quarantine is moved beside it', async () => {
    const { folder, store, moved } = await standing('quarantine', 'file');
    await store.putIfAbsent(KEY, bytes('one'));
    await store.move(KEY, 'quarantine/abc.json');
    expect(await store.list('quarantine/')).toEqual(['quarantine/abc.json']);
    expect(moved[0].movedTo.startsWith(join(folder, 'quarantine-'))).toBe(true);
  });

  test('twenty processes that meet the same obstacle move it once and lose no record', async () => {
    const { folder } = await standing('blocks', 'file');
    const moved: SetAside[] = [];
    const stores = Array.from({ length: 20 }, () =>
      openDirectoryStore(folder, NODE_DISK, (one) => moved.push(one)),
    );
    await Promise.all(stores.map((store, i) => store.putIfAbsent(`blocks/ab/${i}.json`, bytes('one'))));
    expect(await stores[0].list('blocks/')).toHaveLength(20);
    expect(moved).toHaveLength(1);
  });

  test('what is no obstacle any more when its turn comes stays: a record stored meanwhile is not moved', async () => {
    const { folder } = await standing('blocks', 'file');
    let first = true;
    const late = openDirectoryStore(folder, {
      ...NODE_DISK,
      rename: async (from, to) => {
        if (first && String(from) === join(folder, 'blocks')) {
          first = false;
          await openDirectoryStore(folder).putIfAbsent('blocks/ab/other.json', bytes('theirs'));
        }
        return nodeDisk.rename(from, to);
      },
    });
    await late.putIfAbsent(KEY, bytes('one'));
    expect(first).toBe(false);
    expect(await late.list('blocks/')).toEqual([KEY, 'blocks/ab/other.json']);
  });
});

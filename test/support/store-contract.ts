import { describe, expect, test } from 'vitest';
import type { Store } from '../../results/store/store.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (value: Uint8Array | null): string | null =>
  value === null ? null : new TextDecoder().decode(value);

/**
 * What every store must do.
 *
 * @param open opens the same fresh, empty store each time it is called within one test.
 * @param exclusive whether of several writers in the same instant exactly one stores.
 */
export function describeStoreContract(
  name: string,
  open: (test: string) => Promise<Store>,
  exclusive = true,
): void {
  describe(`${name} keeps the contract of a store`, () => {
    test('a key that was never stored reads as null', async () => {
      const store = await open('absent');
      expect(await store.get('blocks/ab/abc.json')).toBeNull();
    });

    test('many keys read as one by one, in their order, those never stored as null', async () => {
      const store = await open('many');
      const keys = Array.from({ length: 300 }, (_, i) => `blocks/${i % 7}/${i}.json`);
      for (const [i, key] of keys.entries()) if (i % 3 > 0) await store.putIfAbsent(key, bytes(key));
      const read = await store.getMany(keys.toReversed());
      expect(read.map(text)).toEqual(keys.map((key, i) => (i % 3 > 0 ? key : null)).toReversed());
      expect(await store.getMany([])).toEqual([]);
    });

    test('what was stored reads back to the byte, by another opening of the store too', async () => {
      const value = Uint8Array.from({ length: 256 }, (_, i) => i);
      const store = await open('bytes');
      expect(await store.putIfAbsent('blocks/ab/abc.json', value)).toBe('stored');
      expect(new Uint8Array((await store.get('blocks/ab/abc.json'))!)).toEqual(value);
      expect(new Uint8Array((await (await open('bytes')).get('blocks/ab/abc.json'))!)).toEqual(value);
    });

    test('the start of a value reads as far as it goes, that of none as null', async () => {
      const store = await open('start');
      await store.putIfAbsent('packs/a/b.ndjson', bytes('0123456789'));
      await store.replace('packs/a/empty.ndjson', bytes(''));
      expect(text((await store.getStart?.('packs/a/b.ndjson', 4)) ?? null)).toBe('0123');
      expect(text((await store.getStart?.('packs/a/b.ndjson', 100)) ?? null)).toBe('0123456789');
      expect(text((await store.getStart?.('packs/a/empty.ndjson', 4)) ?? null)).toBe('');
      expect(await store.getStart?.('packs/a/absent.ndjson', 4)).toBeNull();
    });

    test('storing the same bytes twice counts once', async () => {
      const store = await open('twice');
      expect(await store.putIfAbsent('blocks/ab/abc.json', bytes('one'))).toBe('stored');
      expect(await store.putIfAbsent('blocks/ab/abc.json', bytes('one'))).toBe('present');
      expect(await store.list('blocks/')).toEqual(['blocks/ab/abc.json']);
    });

    test('storing different bytes under a taken key is a conflict that leaves the first', async () => {
      const store = await open('conflict');
      await store.putIfAbsent('blocks/ab/abc.json', bytes('one'));
      await expect(store.putIfAbsent('blocks/ab/abc.json', bytes('two'))).rejects.toMatchObject({
        name: 'StoreError',
        problem: 'conflict',
      });
      expect(text(await store.get('blocks/ab/abc.json'))).toBe('one');
    });

    test('replace overwrites, and a reader sees the old value or the new one, never a part', async () => {
      const store = await open('replace');
      const long = 'x'.repeat(300_000);
      await store.replace('studies/s/summary.json', bytes(long));
      const seen = new Set<number>();
      const writes = (async () => {
        for (let i = 0; i < 20; i++)
          await store.replace('studies/s/summary.json', bytes(i % 2 ? long : 'short'));
      })();
      for (let i = 0; i < 50; i++) seen.add((await store.get('studies/s/summary.json'))!.length);
      await writes;
      expect([5, 300_000]).toEqual(expect.arrayContaining([...seen]));
      expect(await store.list('')).toEqual(['studies/s/summary.json']);
    });

    test('list gives the keys of a folder in ascending order, and none where there is no folder', async () => {
      const store = await open('list');
      for (const key of ['blocks/b/2.json', 'studies/s/x.json', 'blocks/a/9.json', 'blocks/b/1.json']) {
        await store.putIfAbsent(key, bytes(key));
      }
      expect(await store.list('blocks/')).toEqual(['blocks/a/9.json', 'blocks/b/1.json', 'blocks/b/2.json']);
      expect(await store.list('nothing/')).toEqual([]);
    });

    test('move takes a value to its new key and is silent where there is nothing to move', async () => {
      const store = await open('move');
      await store.putIfAbsent('blocks/ab/abc.json', bytes('one'));
      await store.move('blocks/ab/abc.json', 'quarantine/abc.json');
      await store.move('blocks/ab/abc.json', 'quarantine/abc.json');
      expect(await store.list('')).toEqual(['quarantine/abc.json']);
      expect(text(await store.get('quarantine/abc.json'))).toBe('one');
    });

    test('remove removes, and is silent where there is nothing', async () => {
      const store = await open('remove');
      await store.putIfAbsent('studies/s/summary.json', bytes('one'));
      await store.remove('studies/s/summary.json');
      await store.remove('studies/s/summary.json');
      expect(await store.get('studies/s/summary.json')).toBeNull();
    });

    test('a value has a time at which it was stored, and what was never stored has none', async () => {
      const store = await open('times');
      const before = Date.now();
      await store.putIfAbsent('blocks/ab/abc.json', bytes('one'));
      const storedAt = await store.storedAt('blocks/ab/abc.json');
      // The clock of a file system may be coarse, that of a server a little off.
      expect(Math.abs(storedAt!.getTime() - before)).toBeLessThan(60_000);
      expect(await store.storedAt('blocks/ab/other.json')).toBeNull();
    });

    test('a listing that tells more than keys tells the sizes of values and when they were stored', async () => {
      const store = await open('described');
      await store.putIfAbsent('blocks/ab/abc.json', bytes('one'));
      await store.putIfAbsent('blocks/ab/abd.json', bytes('three'));
      await store.putIfAbsent('packs/a/b.ndjson', bytes('four'));
      if (store.describe === undefined) return;
      const found = await store.describe('blocks/');
      expect(found.map(({ key, bytes }) => [key, bytes]).toSorted()).toEqual([
        ['blocks/ab/abc.json', 3],
        ['blocks/ab/abd.json', 5],
      ]);
      for (const { key, storedAt } of found) {
        // A head says whole seconds.
        expect(Math.abs(storedAt.getTime() - (await store.storedAt(key))!.getTime())).toBeLessThan(1000);
      }
    });

    test('a finished write leaves nothing over', async () => {
      const store = await open('leftovers');
      await store.putIfAbsent('blocks/ab/abc.json', bytes('one'));
      await store.replace('studies/s/summary.json', bytes('two'));
      expect(await store.leftovers()).toEqual([]);
    });

    if (!exclusive) return;

    test('of many writers of one key exactly one stores', async () => {
      const stores = await Promise.all(Array.from({ length: 20 }, () => open('race')));
      const answers = await Promise.all(
        stores.map((store) => store.putIfAbsent('blocks/ab/abc.json', bytes('one'))),
      );
      expect(answers.filter((answer) => answer === 'stored')).toHaveLength(1);
      expect(await stores[0].list('')).toEqual(['blocks/ab/abc.json']);
    });

    test('of many writers of different bytes one stores and the others conflict', async () => {
      const store = await open('rivals');
      const answers = await Promise.allSettled(
        Array.from({ length: 20 }, (_, i) => store.putIfAbsent('blocks/ab/abc.json', bytes(`writer ${i}`))),
      );
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await store.list('')).toEqual(['blocks/ab/abc.json']);
    });
  });
}

import { expect, test } from 'vitest';
import { createPackCache } from '../../../results/packs/pack-cache.ts';

/** A cache in front of packs of a size, and the keys that were read behind it. */
function counted(bytes: number) {
  const reads: string[] = [];
  const cache = createPackCache(async (key) => {
    reads.push(key);
    return new Uint8Array(bytes);
  });
  return { cache, reads };
}

test('a pack in use is read once, by however many at the same time', async () => {
  const { cache, reads } = counted(10);
  await Promise.all([cache.read('a'), cache.read('a'), cache.read('b')]);
  await cache.read('a');
  expect(reads).toEqual(['a', 'b']);
});

test('the least recently used pack goes first, when there are more than eight', async () => {
  const { cache, reads } = counted(10);
  const keys = Array.from({ length: 9 }, (_, i) => `${i}`);
  for (const key of keys.slice(0, 8)) await cache.read(key);
  await cache.read('0');
  await cache.read('8');
  await cache.read('0');
  expect(reads).toEqual(keys);
  await cache.read('1');
  expect(reads.at(-1)).toBe('1');
});

test('large packs leave early, but two stay', async () => {
  const { cache, reads } = counted(40 * 1024 * 1024);
  for (const key of ['a', 'b', 'a', 'b', 'c', 'b', 'a']) await cache.read(key);
  expect(reads).toEqual(['a', 'b', 'c', 'a']);
});

test('what could not be read is asked for again', async () => {
  let calls = 0;
  const cache = createPackCache(async () => {
    calls++;
    throw new Error('gone');
  });
  await expect(cache.read('a')).rejects.toThrow('gone');
  await expect(cache.read('a')).rejects.toThrow('gone');
  expect(calls).toBe(2);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemory } from '../../../results/catalogue/memory.ts';

test('what was used least recently leaves first when the bound is met, whatever its cache', () => {
  const memory = createMemory(10);
  const [words, numbers] = [memory.cache<string>(), memory.cache<number>()];
  words.set('a', 'one', 4);
  numbers.set('a', 1, 4);
  expect(words.get('a')).toBe('one');
  numbers.set('b', 2, 4);
  expect([words.get('a'), numbers.get('a'), numbers.get('b')]).toEqual(['one', undefined, 2]);
  expect(memory.weight()).toBe(8);
});

test('a value heavier than the bound stays beside all others until its cache gets another such', () => {
  const memory = createMemory(10);
  const [cache, other] = [memory.cache<string>(), memory.cache<string>()];
  cache.set('small', 'kept', 3);
  cache.set('large', 'beside', 11);
  other.set('large', 'of another cache', 12);
  expect([cache.get('small'), cache.get('large'), memory.weight()]).toEqual(['kept', 'beside', 3]);
  cache.set('larger', 'in its place', 20);
  expect([cache.get('large'), cache.get('larger'), other.get('large')]).toEqual([
    undefined,
    'in its place',
    'of another cache',
  ]);
  cache.delete('larger');
  expect([cache.get('larger'), cache.get('small')]).toEqual([undefined, 'kept']);
});

test('a value that got heavy, or light again, is held once', () => {
  const memory = createMemory(10);
  const cache = memory.cache<string>();
  cache.set('a', 'light', 2);
  cache.set('a', 'heavy', 11);
  expect([cache.get('a'), memory.weight()]).toEqual(['heavy', 0]);
  cache.set('a', 'light again', 2);
  expect([cache.get('a'), memory.weight()]).toEqual(['light again', 2]);
});

test('a memory never holds more than its bound, and weighs what it holds', () => {
  const steps = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 40 }), fc.boolean()),
    {
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(steps, (all) => {
      const memory = createMemory(60);
      const cache = memory.cache<number>();
      const weights = new Map<string, number>();
      for (const [key, weight, removes] of all) {
        if (removes) cache.delete(String(key));
        else cache.set(String(key), weight, weight);
        weights.set(String(key), weight);
      }
      const held = [...weights.keys()].flatMap((key) => cache.get(key) ?? []);
      expect(memory.weight()).toBe(held.reduce((sum, weight) => sum + weight, 0));
      expect(memory.weight()).toBeLessThanOrEqual(60);
    }),
    { seed: 1, numRuns: 300 },
  );
});

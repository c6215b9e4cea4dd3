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

test('a value heavier than the bound is not kept and drives nothing out', () => {
  const memory = createMemory(10);
  const cache = memory.cache<string>();
  cache.set('small', 'kept', 3);
  cache.set('large', 'lost', 11);
  expect([cache.get('small'), cache.get('large'), memory.weight()]).toEqual(['kept', undefined, 3]);
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

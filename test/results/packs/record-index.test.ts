import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256Hex } from '../../../functions/study/mechanism.ts';
import { createRecordIndex, type RecordPlace } from '../../../results/packs/record-index.ts';

type Step =
  | { readonly kind: 'add'; readonly key: number; readonly pack: number }
  | { readonly kind: 'remove'; readonly pack: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ kind: fc.constant('add'), key: fc.nat(40), pack: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove'), pack: fc.nat(6) }) },
);

/** Keys that begin alike, so that they want the same slot. */
const keyOf = (number: number): string => `0000000${number % 2}${sha256Hex(String(number)).slice(8)}`;

test('it finds what a map of lists finds, after any additions and removals', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const index = createRecordIndex();
      const model = new Map<string, RecordPlace[]>();
      for (const [i, one] of steps.entries()) {
        if (one.kind === 'remove') {
          index.removePack(one.pack);
          for (const [key, list] of model)
            model.set(
              key,
              list.filter(({ pack }) => pack !== one.pack),
            );
          continue;
        }
        const place = { pack: one.pack, start: i, end: 2 * i };
        index.add(keyOf(one.key), place);
        model.set(keyOf(one.key), [...(model.get(keyOf(one.key)) ?? []), place]);
      }
      for (let key = 0; key <= 41; key++) {
        const expected = model.get(keyOf(key)) ?? [];
        expect(index.find(keyOf(key))).toEqual(expected);
        expect(index.has(keyOf(key))).toBe(expected.length > 0);
      }
      expect(index.size).toBe([...model.values()].reduce((sum, list) => sum + list.length, 0));
    }),
    { seed: 20261125, numRuns: 200 },
  );
});

test('it keeps 20,000 places, and grows no larger by as many that come and go', () => {
  const index = createRecordIndex();
  const keys = Array.from({ length: 20_000 }, (_, i) => sha256Hex(String(i)));
  for (let round = 0; round < 3; round++) {
    index.removePack(7);
    for (const [i, key] of keys.entries()) index.add(key, { pack: 7, start: i, end: i + round });
  }
  expect(index.size).toBe(keys.length);
  for (const [i, key] of keys.entries()) expect(index.find(key)).toEqual([{ pack: 7, start: i, end: i + 2 }]);
  expect(index.has(sha256Hex('none'))).toBe(false);
});

test('a key that is no hash is no key of a record', () => {
  const index = createRecordIndex();
  index.add('../../etc/passwd', { pack: 0, start: 0, end: 1 });
  expect(index.size).toBe(0);
  expect(index.find('../../etc/passwd')).toEqual([]);
});

import { expect, test } from 'vitest';
import { sha256Hex } from '../../functions/study/mechanism.ts';
import { createDigestList } from '../../results/digest-list.ts';

test('digests come back as they were, in any order, and null where none came', () => {
  const list = createDigestList();
  const blocks = [5, 0, 1000, 3];
  for (const block of blocks) list.set(block, sha256Hex(String(block)));
  const digests = list.first(1001);
  expect(digests.count).toBe(1001);
  for (let block = 0; block <= 1001; block++) {
    const expected = blocks.includes(block) ? sha256Hex(String(block)) : null;
    expect(digests.at(block)).toBe(expected);
    expect(list.has(block)).toBe(expected !== null);
  }
});

test('what was taken does not change when more comes', () => {
  const list = createDigestList();
  list.set(0, sha256Hex('0'));
  const before = list.first(2);
  list.set(1, sha256Hex('1'));
  expect([before.at(0), before.at(1), list.first(2).at(1)]).toEqual([sha256Hex('0'), null, sha256Hex('1')]);
  expect(list.first(1).at(1)).toBeNull();
});

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { condensedDigests, digestOf, parseDigests } from '../../results/digests-file.ts';

const sum = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A file of two estimators, of five blocks and of two. */
const FILE = JSON.stringify({
  formatVersion: 1,
  studyHash: 'abc',
  records: [
    {
      cell: 'n=10',
      estimator: 'sign',
      blocks: Object.fromEntries([0, 1, 2, 3, 4].map((i) => [`s${i}`, sum(`s${i}`)])),
    },
    { cell: 'n=10', estimator: 'rlhf', blocks: { r0: sum('r0'), r1: sum('r1') } },
  ],
});

test('a file with a digest for every block covers one each', () => {
  const found = parseDigests(FILE);
  expect(found?.blocksPerDigest).toBe(1);
  expect(found?.sums.size).toBe(7);
  expect([...(found?.covers.values() ?? [])]).toEqual([1, 1, 1, 1, 1, 1, 1]);
});

test('a condensed file has the digests of consecutive blocks, and says how many each covers', () => {
  const found = parseDigests(condensedDigests(FILE, 4) ?? '');
  expect(found?.studyHash).toBe('abc');
  expect(found?.blocksPerDigest).toBe(2);
  expect([...(found?.covers ?? [])]).toEqual([
    ['s0', 2],
    ['s2', 2],
    ['s4', 1],
    ['r0', 2],
  ]);
  expect(found?.sums.get('s2')).toBe(sum(`${sum('s2')}\n${sum('s3')}\n`));
  expect(found?.sums.get('s4')).toBe(sum('s4'));
});

test('a file that is small enough stays as it is, and a condensed one is not condensed again', () => {
  expect(condensedDigests(FILE, 7)).toBe(FILE);
  expect(condensedDigests(condensedDigests(FILE, 4) ?? '', 2)).toBeNull();
  expect(condensedDigests('{}')).toBeNull();
});

test('the digest of one record is its own, that of several depends on their order', () => {
  expect(digestOf([sum('a')])).toBe(sum('a'));
  expect(digestOf([sum('a'), sum('b')])).not.toBe(digestOf([sum('b'), sum('a')]));
});

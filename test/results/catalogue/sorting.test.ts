import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowOrder, sortKeys } from '../../../results/catalogue/sorting.ts';
import type { RawRow } from '../../../results/export.ts';
import type { RawColumn } from '../../../results/raw-columns.ts';

const COLUMNS: readonly RawColumn[] = [
  { name: 'estimator', type: 'string', nullable: false },
  { name: 'value', type: 'double', nullable: true },
];

const sorted = (rows: readonly RawRow[], keys: string): readonly RawRow[] =>
  rows.toSorted(rowOrder(COLUMNS, sortKeys(keys)));

test('rows without a value come last, from the smallest and from the largest', () => {
  const rows: readonly RawRow[] = [
    ['a', null],
    ['b', 2],
    ['c', -1],
    ['d', null],
  ];
  const ids = (keys: string): string =>
    sorted(rows, keys)
      .map(([id]) => id)
      .join('');
  expect(ids('value')).toBe('cbad');
  expect(ids('-value')).toBe('bcad');
  expect(ids('value,-estimator')).toBe('cbda');
});

test('a sort orders all rows by its keys in turn and keeps the order of equal ones', () => {
  const row = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.option(fc.integer({ min: -3, max: 3 })));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      const rank = (value: number | null): number => (value === null ? 99 : -value);
      const expected = rows
        .map((one, i) => ({ one, i }))
        .sort((x, y) => x.one[0].localeCompare(y.one[0]) || rank(x.one[1]) - rank(y.one[1]) || x.i - y.i);
      expect(sorted(rows, 'estimator,-value')).toEqual(expected.map(({ one }) => one));
    }),
    { seed: 1, numRuns: 300 },
  );
});

import { expect, test } from 'vitest';
import { readCsvTable } from '../../../functions/data/read-csv.ts';
import { bytesOf } from '../../support/choice-files.ts';

const TEXT = ['id,x,city,z,w', 'a,1,Rome,NA,', 'b,-2.5e3,Oslo,4,7', 'a,.5,Bern,,8'].join('\n');

test('columns are numbers, labels or neither, with what is missing', () => {
  const table = readCsvTable(bytesOf(TEXT), (name) =>
    name === 'id' ? 'labels' : name === 'w' ? 'nothing' : 'feature',
  );
  expect(table).toEqual({
    rows: 3,
    columns: [
      {
        kind: 'labels',
        name: 'id',
        codes: Uint32Array.of(0, 1, 0),
        labels: ['a', 'b'],
        missing: { count: 0, first: [] },
      },
      {
        kind: 'numbers',
        name: 'x',
        values: Float64Array.of(1, -2500, 0.5),
        missing: { count: 0, first: [] },
      },
      { kind: 'other', name: 'city', text: { row: 1, found: 'Rome', belowNumbers: false } },
      {
        kind: 'numbers',
        name: 'z',
        values: Float64Array.of(Number.NaN, 4, Number.NaN),
        missing: { count: 2, first: [1, 3] },
      },
      { kind: 'other', name: 'w', text: null },
    ],
  });
});

test('labels that are the same number are the same label', () => {
  const table = readCsvTable(bytesOf('id,x\n1,1\n1.0,2\n01,3\n'), () => 'labels');
  expect(table.columns[0]).toMatchObject({ labels: ['1'] });
});

test.each([
  ['', /is empty/],
  ['1,2\n3,4\n', /begins with numbers/],
  ['x,x\n1,2\n', /has two columns "x"/],
  ['x,y\n1,2\n3\n', /has 1 value in row 2; its header names 2 columns/],
  ['x,y\n1,2,3\n', /has 3 values in row 1/],
])('the text %j is refused', (text, message) => {
  expect(() => readCsvTable(bytesOf(text), () => 'feature')).toThrow(message);
});

test('a number of 400 digits is no number, and a column that begins with numbers may end with text', () => {
  const long = '9'.repeat(400);
  const table = readCsvTable(bytesOf(`x,y\n${long},1\n2,abc\n`), () => 'feature');
  expect(table.columns).toEqual([
    { kind: 'other', name: 'x', text: { row: 1, found: long, belowNumbers: false } },
    { kind: 'other', name: 'y', text: { row: 2, found: 'abc', belowNumbers: true } },
  ]);
});

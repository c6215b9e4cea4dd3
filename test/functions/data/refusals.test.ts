import { expect, test } from 'vitest';
import type { ChoiceRequest } from '../../../functions/data/choice-request.ts';
import { choicesIn, LONG } from '../../support/choice-files.ts';

const BINARY: ChoiceRequest = { format: 'binary', outcome: 'y', intercept: true };

const csv = (...lines: readonly string[]): string => lines.join('\n');

test.each([
  [
    'no such column',
    csv('Y,a', '1,2', '0,3'),
    BINARY,
    /has no column "y", which --outcome names; did you mean Y\?/,
  ],
  ['outcomes all the same', csv('y,a', '1,2', '1,3'), BINARY, /has only 1 in column y/],
  ['an outcome of three values', csv('y,a', '1,2', '0,3', '2,4'), BINARY, /has "2" in column y, row 3/],
  ['an outcome that is missing', csv('y,a', '1,2', ',3', '0,4'), BINARY, /has no value in column y, row 2;/],
  [
    'a feature that is missing',
    csv('y,a', '1,2', '0,', '0,NA', '1,5'),
    BINARY,
    /has no value in column a, rows 2 and 3;/,
  ],
  [
    'a constant feature',
    csv('y,a,b', '1,2,7', '0,3,7', '1,1,7'),
    BINARY,
    /same value in every row of column b/,
  ],
  [
    'several constant features',
    csv('y,a,b,c', '1,2,7,1', '0,3,7,1', '1,1,7,1'),
    BINARY,
    /same value in every row of each of the columns b, c; leave them out with --without b,c, and/,
  ],
  [
    'a column of numbers with a text among them',
    csv('y,a,b', '1,2,1', '0,3,12 min', '1,5,2'),
    BINARY,
    /has "12 min" in column b, row 2, below numbers; .*--without b.*--categories b\.$/,
  ],
  [
    'numbers with a comma, though nobody named them',
    csv('y;a;b', '1;2;0,5', '0;3;1,5', '1;5;2,5'),
    BINARY,
    /has "0,5" in column b, row 1; numbers are written with a point\.$/,
  ],
  [
    'a column to leave out that is not there',
    csv('y,a,b', '1,2,1', '0,3,2'),
    { ...BINARY, without: ['bb'] },
    /has no column "bb", which --without names; did you mean b\?/,
  ],
  [
    'answers of two other words',
    csv('y,a', 'accept,2', 'reject,3'),
    BINARY,
    /has "accept" in column y, row 1; .* Write --yes accept or --yes reject for the value that means yes\.$/,
  ],
  [
    'a yes that is not there',
    csv('y,a', 'accept,2', 'reject,3'),
    { ...BINARY, yes: 'accepted' },
    /has no "accepted" in column y, which --yes names; its values are "accept", "reject"\./,
  ],
  [
    'one of four alternatives as an outcome',
    csv('y,a', '1,2', '3,3', '4,1'),
    BINARY,
    /has "3" in column y, row 2, one of 3 values; .* turn the file into the long format/,
  ],
  [
    'features that are the same for all alternatives of a situation',
    csv(
      'id,task,alt,choice,a,income,size',
      'u,1,x,1,1,50,2',
      'u,1,y,0,2,50,2',
      'v,1,x,0,3,70,1',
      'v,1,y,1,4,70,1',
    ),
    LONG,
    /never differ between the things compared, .*: income, size; leave them out with --without income,size\.$/,
  ],
  [
    'a category of one value',
    csv('y,a,c', '1,2,u', '0,3,u'),
    { ...BINARY, categories: ['c'] },
    /same value in every row of column c; leave it out of --categories/,
  ],
  [
    'a category that is a name',
    csv('y,a,c', ...Array.from({ length: 101 }, (_, i) => `${i % 2},${i},name ${i}`)),
    { ...BINARY, categories: ['c'] },
    /has 101 different values in column c; --categories takes columns of 100 at most/,
  ],
  [
    'a category without a value',
    csv('y,a,c', '1,2,u', '0,3,'),
    { ...BINARY, categories: ['c'] },
    /has no value in column c, row 2; --categories needs one in every row/,
  ],
  [
    'a category that is not there',
    csv('y,a,c', '1,2,u', '0,3,v'),
    { ...BINARY, categories: ['colour'] },
    /has no column "colour", which --categories names/,
  ],
  [
    'collinear features',
    csv('y,a,b,c', '1,2,1,5', '0,3,0,6', '1,1,5,7', '0,4,4,12', '1,0,2,2'),
    BINARY,
    /has a column c that is a combination of others \(2 x a \+ 1 x b\)/,
  ],
  ['fewer rows than features', csv('y,a,b', '1,2,3', '0,1,1'), BINARY, /has 2 comparisons for 3 features/],
  [
    'text in a named feature',
    csv('y,a', '1,2', '0,x'),
    { ...BINARY, features: ['a'] },
    /has "x" in column a, row 2; features are numbers/,
  ],
  [
    'a decimal comma',
    csv('y;a', '1;2', '0;3,5'),
    { ...BINARY, features: ['a'] },
    /has "3,5" in column a, row 2; numbers are written with a point/,
  ],
  ['no feature at all', csv('y,a', '1,x', '0,y'), BINARY, /has no column of numbers left/],
  ['no rows', 'y,a\n', BINARY, /has no rows below its header/],
  [
    'an item without columns',
    csv('y,a', '1,2'),
    { format: 'pairs', outcome: 'y', items: ['l_', 'r_'] } as const,
    /has no column whose name begins or ends with "l_"/,
  ],
  [
    'items that never differ in a feature',
    csv('y,l_a,r_a', '1,2,2', '0,3,3'),
    { format: 'pairs', outcome: 'y', items: ['l_', 'r_'] } as const,
    /has a feature a that never differs/,
  ],
])('%s is a sentence', (_, text, request, message) => {
  expect(() => choicesIn(text, request)).toThrow(message);
});

test('columns that are not numbers are left out with a notice that says where', () => {
  const { notices, names } = choicesIn(csv(',y,a,city', '0,1,2,Rome', '1,0,3,Oslo', '2,1,1,Bern'), {
    ...BINARY,
    intercept: false,
  });
  expect(names).toEqual(['a']);
  expect(notices).toEqual([
    'Left out, since not all of it is numbers: city (row 1 has "Rome"). With --categories city each value of city is a feature.',
    'Left out, since it has no name: a column.',
  ]);
});

test('a first column that counts the rows is no feature, unless it is named', () => {
  const rows = Array.from({ length: 12 }, (_, i) => `${i + 1},${i % 2},${(i * i) % 7}`);
  const text = csv('rownames,y,a', ...rows);
  const request = { format: 'binary', outcome: 'y', intercept: false } as const;
  const { names, notices } = choicesIn(text, request);
  expect(names).toEqual(['a']);
  expect(notices).toEqual(['Left out, since it counts the rows: rownames; --features can name it.']);
  expect(choicesIn(text, { ...request, features: ['rownames', 'a'] }).names).toEqual(['rownames', 'a']);
  // Nine rows may be a feature.
  expect(choicesIn(csv('rownames,y,a', ...rows.slice(0, 9)), request).names).toEqual(['rownames', 'a']);
});

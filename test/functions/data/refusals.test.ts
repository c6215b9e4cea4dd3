import { expect, test } from 'vitest';
import type { ChoiceRequest } from '../../../functions/data/choice-request.ts';
import { choicesIn } from '../../support/choice-files.ts';

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
    'Left out, since not all of it is numbers: city (row 1 has "Rome").',
    'Left out, since it has no name: a column.',
  ]);
});

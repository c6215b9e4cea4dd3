import { expect, test } from 'vitest';
import { shortCount, shortDuration } from '../../../functions/cli/quantities.ts';

test.each([
  [0, '0'],
  [7, '7'],
  [999, '999'],
  [999.6, '1.00 k'],
  [1000, '1.00 k'],
  [12_345, '12.3 k'],
  [123_456, '123 k'],
  [999_600, '1.00 M'],
  [446_831_200, '447 M'],
  [2.5e12, '2.50 T'],
])('%d is written %s', (count, text) => {
  expect(shortCount(count)).toBe(text);
});

test.each([
  [0.2, '1 s'],
  [59, '59 s'],
  [59.5, '1 min 0 s'],
  [200, '3 min 20 s'],
  [7500, '2 h 5 min'],
])('%d seconds are written %s', (seconds, text) => {
  expect(shortDuration(seconds)).toBe(text);
});

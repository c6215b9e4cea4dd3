import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../support/choice-files.ts';

const cell = fc.string({ unit: fc.constantFrom('a', '1', ',', '"', '\n', ' ', 'é', '😀'), maxLength: 6 });

describe('the rows of a CSV', () => {
  it('are those that were written, however few bytes come at a time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom('\n', '\r\n'),
        (rows, piece, newline) => {
          const written = rows.map((cells) => ['k', ...cells]);
          const text = Papa.unparse(written, { newline });
          expect(rowsOf(text, piece)).toEqual(written);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });
  it.each([
    ['semicolons', 'a;b\n1;2\n'],
    ['tabs', 'a\tb\n1\t2\n'],
    ['bars', 'a|b\n1|2'],
    ['returns alone', 'a,b\r1,2\r'],
    ['a byte order mark', '\u{feff}a,b\r\n1,2\r\n\r\n'],
  ])('are found between %s', (_, text) => {
    expect(rowsOf(text)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });
  it('may lack a last line break, and blank lines are none', () => {
    expect(rowsOf('a,b\n\n1,2\n  \n3,4')).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ]);
  });
  it.each([
    ['bytes that are no UTF-8', Uint8Array.of(0x61, 0xff, 0x0a), /not UTF-8/],
    ['a quotation mark that is never closed', 'a,b\n1,"2\n3,4\n', /stray quotation mark in row 1/],
    ['a row without end', `a,"b\n${'x'.repeat(1 << 25)}`, /more than 16 million characters/],
  ])('are refused for %s', (_, text, message) => {
    expect(() => rowsOf(text)).toThrow(message);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChoiceRequest } from '../../../functions/data/choice-request.ts';
import { DataError } from '../../../functions/data/data-error.ts';
import { choicesIn } from '../../support/choice-files.ts';

const REQUESTS: readonly ChoiceRequest[] = [
  { format: 'binary', outcome: 'y', intercept: true },
  { format: 'binary', outcome: 'y', intercept: false, chooser: 'id', features: ['a', 'b'] },
  { format: 'pairs', outcome: 'y', items: ['a', 'b'] },
  { format: 'long', chooser: 'id', situation: 'task', alternative: 'a', chosen: 'y' },
];

const cell = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -3, max: 3 }).map(String) },
  { weight: 3, arbitrary: fc.constantFrom('0', '1') },
  fc.double().map(String),
  fc.constantFrom(
    '',
    ' ',
    'NA',
    '"',
    '""',
    '"a,b"',
    '"1"',
    '1,5',
    '1e999',
    '-0',
    '0x10',
    'Infinity',
    '\0',
    'é',
  ),
  fc.string({ maxLength: 4 }),
);
const header = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('id,task,y,a,b', 'y,a,b', 'y;a;b', '\u{feff}y,a,b', 'y,a1,b1,a2,b2'),
  },
  fc
    .array(fc.constantFrom('y', 'a', 'b', 'id', 'task', '', '1', ' y '), { maxLength: 6 })
    .map((c) => c.join(',')),
);
/** Files that nothing is wrong with, so that what follows the reading is reached too. */
const sound = fc
  .array(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 5, maxLength: 5 }), {
    minLength: 6,
    maxLength: 12,
  })
  .map((rows) => ['id,task,y,a,b', ...rows.map((cells) => cells.join(','))].join('\n'));

const strange = fc
  .record({
    header,
    rows: fc.array(fc.array(cell, { minLength: 0, maxLength: 6 }), { maxLength: 12 }),
    separator: fc.constantFrom(',', ',', ';', '\t'),
    newline: fc.constantFrom('\n', '\r\n', '\r'),
  })
  .map(({ header: names, rows, separator, newline }) =>
    [names, ...rows.map((cells) => cells.join(separator))].join(newline),
  );

const file = fc.oneof({ weight: 4, arbitrary: strange }, { weight: 1, arbitrary: sound });

test('10,000 strange files give choices or a sentence, and some give choices', () => {
  let read = 0;
  fc.assert(
    fc.property(file, fc.constantFrom(...REQUESTS), fc.boolean(), (text, request, standardise) => {
      try {
        const { comparisons, names } = choicesIn(text, request, standardise);
        expect(comparisons.data.every(Number.isFinite)).toBe(true);
        expect(names.length).toBe(comparisons.d);
        read++;
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        expect(error.message).toMatch(/^(has|is|begins|cannot).*[.?]$/s);
      }
    }),
    { seed: 7, numRuns: 10_000 },
  );
  expect(read).toBeGreaterThan(50);
});

test('10,000 files of random bytes are sentences', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...REQUESTS), (bytes, request) => {
      expect(() => choicesIn(bytes, request)).toThrow(DataError);
    }),
    { seed: 8, numRuns: 10_000 },
  );
});

test('100,000 columns are a sentence', () => {
  const names = Array.from({ length: 100_000 }, (_, j) => `x${j}`);
  const row = names.map((_, j) => j % 7);
  const text = ['y', ...names].join(',').concat('\n', ['1', ...row].join(','), '\n', ['0', ...row].join(','));
  expect(() => choicesIn(text, REQUESTS[0])).toThrow(/has 100000 columns of numbers; at most 4096/);
});

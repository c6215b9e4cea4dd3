import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStudy } from '../../../../functions/study/spec/parse-study.ts';
import { StudyError } from '../../../../functions/study/spec/study-error.ts';
import { RIGHT } from './study-text.ts';

/** Pieces that mean something to YAML or to a study, to insert where they do not belong. */
const PIECE = fc.constantFrom(
  ...[
    '[',
    ']',
    '{',
    '}',
    ':',
    ': ',
    '- ',
    '? ',
    '&a ',
    '*a',
    '!!str ',
    '|',
    '>',
    '"',
    "'",
    '#',
    '%',
    '---\n',
    '\n',
    '\t',
  ],
  ...[
    '  ',
    '.nan',
    '-.inf',
    '1e999',
    '-0',
    '0x1F',
    'null',
    '~',
    '<<: ',
    '__proto__: ',
    'law: ',
    '\0',
    '\uD800',
    '\u2028',
  ],
);

const mutation = fc.record({
  at: fc.nat(RIGHT.length),
  cut: fc.nat(12),
  insert: fc.oneof(PIECE, fc.string()),
});

const mutated = fc
  .array(mutation, { minLength: 1, maxLength: 4 })
  .map((mutations) =>
    mutations.reduce((text, { at, cut, insert }) => text.slice(0, at) + insert + text.slice(at + cut), RIGHT),
  );

/** Any JSON value in the place of any part of a study. */
const misplaced = fc
  .record({
    key: fc.constantFrom(
      'name',
      'seed',
      'population',
      'estimators',
      'sampleSizes',
      'replicates',
      'profiles',
      'title',
    ),
    value: fc.jsonValue(),
  })
  .map(
    ({ key, value }) =>
      `${RIGHT.replace(new RegExp(`^${key}:(.*\\n)( .*\\n)*`, 'm'), '')}${key}: ${JSON.stringify(value)}\n`,
  );

function outcome(text: string): 'accepted' | StudyError {
  try {
    parseStudy(text, 'mine.yaml', 'quick');
    return 'accepted';
  } catch (error) {
    if (error instanceof StudyError) return error;
    throw error;
  }
}

describe('parseStudy answers any text with a study or with sentences', () => {
  it.each([
    ['a study with pieces cut out and put in', mutated],
    ['a study with any value in any place', misplaced],
    ['any text', fc.string({ maxLength: 200, unit: 'binary' })],
  ])('for %s', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const result = outcome(text);
        if (result === 'accepted') return;
        const lines = text.split('\n').length;
        expect(result.problems.length).toBeGreaterThan(0);
        expect(result.message).not.toMatch(/[\n\r]| at .*\.ts:/);
        for (const { line, column, sentence } of result.problems) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(sentence).toMatch(/^line \d+, column \d+: .{8,}$/u);
        }
      }),
      { seed: 20251028, numRuns: 300 },
    );
  });
});

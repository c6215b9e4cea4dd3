import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Turn } from '../../../functions/twins/pair.ts';
import { splitSharedPrefix } from '../../../functions/twins/pairs/shared-prefix.ts';
import { joinTranscript, splitTranscript } from '../../../functions/twins/pairs/transcript.ts';
import { PREFERENCE_FILES as golden, pairAsPython } from '../../support/preference-files.ts';

test.each(golden.cases)('The turns of $chosen are those that Python finds', ({ chosen, rejected, pair }) => {
  const split = splitSharedPrefix(splitTranscript(chosen), splitTranscript(rejected));
  expect(pairAsPython(split)).toEqual(pair);
});

test('A usual turn keeps no lead, and one space after the marker is no part of its text', () => {
  expect(splitTranscript('\n\nHuman: Hi\n\nAssistant:  two')).toEqual([
    { role: 'user', text: 'Hi' },
    { role: 'assistant', text: ' two' },
  ]);
  expect(splitTranscript('\n\nHuman:Hi')).toEqual([{ role: 'user', text: 'Hi', lead: '\n\nHuman:' }]);
});

/** Texts in which markers, and what is nearly one, stand at any place. */
const pieces = fc.constantFrom(
  ...[
    '\n\nHuman: ',
    '\n\nAssistant: ',
    '\n\nHuman:',
    '\n\nAssistant:',
    'Human:',
    '\nAssistant: ',
    '\n\n',
    '\n',
    ' ',
    ':',
  ],
  ...['\r\n', 'a', 'é', '😀', '\ud800', '\udc00', '\u2028', '\0', '"', '\\'],
);
const transcripts = fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }).map((all) => all.join(''));

test('The turns of any two texts, joined, are the published characters', () => {
  const through = (turns: readonly Turn[]): readonly Turn[] => JSON.parse(JSON.stringify(turns));
  fc.assert(
    fc.property(transcripts, transcripts, transcripts, (start, a, b) => {
      const pair = splitSharedPrefix(splitTranscript(start + a), splitTranscript(start + b));
      expect(joinTranscript(through([...pair.prompt, ...pair.chosen]))).toBe(start + a);
      expect(joinTranscript(through([...pair.prompt, ...pair.rejected]))).toBe(start + b);
      expect(Math.min(pair.chosen.length, pair.rejected.length)).toBeGreaterThan(0);
    }),
    { seed: 11, numRuns: 3000 },
  );
});

test('What two conversations share is as long as it can be', () => {
  fc.assert(
    fc.property(transcripts, transcripts, (a, b) => {
      const { prompt, chosen, rejected } = splitSharedPrefix(splitTranscript(a), splitTranscript(b));
      if (chosen.length > 1 && rejected.length > 1) expect(chosen[0]).not.toEqual(rejected[0]);
      expect(splitTranscript(a).slice(0, prompt.length)).toEqual(prompt);
    }),
    { seed: 12, numRuns: 500 },
  );
});

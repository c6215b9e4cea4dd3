import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerLetter } from '../../../../functions/twins/elicit/answer-letter.ts';

describe('an answer that gives a letter is read', () => {
  test.each([
    ['A', 'A'],
    ['B', 'B'],
    [' B', 'B'],
    ['a', 'A'],
    ['b.', 'B'],
    ['A.', 'A'],
    ['"A"', 'A'],
    ['**B**', 'B'],
    ['_A_', 'A'],
    ['(B)', 'B'],
    ['[A]\n', 'A'],
    ['Answer: A', 'A'],
    ['answer: b', 'B'],
    ['The answer is B.', 'B'],
    ['My final answer: **A**', 'A'],
    ['Reply A', 'A'],
    ['Response B.', 'B'],
    ['Option A is', null],
    ['I prefer A.', 'A'],
    ['I would choose reply B', 'B'],
    ['{"answer": "A"}', 'A'],
    ['A. It is kinder.', 'A'],
    ['B: shorter and to the point', 'B'],
    ['**A** - because it is honest', 'A'],
    ['A\n\nA good reply says so.', 'A'],
  ])('%j is %j', (text, letter) => {
    expect(answerLetter(text)?.letter ?? null).toBe(letter);
    if (letter !== null) expect(text.charAt(answerLetter(text)!.at).toUpperCase()).toBe(letter);
  });
});

describe('an answer that does not clearly give one is not guessed', () => {
  test.each([
    '',
    ' ',
    'C',
    'AB',
    'A/B',
    'A or B',
    'Both',
    'Neither A nor B',
    'a good reply',
    'A good reply would be B',
    'A: concise. B: warm.',
    'Not A',
    'As the person, I prefer B',
    'B1',
    "A's",
    'I cannot choose',
    'Between A and B, A',
    'Α', // Greek.
  ])('%j', (text) => {
    expect(answerLetter(text)).toBeNull();
  });

  test('whatever stands in it: a letter is never read of a text that has it only inside words', () => {
    const word = fc.constantFrom(
      'Abba',
      'about',
      'Bob',
      'cab',
      'the',
      'person',
      'prefers',
      'both',
      'AB',
      '1',
      '?',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => answerLetter(words.join(' ')) === null),
      { seed: 3 },
    );
  });
});

test('swapping the letters of any answer swaps what is read', () => {
  const piece = fc.constantFrom(
    'A',
    'B',
    'a',
    'b',
    ' ',
    '.',
    ':',
    '\n',
    '**',
    'Answer',
    'is',
    '"',
    '(',
    ')',
    'or',
    'x',
  );
  const swapped = (text: string): string =>
    text.replace(
      /(?<![A-Za-z])[ABab](?![A-Za-z])/g,
      (one) => ({ A: 'B', B: 'A', a: 'b', b: 'a' })[one] ?? one,
    );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const text = pieces.join('');
      const here = answerLetter(text);
      const there = answerLetter(swapped(text));
      expect(there?.at).toBe(here?.at);
      if (here !== null) expect(there?.letter).toBe(here.letter === 'A' ? 'B' : 'A');
    }),
    { seed: 4, numRuns: 2000 },
  );
});

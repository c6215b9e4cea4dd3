import { expect, it } from 'vitest';
import { fewKindsSentence } from '../../../functions/fit/few-kinds.ts';
import { choicesIn } from '../../support/choice-files.ts';

const request = { format: 'binary', outcome: 'y', intercept: false } as const;
const file = (values: number, names = 'y,a,b'): string =>
  [names, ...Array.from({ length: 400 }, (_, i) => `${i % 2},${i % values},${(i >> 2) % 2}`)].join('\n');

it('counts comparisons of few kinds, a comparison and its reverse as one', () => {
  // y turns rows round: (a, b) and (-a, -b) are one kind, so that 2 x 2 rows are of 4 kinds, and 0 0 is one.
  expect(fewKindsSentence(choicesIn(file(2), request))).toMatch(/^The comparisons are of 4 kinds only/);
});
it('says nothing of features of many values, nor of a single feature', () => {
  expect(fewKindsSentence(choicesIn(file(97), request))).toBeNull();
  expect(fewKindsSentence(choicesIn(file(2, 'y,a,b'), { ...request, features: ['a'] }))).toBeNull();
});

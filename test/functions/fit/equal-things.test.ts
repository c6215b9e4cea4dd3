import { expect, it } from 'vitest';
import { equalThingsSentence } from '../../../functions/fit/equal-things.ts';
import { failureAdvice } from '../../../functions/fit/failure-advice.ts';
import { choicesIn } from '../../support/choice-files.ts';

const pairs = (text: string) => choicesIn(text, { format: 'pairs', outcome: 'w', items: ['_a', '_b'] });

it('says how many comparisons are of equal things, and what the rule for ties makes of them', () => {
  const data = pairs('w,x_a,x_b\n1,1,1\n0,2,2\n1,3,1\n0,1,5\n');
  expect(equalThingsSentence(data, 'up')).toBe(
    '2 comparisons are of things with the same features, which no direction tells apart; by --tie up 1 of them counts as told rightly.',
  );
  expect(equalThingsSentence(data, 'both')).toMatch(/by --tie both 2 of them count as/);
  expect(equalThingsSentence(pairs('w,x_a,x_b\n1,3,1\n0,1,5\n'), 'up')).toBeNull();
});
it('does not say of the people of one type of EM that all choices are told rightly', () => {
  expect(failureAdvice('separable', 'em')).toMatch(/of one type/);
  expect(failureAdvice('separable', 'rlhf')).toMatch(/tells every choice rightly/);
});

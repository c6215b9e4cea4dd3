import { describe, expect, it } from 'vitest';
import { type ChoiceFlags, choiceRequest } from '../../../functions/cli/choice-flags.ts';

describe('the flags of a file of choices', () => {
  it('need no chooser and no alternative in the long format', () => {
    expect(choiceRequest({ situation: 'task', chosen: 'choice' })).toMatchObject({
      format: 'long',
      situation: 'task',
      chosen: 'choice',
      chooser: undefined,
      alternative: undefined,
    });
  });
  it('may call a person who chose once by the situation', () => {
    const flags = { chooser: 'individual', situation: 'individual', chosen: 'choice' };
    expect(choiceRequest(flags)).toMatchObject({ chooser: 'individual', situation: 'individual' });
  });
  it('need no outcome for pairs, whose first item was then chosen', () => {
    expect(choiceRequest({ items: 'chosen_,rejected_' })).toMatchObject({
      format: 'pairs',
      items: ['chosen_', 'rejected_'],
      outcome: undefined,
    });
  });
  it('say what is a category, what is no feature and what means yes', () => {
    expect(
      choiceRequest({ outcome: 'y', categories: 'brand, size', without: 'weights', yes: ' accept ' }),
    ).toMatchObject({ categories: ['brand', 'size'], without: ['weights'], yes: 'accept' });
  });
  it.each<[ChoiceFlags, RegExp]>([
    [{}, /--outcome is missing; a file of single choices needs --outcome/],
    [{ situation: 'task' }, /lacks --chosen;/],
    [{ chosen: 'choice', chooser: 'id' }, /lacks --situation;/],
    [{ situation: 'task', chosen: 'task' }, /--situation and --chosen name the same column task/],
    [{ outcome: 'y', categories: 'a,a' }, /--categories names a twice/],
    [{ outcome: 'y', without: 'a,,b' }, /--without is "a,,b"; one name is empty/],
  ])('%j is a sentence', (flags, message) => {
    expect(() => choiceRequest(flags)).toThrow(message);
  });
});

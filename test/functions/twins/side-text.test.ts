import { expect, test } from 'vitest';
import { sideText } from '../../../functions/twins/embed-texts.ts';

const pair = {
  prompt: [{ role: 'user', text: 'Q' }],
  chosen: [{ role: 'assistant', text: ' A ' }],
  rejected: [
    { role: 'assistant', text: 'B' },
    { role: 'user', text: 'C' },
  ],
};

test.each([
  ['chosen', 'reply', ' A '],
  ['rejected', 'reply', 'Assistant: B\n\nHuman: C'],
  ['chosen', 'conversation', 'Human: Q\n\nAssistant:  A '],
  ['rejected', 'conversation', 'Human: Q\n\nAssistant: B\n\nHuman: C'],
] as const)('An embedder reads the %s side as a %s', (side, reads, text) => {
  expect(sideText(pair, side, reads)).toBe(text);
});

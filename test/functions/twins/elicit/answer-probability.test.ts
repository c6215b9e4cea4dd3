import { expect, test } from 'vitest';
import { answerLetter } from '../../../../functions/twins/elicit/answer-letter.ts';
import { probabilityOfA, type TokenPlace } from '../../../../functions/twins/elicit/answer-probability.ts';

const place = (
  alternatives: Readonly<Record<string, number>>,
  token = Object.keys(alternatives)[0],
): TokenPlace => ({
  token,
  logprob: Math.log(alternatives[token] ?? 0.5),
  top_logprobs: Object.entries(alternatives).map(([one, p]) => ({ token: one, logprob: Math.log(p) })),
});

const probability = (content: string, places: readonly TokenPlace[]): number | null =>
  probabilityOfA(content, answerLetter(content)!, places);

test('A against B, whatever else is likely', () => {
  expect(probability('A', [place({ A: 0.3, B: 0.1, The: 0.6 })])).toBeCloseTo(0.75, 14);
});

test('spellings of a letter are added: with a space, a point, in lower case', () => {
  const found = probability(' A', [
    place({ ' A': 0.2, A: 0.1, 'A.': 0.05, a: 0.05, B: 0.1, ' b': 0.08, '**B': 0.02, AB: 0.3 }),
  ]);
  expect(found).toBeCloseTo(0.4 / 0.6, 14);
});

test('the letter is looked for where it stands in the answer, behind other words and thoughts', () => {
  const places = [
    place({ 'A thought. ': 1 }),
    place({ Answer: 0.9, A: 0.1 }),
    place({ ':': 1 }),
    place({ ' B': 0.8, ' A': 0.2 }),
  ];
  expect(probability('Answer: B', places)).toBeCloseTo(0.2, 14);
});

test('a letter that is not listed counts as 0 where it cannot change the result by more than 0.01', () => {
  expect(probability('B', [place({ B: 0.98, The: 0.015, I: 0.002 })])).toBe(0);
  // It may have 0.05: then P(A) is anything from 0 to 0.05.
  expect(probability('B', [place({ B: 0.9, The: 0.05 })])).toBeNull();
});

test('the token written counts though it is not among the likeliest', () => {
  const drawn = { ...place({ B: 0.6 }), token: 'A', logprob: Math.log(0.3) };
  expect(probability('A', [drawn])).toBeCloseTo(1 / 3, 14);
});

test('places that are not those of the answer give no probability', () => {
  expect(probability('A', [])).toBeNull();
  expect(probability('A', [place({ X: 1 })])).toBeNull();
  expect(probability('A', [{ token: 'A', logprob: null, top_logprobs: [] }])).toBeNull();
});

test('log-probabilities of nothing do not spoil it', () => {
  const odd: TokenPlace = {
    token: 'A',
    logprob: 0,
    top_logprobs: [
      { token: 'A', logprob: 0 },
      { token: 'B', logprob: -9999 },
    ],
  };
  expect(probability('A', [odd])).toBe(1);
});

test('a mark behind the answer that has the letter in it is not taken for the answer', () => {
  const places = [place({ A: 0.7, B: 0.3 }), place({ '<|END_OF_A|>': 1 })];
  expect(probability('A', places)).toBeCloseTo(0.7, 14);
});

test('tokens that are halves of a character do not hide the letter before them, with bytes or without', () => {
  const content = 'A \u{1f642}';
  const [first, second] = [Buffer.from('\u{1f642}').subarray(0, 2), Buffer.from('\u{1f642}').subarray(2)];
  const half = (bytes: Buffer): TokenPlace => ({ ...place({ '\ufffd': 1 }), bytes: [...bytes] });
  const letter = place({ A: 0.6, B: 0.4 });
  const space = place({ ' ': 1 });
  expect(probability(content, [letter, space, half(first), half(second)])).toBeCloseTo(0.6, 14);
  const plain = [letter, space, place({ '\ufffd': 1 }), place({ '\ufffd': 1 })];
  expect(probability(content, plain)).toBeCloseTo(0.6, 14);
  const after = [half(first), half(second), place({ ' A': 0.6, ' B': 0.4 })];
  expect(probability('\u{1f642} A', after)).toBeCloseTo(0.6, 14);
});

test('spaces that a server took away around the answer, or wrote as its vocabulary does, are no matter', () => {
  expect(probability('A', [place({ '\n\n': 1 }), place({ '\u2581A': 0.8, B: 0.2 })])).toBeCloseTo(0.8, 14);
  expect(probability(' A\n', [place({ '\u0120A': 0.8, '\u0120B': 0.2 })])).toBeCloseTo(0.8, 14);
});

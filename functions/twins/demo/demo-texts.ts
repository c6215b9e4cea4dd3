import { ownRandom } from '../../../kernels/random/own-random.ts';

/** What assistants are asked about, and words that answers are made of: enough variety for features, and no meaning. */
const TOPICS: readonly string[] = [
  'bread',
  'gardens',
  'tax forms',
  'chess',
  'sleep',
  'bicycles',
  'guitars',
  'spiders',
  'paint',
  'train journeys',
  'budgets',
  'onions',
  'interviews',
  'stars',
  'puppies',
  'fractions',
  'swimming',
  'letters',
  'mould',
  'coffee',
];
const OPENINGS: readonly string[] = [
  'How do I get better at',
  'What should I know about',
  'Can you explain',
  'My friend worries about',
  'Give me three ideas for',
  'Why do people care about',
  'What went wrong with my',
  'Is it safe to start with',
];
const ANSWERS: readonly string[] = [
  'begin',
  'slowly',
  'with',
  'care',
  'and',
  'measure',
  'twice',
  'because',
  'it',
  'depends',
  'on',
  'the',
  'weather',
  'your',
  'patience',
  'never',
  'mind',
  'rules',
  'simply',
  'try',
  'again',
  'tomorrow',
  'ask',
  'an',
  'expert',
  'first',
  'for',
  'example',
  'in',
  'short',
  'certainly',
  'not',
  'perhaps',
  'honestly',
  'warm',
  'cold',
  'water',
  'helps',
  'most',
  'people',
  'forget',
  'small',
  'steps',
  'matter',
  'more',
  'than',
  'tools',
  'sorry',
  'cannot',
  'say',
  'details',
  'below',
  'list',
  'one',
  'two',
  'three',
  'cheap',
  'reliable',
  'dangerous',
  'quick',
  'gentle',
  'kind',
  'clear',
  'long',
  'answer',
  'question',
  'practice',
  'daily',
  'notes',
  'keep',
];
/** Role of the texts; roles from 2^31 up belong to nobody's data. */
const TEXT_ROLE = 0xe0000003;

/** Preference pairs as HH-RLHF publishes them, a JSON object a line: made-up questions, each with two made-up answers. */
export function demoTranscripts(pairs: number): string {
  const lines = Array.from({ length: pairs }, (_, i) => {
    const pick = picker(i);
    const prompt = `\n\nHuman: ${pick(OPENINGS)} ${pick(TOPICS)}?\n\nAssistant:`;
    const answer = (): string =>
      Array.from({ length: 8 + Math.floor(pick(LENGTHS)) }, () => pick(ANSWERS)).join(' ');
    return JSON.stringify({ chosen: `${prompt} ${answer()}.`, rejected: `${prompt} ${answer()}.` });
  });
  return `${lines.join('\n')}\n`;
}

const LENGTHS: readonly number[] = [0, 2, 4, 6, 8, 10, 12, 14, 16];

/** Picks of pair i, a new one at each call. */
function picker(i: number): <T>(list: readonly T[]) => T {
  const random = ownRandom({ key0: 11, key1: 0, role: TEXT_ROLE, replicate: 0 });
  let attempt = 0;
  return (list) => list[Math.floor(random.uniforms(i, attempt++)[0] * list.length)];
}

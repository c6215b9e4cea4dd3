import { z } from 'zod';
import type { Tokens } from '../model/spending.ts';
import { answerLetter } from './answer-letter.ts';
import { probabilityOfA } from './answer-probability.ts';
import { spokenText } from './spoken-text.ts';

const Weighted = z.object({
  token: z.string(),
  logprob: z.number().nullable(),
  /** UTF-8 of the token, where the server gives it. */
  bytes: z.array(z.number()).nullish(),
});

const Texts = z.array(z.object({ type: z.string().nullish(), text: z.string().nullish() }));

/** A text, or parts of which those that are text count. */
const Content = z.union([
  z.string(),
  Texts.transform((parts) => parts.map(({ type, text }) => (type === 'text' ? (text ?? '') : '')).join('')),
]);

const Choice = z.object({
  message: z.object({
    content: Content.nullish(),
    /** Thoughts that stand apart from the answer, as llama.cpp and vLLM, and as Ollama and newer vLLM, name them. */
    reasoning_content: z.string().nullish().catch(null),
    reasoning: z.string().nullish().catch(null),
    refusal: z.string().nullish().catch(null),
  }),
  finish_reason: z.string().nullish(),
  /** What is of another form, such as that of plain completions, gives no probability. */
  logprobs: z
    .object({
      content: z.array(Weighted.extend({ top_logprobs: z.array(Weighted).nullish() })).nullish(),
    })
    .nullish()
    .catch(null),
});

const Count = z.number().nonnegative();

const Completion = z.object({
  model: z.string().nullish(),
  choices: z.array(Choice).min(1),
  usage: z.object({ prompt_tokens: Count, completion_tokens: Count.nullish() }).nullish().catch(null),
});

/** An answer of a chat model, as far as it is used. */
export type Completion = z.infer<typeof Completion>;

/** The completion in an answer's JSON; null where it is none. */
export const completionIn = (body: unknown): Completion | null => Completion.safeParse(body).data ?? null;

/** The tokens that the server counted; null where it did not. */
export const tokensOf = ({ usage }: Completion): Tokens | null =>
  usage ? { input: usage.prompt_tokens, output: usage.completion_tokens ?? 0 } : null;

/** What an answer says: a letter with its probability, or why it says none. */
export type Said =
  | { readonly kind: 'letter'; readonly letter: 'A' | 'B'; readonly probabilityOfA: number | null }
  | { readonly kind: 'unparsed'; readonly reason: string };

const LONGEST = 80;

/** Reads what a completion says; nothing is guessed. */
export function saidIn({ choices: [choice] }: Completion): Said {
  const { message, logprobs } = choice;
  const content = spokenText(message.content ?? '');
  const found = answerLetter(content ?? '');
  if (content === null || found === null) return { kind: 'unparsed', reason: whyUnread(choice, content) };
  const places = (logprobs?.content ?? []).map(({ top_logprobs, ...token }) => ({
    ...token,
    top_logprobs: top_logprobs ?? [],
  }));
  // Without alternatives, the probability of the letter itself says nothing of the other.
  const weighed = places.some(({ top_logprobs }) => top_logprobs.length > 0);
  return {
    kind: 'letter',
    letter: found.letter,
    probabilityOfA: weighed ? probabilityOfA(content, found, places) : null,
  };
}

/** @param spoken null where the model thinks to the end of its text. */
function whyUnread({ message, finish_reason }: Completion['choices'][number], spoken: string | null): string {
  const text = (spoken ?? '').replace(/\s+/g, ' ').trim();
  const ended = finish_reason ? ` (finish reason ${finish_reason})` : '';
  if (text !== '') {
    const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
    return `${JSON.stringify(shown)}${ended}`;
  }
  if (message.refusal) return `it refuses: ${JSON.stringify(message.refusal.slice(0, LONGEST))}${ended}`;
  const thought = spoken === null || Boolean(message.reasoning_content ?? message.reasoning);
  if (thought) return `thoughts and no answer${ended}; ${LONGER}`;
  return `no text${ended}${finish_reason === 'length' ? `; ${LONGER}` : ''}`;
}

const LONGER = 'a larger --max-tokens lets a model that thinks first come to its answer';

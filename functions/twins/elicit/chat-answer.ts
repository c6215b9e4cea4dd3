import { z } from 'zod';
import type { Tokens } from '../model/spending.ts';
import { answerLetter } from './answer-letter.ts';
import { probabilityOfA } from './answer-probability.ts';

const Weighted = z.object({ token: z.string(), logprob: z.number().nullable() });

const Choice = z.object({
  message: z.object({ content: z.string().nullish() }),
  finish_reason: z.string().nullish(),
  logprobs: z
    .object({
      content: z.array(Weighted.extend({ top_logprobs: z.array(Weighted).nullish() })).nullish(),
    })
    .nullish(),
});

const Count = z.number().int().nonnegative();

const Completion = z.object({
  model: z.string().nullish(),
  choices: z.array(Choice).min(1),
  usage: z.object({ prompt_tokens: Count, completion_tokens: Count.nullish() }).nullish(),
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
export function saidIn({ choices: [{ message, logprobs, finish_reason }] }: Completion): Said {
  const content = message.content ?? '';
  const found = answerLetter(content);
  if (found === null) {
    const text = content.replace(/\s+/g, ' ').trim();
    const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
    const ended = finish_reason ? ` (finish reason ${finish_reason})` : '';
    return { kind: 'unparsed', reason: `${text === '' ? 'no text' : JSON.stringify(shown)}${ended}` };
  }
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

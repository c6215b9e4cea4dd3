import { costWords, count } from '../model/cost-words.ts';
import { type Cap, NO_TOKENS, type Prices, plus, type Tokens } from '../model/spending.ts';
import { goOn, type StageOptions } from '../stage-progress.ts';
import { expectedTokens } from './ask-choice.ts';
import { type Plan, plannedRequests } from './requests.ts';

/** What a plan asks for, and what of it is not stored. */
export interface Estimate {
  readonly judgements: number;
  /** Questions of the plan, each counted once. */
  readonly requests: number;
  readonly lacking: number;
  /** What the questions that lack an answer are expected to take, the answers at their limit. */
  readonly tokens: Tokens;
}

/** Counts what a plan asks for, without asking. */
export async function estimatePlan(
  plan: Plan,
  stored: ReadonlySet<string>,
  { onProgress, signal }: StageOptions = {},
): Promise<Estimate> {
  const seen = new Set<string>();
  const total = plan.judgements.persona.length;
  let judgements = 0;
  let lacking = 0;
  let tokens = NO_TOKENS;
  for await (const requests of plannedRequests(plan)) {
    goOn(signal);
    judgements++;
    onProgress?.({ done: judgements, total, unit: 'judgements counted' });
    for (const { key, messages } of requests) {
      if (seen.has(key)) continue;
      seen.add(key);
      if (stored.has(key)) continue;
      lacking++;
      const texts = messages.map(({ content }) => content);
      tokens = plus(tokens, expectedTokens(texts, plan.maxTokens));
    }
  }
  return { judgements, requests: seen.size, lacking, tokens };
}

/** What the questions that lack an answer will take and cost, said before it is spent. */
export function estimateSentence(
  { requests, lacking, tokens }: Estimate,
  { prices, cap }: { readonly prices: Prices | null; readonly cap: Cap },
): string {
  const known =
    requests === lacking ? '' : ` (${count(requests - lacking)} of ${count(requests)} are answered already)`;
  return `${count(lacking)} requests${known}, ${costWords(tokens, { prices, cap })}.`;
}

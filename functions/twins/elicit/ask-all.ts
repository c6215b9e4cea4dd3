import pMap from 'p-map';
import type { Store } from '../../../results/store/store.ts';
import { ModelError } from '../model/model-error.ts';
import type { StageOptions } from '../stage-progress.ts';
import { storeAnswer } from './answers-file.ts';
import type { AskChoice } from './ask-choice.ts';
import { completionIn, saidIn } from './chat-answer.ts';
import { type ChoiceRequest, type Plan, plannedRequests } from './requests.ts';

/** A question that the server does not take, or an answer that cannot be read. */
export interface Problem {
  readonly pair: number;
  readonly persona: number;
  readonly order: ChoiceRequest['identity']['order'];
  readonly reason: string;
}

export interface AskAllOptions extends StageOptions {
  readonly store: Store;
  readonly name: string;
  readonly stored: ReadonlySet<string>;
  readonly ask: AskChoice;
  readonly concurrency: number;
  /** Questions that lack an answer. */
  readonly lacking: number;
  /** More questions than these without an answer that can be read make labels that are refused. */
  readonly tolerated: number;
}

/** How asking ended. */
export interface Asked {
  /** Answers that came and are stored. */
  readonly answered: number;
  /** Questions that the server does not take. */
  readonly refused: readonly Problem[];
  /** Why it stopped before all was asked; null where it did not. */
  readonly stopped: 'budget' | 'interrupted' | 'unreadable' | null;
}

/** So many answers say whether a model understands the question at all. */
const FIRST = 20;

/**
 * Asks every question that lacks an answer, so many at once, in the order of the plan, and stores each answer the moment it comes. Whatever ends
 * it, answers that are on their way are waited for and stored.
 *
 * @throws ModelError or StoreError where no question could be answered any more.
 */
export async function askAll(plan: Plan, options: AskAllOptions): Promise<Asked> {
  const { store, name, ask, concurrency, lacking, tolerated } = options;
  const refused: Problem[] = [];
  let answered = 0;
  let unread = 0;
  let stopped: Asked['stopped'] = null;
  let failure: unknown = null;
  const halted = (): boolean => stopped !== null || failure !== null || options.signal?.aborted === true;

  const one = async (request: ChoiceRequest): Promise<void> => {
    if (halted()) return;
    try {
      const answer = await ask(request);
      await storeAnswer(store, name, { key: request.key, answer });
      answered++;
      const completion = completionIn(answer.answer);
      if (completion !== null && saidIn(completion).kind === 'unparsed') unread++;
      options.onProgress?.({ done: answered + refused.length, total: lacking, unit: 'answers' });
    } catch (error) {
      if (!(error instanceof ModelError)) failure ??= error;
      else if (error.problem === 'refused') refused.push(problemOf(request, error.message));
      else if (error.problem === 'spent') stopped ??= 'budget';
      else if (error.problem === 'interrupted') stopped ??= 'interrupted';
      else failure ??= error;
    }
    const done = answered + refused.length;
    const bad = unread + refused.length;
    if (bad > tolerated || (done >= FIRST && 2 * bad > done)) stopped ??= 'unreadable';
  };
  await pMap(lackingRequests(plan, options.stored, halted), one, { concurrency });
  if (failure !== null) throw failure;
  return { answered, refused, stopped: stopped ?? (options.signal?.aborted ? 'interrupted' : null) };
}

const problemOf = ({ pair, persona, identity: { order } }: ChoiceRequest, reason: string): Problem => ({
  pair,
  persona,
  order,
  reason,
});

/** The questions that lack an answer, each once, until it is halted. */
async function* lackingRequests(
  plan: Plan,
  stored: ReadonlySet<string>,
  halted: () => boolean,
): AsyncGenerator<ChoiceRequest> {
  const asked = new Set<string>();
  for await (const requests of plannedRequests(plan)) {
    for (const request of requests) {
      if (halted()) return;
      if (stored.has(request.key) || asked.has(request.key)) continue;
      asked.add(request.key);
      yield request;
    }
  }
}

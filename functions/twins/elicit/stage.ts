import type { Store } from '../../../results/store/store.ts';
import type { ModelClient } from '../model/model-client.ts';
import { type Cap, dollarsOf, type Prices, type Tokens } from '../model/spending.ts';
import type { StageOptions } from '../stage-progress.ts';
import type { Asked, Problem } from './ask-all.ts';
import type { Estimate } from './estimate.ts';
import type { Positions } from './positions.ts';
import type { ElicitQuestion } from './question.ts';
import type { Plan } from './requests.ts';

/** How it is asked. */
export interface ElicitCourse extends StageOptions {
  readonly client: ModelClient;
  readonly logprobs: boolean;
  readonly concurrency: number;
  /** The share of judgements that may give nothing that can be read. */
  readonly tolerance: number;
  readonly cap: Cap;
  readonly prices: Prices | null;
  /** Whether labels that are there are made again of the answers. */
  readonly again?: boolean;
  /** Told what it will take; asks nothing where the answer is no. */
  readonly agree: (estimate: Estimate) => Promise<boolean>;
}

/** How the stage ended. */
export interface ElicitResult {
  readonly stage: 'elicit';
  /** complete: labels are written; cached: they were there; budget, declined: questions are left. */
  readonly status: 'complete' | 'cached' | 'budget' | 'declined';
  readonly labels: number;
  /** Labels with the probability that the model gave. */
  readonly probabilities: number;
  readonly personas: number;
  readonly pairs: number;
  readonly unparsed: number;
  readonly undecided: number;
  /** Questions that the server does not take. */
  readonly refused: number;
  /** Answers that came in this run, and questions that still lack one. */
  readonly answered: number;
  readonly lacking: number;
  /** What this run took, and its price where prices are given. */
  readonly tokens: Tokens;
  readonly dollars: number | null;
  readonly positions: Positions | null;
  readonly problems: readonly Problem[];
}

/** Everything that the steps of the stage know. */
export interface Stage {
  readonly store: Store;
  readonly name: string;
  readonly plan: Plan;
  readonly inputs: string;
  readonly estimate: Estimate;
  readonly stored: ReadonlySet<string>;
  readonly question: ElicitQuestion;
  readonly course: ElicitCourse;
}

/** How asking ended, and what it took. */
export interface AskedFor extends Omit<Asked, 'stopped'> {
  readonly stopped: Asked['stopped'] | 'declined';
  readonly tokens: Tokens;
}

/** What can be said of a run before there are labels. */
export const resultOf = (
  { plan, estimate, course }: Stage,
  asked: AskedFor,
): Omit<ElicitResult, 'status'> => ({
  stage: 'elicit',
  labels: 0,
  probabilities: 0,
  personas: plan.personas.length,
  pairs: plan.judgements.start.length - 1,
  unparsed: 0,
  undecided: 0,
  refused: asked.refused.length,
  answered: asked.answered,
  lacking: estimate.lacking - asked.answered,
  tokens: asked.tokens,
  dollars: dollarsOf(asked.tokens, course.prices),
  positions: null,
  problems: asked.refused.slice(0, 100),
});

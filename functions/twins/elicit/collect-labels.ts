import type { Store } from '../../../results/store/store.ts';
import type { Labels } from '../labels-file.ts';
import { NO_TOKENS, plus, type Tokens } from '../model/spending.ts';
import { goOn, type StageOptions } from '../stage-progress.ts';
import { type KeptAnswer, readAnswers } from './answers-file.ts';
import type { Problem } from './ask-all.ts';
import { saidIn } from './chat-answer.ts';
import { countPositions, type Positions } from './positions.ts';
import { type JudgementRequests, type Plan, plannedRequests } from './requests.ts';
import { type Heard, verdictOf } from './verdict.ts';

/** What the stored answers of a plan come to. */
export interface Collected {
  readonly labels: Labels;
  /** Judgements whose answers contradict each other, cannot be read, or are not all there. */
  readonly undecided: number;
  readonly unparsed: number;
  readonly unanswered: number;
  /** The first hundred answers that cannot be read. */
  readonly problems: readonly Problem[];
  readonly positions: Positions;
  /** What the servers counted, over all answers of the plan, and how many of them did not count. */
  readonly usage: Tokens;
  readonly uncounted: number;
  /** When the first and the last answer came. */
  readonly dates: readonly [first: string, last: string] | null;
}

const LISTED = 100;
const GROUP = 128;

/** Reads the answers of a plan and makes labels of them, in the order of the plan. */
export async function collectLabels(
  plan: Plan,
  { store, name }: { readonly store: Store; readonly name: string },
  { onProgress, signal }: StageOptions = {},
): Promise<Collected> {
  const rows: { readonly pair: number; readonly persona: number; readonly y: number; readonly p: number }[] =
    [];
  const problems: Problem[] = [];
  const positions = countPositions();
  const counts = { undecided: 0, unparsed: 0, unanswered: 0, uncounted: 0 };
  const total = plan.judgements.persona.length;
  let judged = 0;
  let usage = NO_TOKENS;
  let dates: Collected['dates'] = null;

  for await (const { requests, answers } of judgementsWithAnswers(plan, { store, name })) {
    goOn(signal);
    const heard: Heard[] = [];
    for (const [i, answer] of answers.entries()) {
      if (answer === null) continue;
      const { order } = requests[i].identity;
      const said = saidIn(answer.completion);
      heard.push({ order, said });
      if (said.kind === 'unparsed' && problems.length < LISTED) {
        const { pair, persona } = requests[i];
        problems.push({ pair, persona, order, reason: said.reason });
      }
      if (answer.usage === null) counts.uncounted++;
      else usage = plus(usage, answer.usage);
      dates = [minimum(dates?.[0], answer.date), maximum(dates?.[1], answer.date)];
    }
    positions.add(heard);
    judged++;
    onProgress?.({ done: judged, total, unit: 'judgements read' });
    const verdict = heard.length < requests.length ? null : verdictOf(heard);
    const { pair, persona } = requests[0];
    if (verdict === null) counts.unanswered++;
    else if (verdict.kind === 'label') rows.push({ pair, persona, y: verdict.y, p: verdict.p ?? Number.NaN });
    else counts[verdict.kind]++;
  }
  const labels: Labels = {
    pair: Uint32Array.from(rows, ({ pair }) => pair),
    persona: Uint32Array.from(rows, ({ persona }) => persona),
    y: Int8Array.from(rows, ({ y }) => y),
    p: Float64Array.from(rows, ({ p }) => p),
    pairs: plan.judgements.start.length - 1,
    personas: plan.personas.length,
  };
  return { labels, ...counts, problems, positions: positions.positions(), usage, dates };
}

interface Judged {
  readonly requests: JudgementRequests;
  readonly answers: readonly (KeptAnswer | null)[];
}

async function* judgementsWithAnswers(
  plan: Plan,
  { store, name }: { readonly store: Store; readonly name: string },
): AsyncGenerator<Judged> {
  let group: JudgementRequests[] = [];
  for await (const requests of plannedRequests(plan)) {
    group.push(requests);
    if (group.length < GROUP) continue;
    yield* await withAnswers(store, name, group);
    group = [];
  }
  yield* await withAnswers(store, name, group);
}

async function withAnswers(
  store: Store,
  name: string,
  group: readonly JudgementRequests[],
): Promise<readonly Judged[]> {
  const answers = await readAnswers(
    store,
    name,
    group.flat().map(({ key }) => key),
  );
  const left = answers.values();
  return group.map((requests) => ({ requests, answers: requests.map(() => left.next().value ?? null) }));
}

/** Dates in ISO 8601 are ordered as texts are. */
const minimum = (a: string | undefined, b: string): string => (a === undefined || b < a ? b : a);
const maximum = (a: string | undefined, b: string): string => (a === undefined || b > a ? b : a);

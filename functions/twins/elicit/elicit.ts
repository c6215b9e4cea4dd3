import type { Store } from '../../../results/store/store.ts';
import { findLabels } from '../labels-file.ts';
import { NO_TOKENS } from '../model/spending.ts';
import { StageInterrupted } from '../stage-progress.ts';
import { storedAnswers } from './answers-file.ts';
import { askAll } from './ask-all.ts';
import { createAskChoice } from './ask-choice.ts';
import { collectLabels } from './collect-labels.ts';
import { estimatePlan } from './estimate.ts';
import { cachedResult, label } from './label.ts';
import { type ElicitQuestion, ordersAsked, planOf } from './question.ts';
import { type AskedFor, type ElicitCourse, type ElicitResult, resultOf, type Stage } from './stage.ts';

/**
 * Asks a model, as each persona, which reply it prefers, and writes labels.json once every question has its answer. Answers are stored the
 * moment they come, so that the same question called again asks for what is lacking only.
 *
 * @throws TwinsError where too many answers cannot be read; ModelError where the server fails; StageInterrupted at an abort.
 */
export async function elicit(
  store: Store,
  name: string,
  question: ElicitQuestion,
  course: ElicitCourse,
): Promise<ElicitResult> {
  const { plan, inputs } = await planOf(store, name, { question, model: course.client.model });
  const known = await findLabels(store, name);
  if (known?.source.inputs === inputs && course.again !== true) return cachedResult(known);
  const stored = await storedAnswers(store, name);
  const estimate = await estimatePlan(plan, stored, course);
  const stage: Stage = { store, name, plan, inputs, estimate, stored, question, course };
  const asked = await askForLacking(stage);
  if (asked.stopped === 'interrupted') throw new StageInterrupted();
  if (asked.stopped === 'budget' || asked.stopped === 'declined')
    return { ...resultOf(stage, asked), status: asked.stopped };
  return label(stage, asked);
}

async function askForLacking(stage: Stage): Promise<AskedFor> {
  const { store, name, plan, estimate, stored, question, course } = stage;
  const nothing = { answered: 0, refused: [], tokens: NO_TOKENS };
  if (estimate.lacking === 0) return { ...nothing, stopped: null };
  if (!(await course.agree(estimate))) return { ...nothing, stopped: 'declined' };
  const { client, cap, logprobs, onNotice = () => {} } = course;
  const capped = cap.dollars !== null || cap.tokens !== null;
  if (capped) client.countSpent((await collectLabels(plan, { store, name }, course)).usage);
  const before = client.spent();
  const judgementsTolerated = Math.floor(course.tolerance * estimate.judgements);
  const asked = await askAll(plan, {
    ...course,
    store,
    name,
    stored,
    ask: createAskChoice({ client, logprobs, onNotice }),
    lacking: estimate.lacking,
    tolerated: judgementsTolerated * ordersAsked(question),
  });
  const { input, output } = client.spent();
  return { ...asked, tokens: { input: input - before.input, output: output - before.output } };
}

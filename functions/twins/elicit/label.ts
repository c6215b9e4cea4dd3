import { type LabelsManifest, writeLabels } from '../labels-file.ts';
import { NO_TOKENS } from '../model/spending.ts';
import { TwinsError } from '../twins-error.ts';
import type { Problem } from './ask-all.ts';
import { type Collected, collectLabels } from './collect-labels.ts';
import { EndpointSource } from './endpoint-source.ts';
import { type AskedFor, type ElicitResult, resultOf, type Stage } from './stage.ts';

/** Makes labels of the answers and writes them. Throws TwinsError where too many cannot be read. */
export async function label(stage: Stage, asked: AskedFor): Promise<ElicitResult> {
  const { store, name, question, course, inputs } = stage;
  const collected = await collectLabels(stage.plan, { store, name }, course);
  const problems = [...asked.refused, ...collected.problems].slice(0, 100);
  refuseUnreadable(stage, { collected, asked, problems });
  const { design, template, orders, temperature, maxTokens, seed } = question;
  const source: EndpointSource = {
    kind: 'endpoint',
    inputs,
    model: course.client.model,
    server: course.client.address,
    template: template.file,
    templateHash: template.sha256,
    firstDate: collected.dates?.[0] ?? null,
    date: collected.dates?.[1] ?? null,
    design,
    orders,
    temperature,
    maxTokens,
    seed,
    tolerance: course.tolerance,
    probabilities: collected.labels.p.filter((p) => !Number.isNaN(p)).length,
    undecided: collected.undecided,
    refused: asked.refused.length,
    positions: collected.positions,
    usage: collected.usage,
    uncounted: collected.uncounted,
    problems,
  };
  const unparsed = collected.unparsed + collected.unanswered;
  const manifest = await writeLabels(store, name, { labels: collected.labels, facts: { unparsed, source } });
  return {
    ...resultOf(stage, asked),
    ...labelCounts(manifest),
    ...judged(source),
    status: 'complete',
    lacking: 0,
  };
}

/** Labels of which many are missing are labels of other pairs than were asked about. */
function refuseUnreadable(
  { estimate, course }: Stage,
  {
    collected,
    asked,
    problems,
  }: { readonly collected: Collected; readonly asked: AskedFor; readonly problems: readonly Problem[] },
): void {
  const bad =
    collected.unparsed + (asked.stopped === 'unreadable' ? asked.refused.length : collected.unanswered);
  const stoppedEarly = asked.stopped === 'unreadable';
  if (!stoppedEarly && bad <= course.tolerance * estimate.judgements) return;
  const listed = problems
    .slice(0, 5)
    .map(({ pair, persona, order, reason }) => `pair ${pair}, persona ${persona}, ${order}: ${reason}`);
  throw new TwinsError(
    `${bad} of ${estimate.judgements} judgements have no answer that can be read${stoppedEarly ? ' so far, and no more were asked for' : ''}; ` +
      `--tolerate allows a share of ${course.tolerance}. No labels were written; the answers are stored. The first:\n  ${listed.join('\n  ')}`,
  );
}

const labelCounts = ({ labels, personas, pairs, unparsed }: LabelsManifest) => ({
  labels,
  personas,
  pairs,
  unparsed,
});

const judged = ({ probabilities, undecided, refused, positions, problems }: EndpointSource) => ({
  probabilities,
  undecided,
  refused,
  positions,
  problems,
});

/** The result of a run that finds its labels written. */
export function cachedResult(manifest: LabelsManifest): ElicitResult {
  const source = EndpointSource.parse(manifest.source);
  return {
    stage: 'elicit',
    status: 'cached',
    ...labelCounts(manifest),
    ...judged(source),
    answered: 0,
    lacking: 0,
    tokens: NO_TOKENS,
    dollars: 0,
  };
}

import { startProvenance } from '../../results/provenance.ts';
import { studyKey } from '../../results/store/keys.ts';
import type { Store } from '../../results/store/store.ts';
import { createStudyReader } from '../../results/study-state.ts';
import type { Provenance } from '../../results/summary.ts';
import { writeResults } from '../../results/write-results.ts';
import { studyHash } from '../study/mechanism.ts';
import type { Study } from '../study/study.ts';
import { type RunHistory, readHistory } from './history.ts';
import type { FinishInput } from './inputs.ts';
import { nextBlocks } from './next-blocks.ts';
import { spentUsd } from './prices.ts';
import { manifestKey } from './run-files.ts';
import { usdOfSilent } from './silent-batches.ts';
import { requireSameStudy, requireStudy } from './stored-study.ts';

/** A round that is over: its results are in the store. */
export interface FinishedRound {
  readonly study: string;
  readonly runId: string;
  /** The next. */
  readonly round: number;
  readonly status: 'complete' | 'partial';
  /** Whether blocks are lacking that may still be tried. */
  readonly again: boolean;
  /** Blocks that are lacking. */
  readonly missing: number;
  /** Key of the summary in the store. */
  readonly summary: string;
  /** As measured, and at most where workers died. */
  readonly spentUsd: number;
  /** Why it ends without being complete. */
  readonly stoppedBy?: 'budget' | 'attempts';
}

interface FinishOptions {
  /** Memory of a worker, which decides what a second of it costs. */
  readonly workerMemoryMb: number;
}

const VCPU_MB = 1769;

/**
 * Ends a round: reads what the study has by now, writes its summary, digests, provenance and report, the same bytes of the first two
 * as a local run, and decides whether another round is to come.
 *
 * @throws RoundError `StudyMissing`, and `StudyChanged` where the run planned batches of another version.
 */
export async function finishRound(
  store: Store,
  input: FinishInput,
  { workerMemoryMb }: FinishOptions = { workerMemoryMb: VCPU_MB },
): Promise<FinishedRound> {
  const clock = startProvenance();
  const { study: name, runId, round, budgetUsd = Infinity } = input;
  const { study, tables, backend } = await requireStudy(store, name);
  const history = await readHistory(store, { study: name, runId, round: round + 1 });
  requireSameStudy(history, study);
  const state = await createStudyReader(store, study, { tables }).read();
  const run = { study, history, backend, startedAt: await store.storedAt(manifestKey(name, runId, 0)) };
  const provenance = provenanceOf(run, clock.finish);
  const { summary } = await writeResults(store, study, state, { provenance, tables });
  const { lacking, blocks } = nextBlocks(state, history);
  const { silent } = history;
  const lost = await usdOfSilent(store, { study: name, runId, silent, workerMemoryMb, now: new Date() });
  const spent = spentUsd(history.usage) + lost;
  const isPaid = spent < budgetUsd;
  return {
    study: name,
    runId,
    round: round + 1,
    status: summary.status,
    again: blocks.length > 0 && isPaid,
    missing: lacking,
    summary: studyKey(name, summary.status === 'complete' ? 'summary.json' : 'summary.partial.json'),
    spentUsd: spent,
    ...(lacking === 0 || (blocks.length > 0 && isPaid)
      ? {}
      : { stoppedBy: blocks.length === 0 ? 'attempts' : 'budget' }),
  };
}

interface Run {
  readonly study: Study;
  readonly history: RunHistory;
  readonly backend: string;
  readonly startedAt: Date | null;
}

/** What made the result: the workers' time and amounts, since the first round was planned. */
function provenanceOf(
  { study, history, backend, startedAt }: Run,
  finish: ReturnType<typeof startProvenance>['finish'],
): Provenance {
  const { usage, mostBatches } = history;
  const sum = (term: (one: (typeof usage)[number]) => number): number =>
    usage.reduce((total, one) => total + term(one), 0);
  const [first] = usage;
  const own = finish({
    study: study.name,
    studyHash: studyHash(study),
    backend: first?.backend ?? backend,
    gpu: usage.find(({ gpu }) => gpu !== null)?.gpu ?? null,
    workers: mostBatches,
    replicatesComputed: sum(({ replicates }) => replicates),
    rowsComputed: sum(({ rows }) => rows),
    blocksReused: 0,
    command: `signbench run ${study.name} --profile ${study.profile} --on aws`,
  });
  const started = startedAt ?? new Date(own.startedAt);
  return {
    ...own,
    node: first?.node ?? own.node,
    architecture: first?.architecture ?? own.architecture,
    startedAt: started.toISOString(),
    wallSeconds: (Date.parse(own.finishedAt) - started.getTime()) / 1000,
    cpuSeconds: sum(({ durationMs }) => durationMs) / 1000,
    cost: { gbSeconds: sum(({ gbSeconds }) => gbSeconds), usd: spentUsd(usage) },
  };
}

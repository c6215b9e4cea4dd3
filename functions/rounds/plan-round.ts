import type { Store } from '../../results/store/store.ts';
import { createStudyReader } from '../../results/study-state.ts';
import { GOLDEN_DIGEST } from '../compute/golden-digest.ts';
import { studyHash } from '../study/mechanism.ts';
import { affordable } from './affordable.ts';
import { batchesOf, rangesOf, type WeighedBlock } from './batches.ts';
import { readHistory } from './history.ts';
import type { BatchItem, PlanInput } from './inputs.ts';
import { nextBlocks } from './next-blocks.ts';
import { RoundError } from './round-error.ts';
import { manifestKey } from './run-files.ts';
import { requireSameStudy, requireStudy } from './stored-study.ts';

export interface PlanOptions {
  /** How long a batch should take a worker, in milliseconds. */
  readonly targetMs: number;
  /** Memory of a worker, which decides what a second of it costs. */
  readonly workerMemoryMb: number;
}

/** A round that is planned: its manifest is in the store. */
export interface PlannedRound {
  readonly study: string;
  readonly runId: string;
  readonly round: number;
  readonly studyHash: string;
  /** Key of the manifest in the store. */
  readonly key: string;
  readonly batches: number;
  readonly blocks: number;
  /** Whether there is anything to compute. */
  readonly work: boolean;
  /** Batches that may be lost: those whose blocks brought a worker down before, and a share of the others. */
  readonly toleratedFailures: number;
}

/**
 * Plans the next round of a run: the blocks that the study lacks by now, as its looks and claims ask for them, in batches that a
 * budget allows, written as a manifest.
 *
 * A function of what is in the store; planning again replaces the manifest.
 *
 * @throws RoundError `WrongNumbers` where the worker's digest is not the golden one, `StudyMissing`, and
 * `StudyChanged` where the run planned batches of another version.
 */
export async function planRound(store: Store, input: PlanInput, options: PlanOptions): Promise<PlannedRound> {
  refuseWrongNumbers(input.digest);
  const { study: name, runId, round } = input;
  const { study, tables } = await requireStudy(store, name);
  const history = await readHistory(store, input);
  requireSameStudy(history, study);
  const state = await createStudyReader(store, study, { tables }).read();
  const { blocks } = nextBlocks(state, history, input.msPerBlock);
  const { budgetUsd, spentUsd } = input;
  const { workerMemoryMb } = options;
  const batches = affordable(batchesOf(blocks, options.targetMs), { budgetUsd, spentUsd, workerMemoryMb });
  const hash = studyHash(study);
  const items = batches.map(
    (batch, i): BatchItem => ({
      study: name,
      studyHash: hash,
      runId,
      round,
      batch: i,
      ranges: [...rangesOf(batch)],
    }),
  );
  const key = manifestKey(name, runId, round);
  const lines = items.map((item) => JSON.stringify(item)).join(',\n');
  await store.replace(key, new TextEncoder().encode(`[${lines}]\n`));
  return {
    study: name,
    runId,
    round,
    studyHash: hash,
    key,
    batches: items.length,
    blocks: batches.reduce((sum, batch) => sum + batch.length, 0),
    work: items.length > 0,
    toleratedFailures: toleratedIn(batches, input),
  };
}

function toleratedIn(
  batches: readonly (readonly WeighedBlock[])[],
  { toleratedFailurePercentage = 0 }: PlanInput,
): number {
  const again = batches.filter(([block]) => block.alone).length;
  return again + Math.floor(((batches.length - again) * toleratedFailurePercentage) / 100);
}

function refuseWrongNumbers(digest: string | undefined): void {
  if (digest === undefined || digest === GOLDEN_DIGEST) return;
  throw new RoundError(
    'WrongNumbers',
    `the worker computes the digest ${digest.slice(0, 12)}, not ${GOLDEN_DIGEST.slice(0, 12)}: its numbers cannot be trusted`,
  );
}

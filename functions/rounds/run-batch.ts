import { PackError, packIdOf } from '../../results/packs/pack-format.ts';
import { readHeader } from '../../results/packs/read-header.ts';
import { storePack } from '../../results/packs/store-pack.ts';
import { recordAddress } from '../../results/records.ts';
import { packKey } from '../../results/store/keys.ts';
import type { Store } from '../../results/store/store.ts';
import type { StoredStudy } from '../compute/stored-study.ts';
import type { ComputeId } from '../study/backends.ts';
import { studyHash } from '../study/mechanism.ts';
import type { BlockTask } from '../study/plan.ts';
import { tasksIn } from './batch-tasks.ts';
import { rangesOf } from './batches.ts';
import type { BatchItem } from './inputs.ts';
import { RoundError } from './round-error.ts';
import { type BlockComputer, type RunBlocks, runBlocks } from './run-blocks.ts';
import { usageKey } from './run-files.ts';
import { keepUsage, type Usage } from './usage.ts';

/** The machine that runs a batch. */
export interface BatchHost {
  readonly compute: BlockComputer;
  /** Time that is left for computing, in milliseconds; what comes after it is not counted in. */
  readonly remainingMs: () => number;
  /** Memory that is billed. */
  readonly memoryMb: number;
}

/** What a worker answers for a batch. */
export interface BatchResult {
  readonly batch: number;
  /** Blocks that are committed. */
  readonly done: number;
  /** Blocks that the deadline left; they are planned again. */
  readonly left: number;
  /** The first of those that failed; what the batch used names all. */
  readonly failed: readonly { readonly cell: string; readonly block: number; readonly reason: string }[];
  /** Key of the pack that holds the records; null where no block was computed. */
  readonly pack: string | null;
  /** From the call to the last block; storing is not in it. */
  readonly durationMs: number;
  readonly maxMemoryMb: number;
}

/**
 * Computes the blocks of a batch and commits those that are done as one pack; what it used is stored beside it. A batch whose
 * pack is there, delivered twice, is not computed again but for its first block: the store is asked meanwhile.
 *
 * @throws RoundError `StudyChanged` where the batch was planned for another version of the study.
 */
export async function runBatch(
  store: Store,
  { study, backend }: StoredStudy,
  { item, host }: { readonly item: BatchItem; readonly host: BatchHost },
): Promise<BatchResult> {
  const start = performance.now();
  if (studyHash(study) !== item.studyHash) {
    throw new RoundError(
      'StudyChanged',
      `the stored study ${item.study} has the hash ${studyHash(study).slice(0, 12)}, the batch was planned for ${item.studyHash.slice(0, 12)}`,
    );
  }
  const tasks = tasksIn(study, item.ranges);
  const stored = wholePack(store, item.study, tasks);
  const [computed, whole] = await Promise.all([runBlocks(tasks, { ...host, stored }), stored]);
  const ran = whole === null ? computed : ALREADY;
  const failed = ran.failed.map(({ task, reason }) => ({ cell: task.cell.key, block: task.block, reason }));
  const result = {
    batch: item.batch,
    done: whole === null ? ran.done.length : tasks.length,
    left: ran.left.length,
    failed: failed.slice(0, MOST_NAMED),
    pack: whole,
    durationMs: Math.round(performance.now() - start),
    maxMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  // What a second delivery used must not hide what the first did.
  const isFirst = whole === null || (await store.get(usageKey(item))) === null;
  const usage = usageOf({ item, result, failed, ran, backend, memoryMb: host.memoryMb });
  const [pack] = await bothDone(
    ran.records.length === 0 ? whole : storePack(store, item.study, ran.records),
    isFirst ? keepUsage(store, item, usage) : undefined,
  );
  return { ...result, pack };
}

/** Ten thousand reasons are more than a state or a line of the log may hold. */
const MOST_NAMED = 20;

const ALREADY: RunBlocks = { done: [], failed: [], left: [], records: [], gpu: null };

/**
 * Both values, once neither is under way any more: a sandbox is frozen with its answer.
 *
 * @throws what the first was rejected with, or else the second.
 */
async function bothDone<A, B>(one: A | Promise<A>, other: B | Promise<B>): Promise<readonly [A, B]> {
  const both = [one, other] as const;
  await Promise.allSettled(both);
  return [await one, await other];
}

/** Key of the pack of all the blocks, where it is there. */
async function wholePack(store: Store, study: string, tasks: readonly BlockTask[]): Promise<string | null> {
  const keys = tasks.flatMap(({ cell, block, estimators }) =>
    estimators.map((estimator) => recordAddress(cell, block, estimator).key),
  );
  const key = packKey(study, packIdOf(keys));
  try {
    return (await readHeader(store, key)) === null ? null : key;
  } catch (error) {
    // Damaged: it is computed again, and storing it moves the damaged one away.
    if (error instanceof PackError) return null;
    throw error;
  }
}

interface Ran {
  readonly item: BatchItem;
  readonly result: BatchResult;
  /** All of them. */
  readonly failed: BatchResult['failed'];
  readonly ran: RunBlocks;
  readonly backend: ComputeId;
  readonly memoryMb: number;
}

function usageOf({ item, result, failed, ran, backend, memoryMb }: Ran): Usage {
  const sum = (term: (task: BlockTask) => number): number =>
    ran.done.reduce((total, { task }) => total + term(task), 0);
  return {
    round: item.round,
    batch: item.batch,
    done: result.done,
    failed: [...failed],
    left: [...rangesOf(ran.left)],
    cells: cellTimes(ran),
    replicates: sum(({ cell }) => cell.blockSize),
    rows: sum(({ cell }) => cell.blockSize * cell.n),
    durationMs: result.durationMs,
    maxMemoryMb: result.maxMemoryMb,
    gbSeconds: ((memoryMb / 1024) * result.durationMs) / 1000,
    backend: ran.gpu === null ? backend : 'gpujs',
    gpu: ran.gpu,
    node: process.version,
    architecture: `${process.platform}-${process.arch}`,
  };
}

function cellTimes({ done }: RunBlocks): Usage['cells'] {
  const times = new Map<string, { blocks: number; fits: number; durationMs: number }>();
  for (const { task, durationMs } of done) {
    const sum = times.get(task.cell.key) ?? { blocks: 0, fits: 0, durationMs: 0 };
    times.set(task.cell.key, {
      blocks: sum.blocks + 1,
      fits: sum.fits + task.estimators.length,
      durationMs: sum.durationMs + durationMs,
    });
  }
  return [...times].map(([cell, time]) => ({ cell, ...time }));
}

import { availableParallelism } from 'node:os';
import { NO_TABLES, type Tables } from '../../kernels/populations/table.ts';
import type { CellState } from '../../results/cell-state.ts';
import { type DamagedRecord, storeRecord } from '../../results/gather-records.ts';
import { startProvenance } from '../../results/provenance.ts';
import { recordAddress } from '../../results/records.ts';
import { openStore } from '../../results/store/open-store.ts';
import type { Store } from '../../results/store/store.ts';
import { keepStudy } from '../../results/stored-study.ts';
import { keepTables } from '../../results/stored-tables.ts';
import { createStudyReader } from '../../results/study-state.ts';
import type { Provenance, Summary } from '../../results/summary.ts';
import { tallyKept } from '../../results/tally.ts';
import { writeResults } from '../../results/write-results.ts';
import type { ComputedBlock } from '../compute/run-batch.ts';
import { type ComputeId, computedBy, type GpuExecution, gpuModeOf } from '../study/backends.ts';
import { studyHash } from '../study/mechanism.ts';
import type { BlockTask } from '../study/plan.ts';
import type { Study } from '../study/study.ts';
import { computeBlocks, type LostBlock } from './compute-blocks.ts';
import { createProgressMeter, type Progress, type ProgressMeter } from './progress.ts';
import { startProgressWriter } from './progress-writer.ts';
import { createThisThread } from './this-thread.ts';
import { type BatchRunner, createWorkerPool } from './worker-pool.ts';

/** What a run reports while it goes. */
export type RunEvent =
  | ({ readonly event: 'progress' } & Progress)
  | ({ readonly event: 'damaged' } & DamagedRecord)
  | ({ readonly event: 'retry' } & LostBlock)
  | ({ readonly event: 'lost' } & LostBlock);

export interface RunOptions {
  /** A directory, `s3://bucket/prefix`, or an opened store. */
  readonly store: string | Store;
  /** Worker threads; as many as there are cores by default. */
  readonly workers?: number;
  /** `wasm-f64` by default; `js` gives the same bytes, slower; `gpujs-cpu` and its like search with gpu.js in that mode. */
  readonly backend?: ComputeId;
  /** Stops the run: no more blocks are given out, everything stored stays. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  /** Text of the study file, kept beside the results so that the store can resume the study by its name. */
  readonly source?: string;
  /** The command that repeats the run, for the report. */
  readonly command?: string;
  /** Tables of features that the study names, by their hash: what `openFeatureFiles` read for `parseStudy`. */
  readonly tables?: Tables;
  /** Where batches are computed; worker threads by default. */
  readonly runner?: BatchRunner;
}

export interface RunResult {
  /** partial: a worker failed three times on some block. interrupted: the signal stopped the run. */
  readonly status: 'complete' | 'partial' | 'interrupted';
  readonly summary: Summary;
  /** Of summary.json, or of summary.partial.json unless the status is complete. */
  readonly summaryPath: string;
  readonly reportPath: string;
  readonly provenance: Provenance;
  readonly lost: readonly LostBlock[];
}

/**
 * Runs a study: computes the blocks that the store lacks on worker threads, and writes the summary, the report, the
 * digests and the provenance beside the records.
 *
 * The bytes of the summary depend on the study alone: not on the number of workers, on interruptions, or on what the
 * store held before. Running again on the same store continues.
 *
 * @throws StoreError when the store cannot be read or written; what was stored stays.
 */
export async function runStudy(planned: Study, options: RunOptions): Promise<RunResult> {
  const store = typeof options.store === 'string' ? await openStore(options.store) : options.store;
  const { backend = 'wasm-f64', tables = NO_TABLES } = options;
  const workers = drivesCard(backend) ? 1 : (options.workers ?? availableParallelism());
  if (!Number.isInteger(workers) || workers < 1) {
    throw new RangeError(`runStudy: workers is ${workers}, an integer of at least 1 expected`);
  }
  const study = computedBy(planned, backend);
  const clock = startProvenance();
  const meter = createProgressMeter();
  await keepTables(store, study, tables);
  await keepStudy(store, study, options.source, backend);
  const onDamaged = (damaged: DamagedRecord): void => options.onEvent?.({ event: 'damaged', ...damaged });
  const reader = createStudyReader(store, study, { tables, onDamaged });

  let state = await reader.read(({ cell, estimator }, kept) =>
    meter.found(cell, estimator.id, tallyKept(cell, kept)),
  );
  for (const cell of state.cells) {
    meter.asked(cell.planned, cell.asked);
    meter.reused(cell.planned, cell.asked - cell.lacking.length);
  }
  let blocksReused = meter.read(0).blocksDone;
  const host = startComputing({ store, meter, backend, workers, options, onDamaged });
  const onlookers = startProgressWriter(store, {
    study: study.name,
    studyHash: studyHash(study),
    progress: host.progress,
  });
  const lost: LostBlock[] = [];
  try {
    host.report();
    for (let round = 0; round < mostRounds(state.cells) && !host.stopped(); round++) {
      const tasks = tasksOf(state.cells, lost);
      if (tasks.length === 0) break;
      lost.push(...(await host.compute(tasks)));
      const now = await reader.read();
      blocksReused += meterLooks(meter, state.cells, now.cells);
      state = now;
    }
  } catch (error) {
    await onlookers.end();
    throw error;
  } finally {
    await host.close();
  }

  const provenance = clock.finish({
    study: study.name,
    studyHash: studyHash(study),
    backend: gpuModeOf(backend) === null ? backend : 'gpujs',
    workers,
    ...host.amount(),
    blocksReused,
    command: options.command ?? `signbench run ${study.name}`,
  });
  const written = await writeResults(store, study, state, { provenance, tables }).finally(onlookers.end);
  const { status } = written.summary;
  return {
    ...written,
    status: status === 'partial' && options.signal?.aborted ? 'interrupted' : status,
    provenance,
    lost,
  };
}

/** A round a look, and some for records that are damaged as soon as they are stored: a bad disk must not be filled for ever. */
const mostRounds = (states: readonly CellState[]): number =>
  states.reduce((most, { planned }) => Math.max(most, planned.looks.length), 0) + 3;

/** The blocks that undecided cells lack, but for those of cells in which a block was lost: these stay undecided. */
function tasksOf(states: readonly CellState[], lost: readonly LostBlock[]): readonly BlockTask[] {
  const stuck = new Set(lost.map(({ task }) => task.cell.key));
  return states.flatMap(({ planned, lacking }) =>
    stuck.has(planned.key) ? [] : lacking.map((one) => ({ cell: planned, ...one })),
  );
}

/** Tells the meter of the blocks that cells ask for at later looks, and which of those are there; returns how many are. */
function meterLooks(meter: ProgressMeter, before: readonly CellState[], after: readonly CellState[]): number {
  let there = 0;
  for (const [i, { planned, asked, lacking }] of after.entries()) {
    const known = before[i].asked;
    if (asked <= known) continue;
    const found = asked - known - lacking.filter(({ block }) => block >= known).length;
    meter.asked(planned, asked - known);
    meter.reused(planned, found);
    there += found;
  }
  return there;
}

const WORKER = new URL('./worker.js', import.meta.url);

/** What computes batches with this backend: worker threads, or this thread where a driver loads in it alone. */
export const createRunner = (backend: ComputeId, workers: number, tables: Tables): BatchRunner =>
  drivesCard(backend) ? createThisThread(tables) : createWorkerPool(workers, WORKER, { tables });

/** Whether the backend needs a driver that loads in the main thread only; one card serves one thread anyway. */
const drivesCard = (backend: ComputeId): boolean => backend === 'gpujs-headless-gl';

interface Computation {
  readonly store: Store;
  readonly meter: ProgressMeter;
  readonly backend: ComputeId;
  readonly workers: number;
  readonly options: RunOptions;
  readonly onDamaged: (damaged: DamagedRecord) => void;
}

/** Computes and stores blocks, round after round, on workers that start with the first. */
function startComputing({ store, meter, backend, workers, options, onDamaged }: Computation) {
  const { signal = new AbortController().signal, onEvent } = options;
  const amount = { replicatesComputed: 0, rowsComputed: 0 };
  let gpu: GpuExecution | null = null;
  const start = performance.now();
  let runner: BatchRunner | null = null;
  const progress = (): Progress => meter.read((performance.now() - start) / 1000);
  const report = (): void => onEvent?.({ event: 'progress', ...progress() });

  async function keep(task: BlockTask, block: ComputedBlock): Promise<void> {
    for (const [i, { bytes, tally: found }] of block.records.entries()) {
      await storeRecord(store, recordAddress(task.cell, task.block, task.estimators[i]), bytes, {
        onDamaged,
      });
      meter.found(task.cell, task.estimators[i].id, found);
    }
    gpu = block.gpu ?? gpu;
    amount.replicatesComputed += task.cell.blockSize;
    amount.rowsComputed += task.cell.blockSize * task.cell.n;
    meter.computed(task.cell);
    report();
  }

  return {
    progress,
    report,
    stopped: () => signal.aborted,
    amount: () => ({ ...amount, gpu }),
    async compute(tasks: readonly BlockTask[]): Promise<readonly LostBlock[]> {
      if (runner === null) {
        runner = options.runner ?? createRunner(backend, workers, options.tables ?? NO_TABLES);
        // Blocks lost to a worker that cannot even start are no result: an empty batch shows it before any is given out.
        await runner.run({ backend, tasks: [] });
      }
      const lost = await computeBlocks(tasks, {
        runner,
        backend,
        workers,
        signal,
        onRetry: (failed) => onEvent?.({ event: 'retry', ...failed }),
        onBlock: keep,
      });
      for (const block of lost) onEvent?.({ event: 'lost', ...block });
      return lost;
    },
    close: async () => runner?.close(),
  };
}

import { availableParallelism } from 'node:os';
import type { BackendId } from '../../kernels/backend.ts';
import { type DamagedRecord, gatherRecords, storeRecord } from '../../results/gather-records.ts';
import { startProvenance } from '../../results/provenance.ts';
import { plannedRecords, type RecordAddress, recordAddress } from '../../results/records.ts';
import { openDirectoryStore } from '../../results/store/directory.ts';
import type { Store } from '../../results/store/store.ts';
import { keepStudy } from '../../results/stored-study.ts';
import type { Provenance, Summary } from '../../results/summary.ts';
import { tally } from '../../results/tally.ts';
import { writeResults } from '../../results/write-results.ts';
import { studyHash } from '../study/mechanism.ts';
import { type BlockTask, planStudy } from '../study/plan.ts';
import type { Study } from '../study/study.ts';
import { computeBlocks, type LostBlock } from './compute-blocks.ts';
import { createProgressMeter, type Progress, type ProgressMeter } from './progress.ts';
import { type BatchRunner, createWorkerPool } from './worker-pool.ts';

/** What a run reports while it goes. */
export type RunEvent =
  | ({ readonly event: 'progress' } & Progress)
  | ({ readonly event: 'damaged' } & DamagedRecord)
  | ({ readonly event: 'retry' } & LostBlock)
  | ({ readonly event: 'lost' } & LostBlock);

export interface RunOptions {
  /** A directory, or an opened store. */
  readonly store: string | Store;
  /** Worker threads; as many as there are cores by default. */
  readonly workers?: number;
  /** `wasm-f64` by default; `js` gives the same bytes, slower. */
  readonly backend?: BackendId;
  /** Stops the run: no more blocks are given out, everything stored stays. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  /** Text of the study file, kept beside the results so that the store can resume the study by its name. */
  readonly source?: string;
  /** The command that repeats the run, for the report. */
  readonly command?: string;
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
export async function runStudy(study: Study, options: RunOptions): Promise<RunResult> {
  const store = typeof options.store === 'string' ? openDirectoryStore(options.store) : options.store;
  const { backend = 'wasm-f64', workers = availableParallelism() } = options;
  if (!Number.isInteger(workers) || workers < 1) {
    throw new RangeError(`runStudy: workers is ${workers}, an integer of at least 1 expected`);
  }
  const clock = startProvenance();
  const cells = planStudy(study);
  const meter = createProgressMeter(cells);
  await keepStudy(store, study, options.source, backend);
  const onDamaged = (damaged: DamagedRecord): void => options.onEvent?.({ event: 'damaged', ...damaged });

  const records = await gatherRecords(store, plannedRecords(cells), {
    onDamaged,
    onRecord: ({ cell, estimator }, outcomes) => meter.found(cell, estimator.id, tally(cell, outcomes)),
  });
  const tasks = lackingBlocks(study, records, meter);
  const blocksReused = meter.read(0).blocksDone;
  const { lost, computed } = await compute(tasks, {
    store,
    records,
    meter,
    backend,
    workers,
    options,
    onDamaged,
  });

  const provenance = clock.finish({
    study: study.name,
    studyHash: studyHash(study),
    backend,
    workers,
    replicatesComputed: computed.reduce((sum, { cell }) => sum + cell.blockSize, 0),
    rowsComputed: computed.reduce((sum, { cell }) => sum + cell.blockSize * cell.n, 0),
    blocksReused,
    command: options.command ?? `signbench run ${study.name}`,
  });
  const written = await writeResults(store, study, records, provenance);
  const { status } = written.summary;
  return {
    ...written,
    status: status === 'partial' && options.signal?.aborted ? 'interrupted' : status,
    provenance,
    lost,
  };
}

/** The blocks of which some estimator's record is not there, with those estimators. */
function lackingBlocks(
  study: Study,
  records: ReadonlyMap<string, unknown>,
  meter: ProgressMeter,
): readonly BlockTask[] {
  const tasks: BlockTask[] = [];
  for (const cell of planStudy(study)) {
    for (let block = 0; block < cell.blocks; block++) {
      const estimators = cell.estimators.filter(
        (estimator) => !records.has(recordAddress(cell, block, estimator).key),
      );
      if (estimators.length > 0) tasks.push({ cell, block, estimators });
      else meter.reused(cell);
    }
  }
  return tasks;
}

interface Computation {
  readonly store: Store;
  readonly records: Map<string, Uint8Array>;
  readonly meter: ProgressMeter;
  readonly backend: BackendId;
  readonly workers: number;
  readonly options: RunOptions;
  readonly onDamaged: (damaged: DamagedRecord) => void;
}

async function compute(
  tasks: readonly BlockTask[],
  { store, records, meter, backend, workers, options, onDamaged }: Computation,
): Promise<{ readonly lost: readonly LostBlock[]; readonly computed: readonly BlockTask[] }> {
  const { signal = new AbortController().signal, onEvent } = options;
  const computed: BlockTask[] = [];
  const start = performance.now();
  const report = (): void =>
    onEvent?.({ event: 'progress', ...meter.read((performance.now() - start) / 1000) });
  report();
  if (tasks.length === 0 || signal.aborted) return { lost: [], computed };
  const runner = options.runner ?? createWorkerPool(workers, new URL('./worker.js', import.meta.url));
  try {
    // Blocks lost to a worker that cannot even start are no result: an empty batch shows it before any is given out.
    await runner.run({ backend, tasks: [] });
    const lost = await computeBlocks(tasks, {
      runner,
      backend,
      workers,
      signal,
      onRetry: (failed) => onEvent?.({ event: 'retry', ...failed }),
      onBlock: async (task, block) => {
        for (const [i, { bytes, tally: found }] of block.records.entries()) {
          const address: RecordAddress = recordAddress(task.cell, task.block, task.estimators[i]);
          await storeRecord(store, address, bytes, { onDamaged });
          records.set(address.key, bytes);
          meter.found(task.cell, task.estimators[i].id, found);
        }
        computed.push(task);
        meter.computed(task.cell);
        report();
      },
    });
    for (const block of lost) onEvent?.({ event: 'lost', ...block });
    return { lost, computed };
  } finally {
    await runner.close();
  }
}

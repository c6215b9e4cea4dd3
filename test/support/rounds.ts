import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBatchComputer } from '../../functions/compute/batch-computer.ts';
import { openStoredStudy } from '../../functions/compute/stored-study.ts';
import { type FinishedRound, finishRound } from '../../functions/rounds/finish-round.ts';
import type { BatchItem } from '../../functions/rounds/inputs.ts';
import { type PlannedRound, planRound } from '../../functions/rounds/plan-round.ts';
import { type BatchHost, type BatchResult, runBatch } from '../../functions/rounds/run-batch.ts';
import type { BlockComputer } from '../../functions/rounds/run-blocks.ts';
import { computedBy } from '../../functions/study/backends.ts';
import { parseStudy } from '../../functions/study/spec/parse-study.ts';
import type { Study } from '../../functions/study/study.ts';
import { NO_TABLES } from '../../kernels/populations/table.ts';
import { openDirectoryStore } from '../../results/store/directory.ts';
import type { Store } from '../../results/store/store.ts';
import { keepStudy } from '../../results/stored-study.ts';

/** A store in a folder that keeps a study, as a client leaves it before a run begins. */
export async function storeWith(text: string, folder: string): Promise<{ store: Store; study: Study }> {
  const store = openDirectoryStore(folder);
  const study = computedBy(parseStudy(text, 'study.yaml', 'full'), 'js');
  await keepStudy(store, study, text, 'js');
  return { store, study };
}

/** Computes blocks in this thread. */
export function computerOf(backend: 'js' | 'wasm-f64' = 'js'): BlockComputer {
  const compute = createBatchComputer(NO_TABLES);
  return async (task) => (await compute({ backend, tasks: [task] }))[0];
}

export interface RunSettings {
  readonly runId?: string;
  readonly targetMs?: number;
  readonly budgetUsd?: number;
  readonly compute?: BlockComputer;
  /** Runs a batch in place of the ordinary worker. */
  readonly worker?: (item: BatchItem, run: () => Promise<BatchResult>) => Promise<unknown>;
  readonly host?: Partial<BatchHost>;
}

export interface Round {
  readonly planned: PlannedRound;
  readonly items: readonly BatchItem[];
  readonly finished: FinishedRound;
}

export const manifestOf = async (store: Store, { key }: PlannedRound): Promise<BatchItem[]> =>
  JSON.parse(new TextDecoder().decode((await store.get(key)) ?? new Uint8Array()));

/** Runs rounds as the state machine does, until there is none to come. */
export async function runRounds(store: Store, study: string, settings: RunSettings = {}): Promise<Round[]> {
  const { runId = 'run-1', targetMs = 5, budgetUsd, compute = computerOf() } = settings;
  const budget = budgetUsd === undefined ? {} : { budgetUsd };
  const rounds: Round[] = [];
  let spent = {};
  for (let round = 0; ; round++) {
    const input = { study, runId, round, ...budget, ...spent };
    const planned = await planRound(store, input, { targetMs, workerMemoryMb: 1769 });
    const items = await manifestOf(store, planned);
    for (const item of items) {
      const run = (): Promise<BatchResult> => runItem(store, item, { compute, ...settings.host });
      await (settings.worker ?? ((_, ordinary) => ordinary()))(item, run);
    }
    const finished = await finishRound(store, { study, runId, round, ...budget });
    rounds.push({ planned, items, finished });
    if (!finished.again) return rounds;
    if (round > 40) throw new Error('runRounds: never ends');
    spent = { spentUsd: finished.spentUsd };
  }
}

/** Runs one item as a worker with plenty of time. */
export async function runItem(
  store: Store,
  item: BatchItem,
  host: Partial<BatchHost> = {},
): Promise<BatchResult> {
  const stored = await openStoredStudy(store, item.study);
  if (stored === null) throw new Error(`runItem: ${item.study} is not stored`);
  const { compute = computerOf(), remainingMs = () => 1e9, memoryMb = 1769 } = host;
  return runBatch(store, stored, { item, host: { compute, remainingMs, memoryMb } });
}

/** The text of a file of a study in a folder. */
export const fileOf = (folder: string, study: string, file: string): string =>
  readFileSync(join(folder, 'studies', study, file), 'utf8');

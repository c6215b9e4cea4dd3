import type { Store } from '../../results/store/store.ts';
import { createBatchComputer } from '../compute/batch-computer.ts';
import { workerDigest } from '../compute/golden-digest.ts';
import type { StoredStudy } from '../compute/stored-study.ts';
import { BatchInput, checkedInput, VerifyInput } from '../rounds/inputs.ts';
import { type MsPerBlock, measureWorker } from '../rounds/measure-worker.ts';
import { type BatchResult, runBatch } from '../rounds/run-batch.ts';
import type { BlockComputer } from '../rounds/run-blocks.ts';
import { requireStudy } from '../rounds/stored-study.ts';
import { studyHash } from '../study/mechanism.ts';
import { readEnvironment } from './environment.ts';
import { type Invocation, logged } from './logged.ts';

/** Kept from one invocation of a sandbox to the next: the study that it works on, and its engine. */
interface Known {
  readonly hash: string;
  readonly stored: StoredStudy;
  readonly compute: BlockComputer;
}

let known: Known | null = null;

/** What a worker that is checked answers. */
interface CheckedWorker {
  readonly digest: string;
  readonly msPerBlock: MsPerBlock;
}

/** Lambda run-shards: computes a batch of blocks, or the golden digest and its own speed where `verify` is asked. */
export async function handler(event: unknown, invocation: Invocation): Promise<BatchResult | CheckedWorker> {
  const { store, marginMs, memoryMb, pilotSeconds } = await readEnvironment();
  if (Object(event).verify === true) {
    const { study } = checkedInput(VerifyInput, event, 'run-shards');
    return logged('verify', { study }, async () => {
      known = await open(store, study);
      const { stored, compute } = known;
      const digest = workerDigest(stored.backend);
      return { digest, msPerBlock: await measureWorker(stored.study, compute, pilotSeconds) };
    });
  }
  const item = checkedInput(BatchInput, event, 'run-shards');
  const { study, runId, round, batch } = item;
  return logged('run-shards', { study, runId, round, batch }, async () => {
    if (known?.hash !== item.studyHash) known = await open(store, study);
    const { stored, compute } = known;
    const remainingMs = (): number => invocation.getRemainingTimeInMillis() - marginMs;
    return runBatch(store, stored, { item, host: { compute, remainingMs, memoryMb } });
  });
}

/** Known by what is stored, not by what was asked for: a study that was changed and changed back must be read again. */
async function open(store: Store, name: string): Promise<Known> {
  const stored = await requireStudy(store, name);
  const computer = createBatchComputer(stored.tables);
  const compute: BlockComputer = async (task) =>
    (await computer({ backend: stored.backend, tasks: [task] }))[0];
  return { hash: studyHash(stored.study), stored, compute };
}

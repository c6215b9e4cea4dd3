import { createBatchComputer } from '../compute/batch-computer.ts';
import { workerDigest } from '../compute/golden-digest.ts';
import type { StoredStudy } from '../compute/stored-study.ts';
import { BatchInput, checkedInput, VerifyInput } from '../rounds/inputs.ts';
import { type BatchResult, runBatch } from '../rounds/run-batch.ts';
import type { BlockComputer } from '../rounds/run-blocks.ts';
import { requireStudy } from '../rounds/stored-study.ts';
import { readEnvironment } from './environment.ts';
import { type Invocation, logged } from './logged.ts';

/** Kept from one invocation of a sandbox to the next: the study that it works on, and its engine. */
let known: { readonly hash: string; readonly stored: StoredStudy; readonly compute: BlockComputer } | null =
  null;

/** Lambda run-shards: computes a batch of blocks, or the golden digest where `verify` is asked. */
export async function handler(
  event: unknown,
  invocation: Invocation,
): Promise<BatchResult | { readonly digest: string }> {
  const { store, marginMs, memoryMb } = await readEnvironment();
  if (Object(event).verify === true) {
    const { study } = checkedInput(VerifyInput, event, 'run-shards');
    return logged('verify', { study }, async () => {
      const { backend } = await requireStudy(store, study);
      return { digest: workerDigest(backend) };
    });
  }
  const item = checkedInput(BatchInput, event, 'run-shards');
  const { study, runId, round, batch } = item;
  return logged('run-shards', { study, runId, round, batch }, async () => {
    if (known?.hash !== item.studyHash) known = await open(study);
    const { stored, compute } = known;
    const remainingMs = (): number => invocation.getRemainingTimeInMillis() - marginMs;
    return runBatch(store, stored, { item, host: { compute, remainingMs, memoryMb } });
  });

  async function open(name: string): Promise<NonNullable<typeof known>> {
    const stored = await requireStudy(store, name);
    const computer = createBatchComputer(stored.tables);
    const compute: BlockComputer = async (task) =>
      (await computer({ backend: stored.backend, tasks: [task] }))[0];
    return { hash: item.studyHash, stored, compute };
  }
}

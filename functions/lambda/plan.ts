import { checkedInput, PlanInput } from '../rounds/inputs.ts';
import { type PlannedRound, planRound } from '../rounds/plan-round.ts';
import { readEnvironment } from './environment.ts';
import { logged } from './logged.ts';

/** What the state machine needs of a planned round: the manifest under the names of ItemReader. */
export interface PlanAnswer extends Omit<PlannedRound, 'key'> {
  readonly manifest: { readonly bucket: string; readonly key: string };
}

/** Lambda plan: plans the next round of a run and writes its manifest. */
export async function handler(event: unknown): Promise<PlanAnswer> {
  const { store, bucket, bucketKey, targetMs, workerMemoryMb } = await readEnvironment();
  const input = checkedInput(PlanInput, event, 'plan');
  const { study, runId, round } = input;
  return logged('plan', { study, runId, round }, async () => {
    const { key, ...planned } = await planRound(store, input, { targetMs, workerMemoryMb });
    return { ...planned, manifest: { bucket, key: bucketKey(key) } };
  });
}

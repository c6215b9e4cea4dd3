import { type FinishedRound, finishRound } from '../rounds/finish-round.ts';
import { checkedInput, FinishInput } from '../rounds/inputs.ts';
import { readEnvironment } from './environment.ts';
import { logged } from './logged.ts';

/** Lambda aggregate: writes the results of a run as far as it is, and decides whether another round is to come. */
export async function handler(event: unknown): Promise<FinishedRound> {
  const { store, bucketKey, workerMemoryMb } = await readEnvironment();
  const input = checkedInput(FinishInput, event, 'aggregate');
  const { study, runId, round } = input;
  return logged('aggregate', { study, runId, round }, async () => {
    const finished = await finishRound(store, input, { workerMemoryMb });
    return { ...finished, summary: bucketKey(finished.summary) };
  });
}

import { z } from 'zod';
import type { Store } from '../../results/store/store.ts';

const LastRun = z.object({
  runId: z.string(),
  executionArn: z.string(),
  studyHash: z.string(),
  startedAt: z.string(),
  budgetUsd: z.number().nullable(),
});

/** The last run of a study on AWS: what status, cancel and a second `run` look for. */
export type LastRun = z.infer<typeof LastRun>;

const keyOf = (study: string): string => `runs/${study}/last.json`;

export const keepLastRun = (store: Store, study: string, run: LastRun): Promise<void> =>
  store.replace(keyOf(study), new TextEncoder().encode(`${JSON.stringify(run)}\n`));

/** null where there is none, or it was removed: manifests of runs stay for the days that the stack says. */
export async function findLastRun(store: Store, study: string): Promise<LastRun | null> {
  const bytes = await store.get(keyOf(study));
  try {
    return bytes === null ? null : LastRun.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}

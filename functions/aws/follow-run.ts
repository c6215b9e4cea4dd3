import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionFacts } from './executions.ts';
import type { RunProgress } from './run-progress.ts';

export interface Watched {
  readonly describe: () => Promise<ExecutionFacts>;
  readonly progress: () => Promise<RunProgress>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RunProgress) => void;
  readonly firstMs?: number;
}

const FIRST_MS = 500;
const LONGEST_MS = 15_000;
const GROWTH = 1.4;

/**
 * Waits for an execution to end, and says how far it is at intervals that grow from half a second to 15 seconds; null where the
 * signal ended the waiting, which leaves the execution alone.
 */
export async function followRun(watched: Watched): Promise<ExecutionFacts | null> {
  const { signal } = watched;
  for (let pause = watched.firstMs ?? FIRST_MS; ; pause = Math.min(LONGEST_MS, pause * GROWTH)) {
    try {
      const execution = await watched.describe();
      watched.onProgress(await watched.progress());
      if (execution.state !== 'running') return execution;
      await delay(pause, undefined, { signal });
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }
}

import { setTimeout } from 'node:timers/promises';

/** Knows whether somebody waits for an answer. */
export interface Traffic {
  /** Answers one request. */
  during<T>(answer: () => Promise<T>): Promise<T>;
  /** Resolves when no answer has been under way for a while. */
  quiet(): Promise<void>;
}

/** Requests of one page follow each other faster than this. */
const QUIET_MS = 200;

/** Watches the requests that are under way; `quietMs` after the last of them it is quiet. */
export function watchTraffic(quietMs: number = QUIET_MS): Traffic {
  let waiting = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    async during(answer) {
      waiting++;
      try {
        return await answer();
      } finally {
        waiting--;
        lastAt = performance.now();
      }
    },
    async quiet() {
      while (waiting > 0 || performance.now() - lastAt < quietMs) await setTimeout(quietMs / 4);
    },
  };
}

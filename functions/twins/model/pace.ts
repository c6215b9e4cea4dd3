import { setTimeout as delay } from 'node:timers/promises';

/** When requests may be sent. */
export interface Pace {
  /** Resolves when the next request may be sent; rejects where the signal aborts meanwhile. */
  turn(signal: AbortSignal): Promise<void>;
  /** Nothing is sent for so long: what a server that refuses one request says to all. */
  hold(ms: number): void;
}

/** Requests in turn, evenly spaced where a rate is given, and none while a server asked for quiet. */
export function createPace(requestsPerMinute: number | null): Pace {
  const spacing = requestsPerMinute === null ? 0 : 60_000 / requestsPerMinute;
  let next = 0;
  let quietUntil = 0;
  return {
    turn: async (signal) => {
      signal.throwIfAborted();
      // Where quiet is asked for while this request waits, its slot is no longer its own.
      for (let slot = 0; slot === 0 || quietUntil > slot; ) {
        slot = Math.max(next, quietUntil, performance.now());
        next = slot + spacing;
        // A timer may fire a little early.
        for (let left = slot - performance.now(); left > 0; left = slot - performance.now())
          await delay(left, undefined, { signal });
      }
    },
    hold: (ms) => {
      quietUntil = Math.max(quietUntil, performance.now() + ms);
    },
  };
}

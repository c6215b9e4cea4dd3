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
      const slot = Math.max(next, performance.now());
      next = slot + spacing;
      // The quiet may begin, or grow, while this request waits for its slot.
      for (let left = wait(slot, quietUntil); left > 0; left = wait(slot, quietUntil)) {
        await delay(left, undefined, { signal });
      }
    },
    hold: (ms) => {
      quietUntil = Math.max(quietUntil, performance.now() + ms);
      next = Math.max(next, quietUntil);
    },
  };
}

/** A timer may fire a little early: what is left is waited for again. */
const wait = (slot: number, quietUntil: number): number => Math.max(slot, quietUntil) - performance.now();

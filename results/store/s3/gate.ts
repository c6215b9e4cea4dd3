/** Runs an action now, or when its turn comes. */
export type Gate = <T>(action: () => Promise<T>) => Promise<T>;

/** Lets a bounded number of actions go on at once; the others wait for their turn, first come first served. */
export function createGate(limit: number): Gate {
  let free = limit;
  const waiting: (() => void)[] = [];
  return async (action) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await action();
    } finally {
      const next = waiting.shift();
      // The place is handed on: nobody who comes in between takes it.
      if (next === undefined) free++;
      else next();
    }
  };
}

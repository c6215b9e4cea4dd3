/** Values of one type by key. */
export interface Cache<T> {
  get(key: string): T | undefined;
  /** Of values heavier than the whole bound a cache keeps the one that was set last, beside all others. */
  set(key: string, value: T, weight: number): void;
  delete(key: string): void;
}

/** Caches of several types that share one bound. */
export interface Memory {
  cache<T>(): Cache<T>;
  /** Of all values held but those heavier than the bound. */
  weight(): number;
}

interface Held {
  readonly weight: number;
  readonly release: () => void;
}

/** Memory for values that weigh at most `bound` bytes together, about; the least recently used leave first. */
export function createMemory(bound: number): Memory {
  // A map keeps the order of insertion: the last is the most recently used.
  const held = new Map<string, Held>();
  let total = 0;
  let caches = 0;

  function drop(place: string): void {
    const found = held.get(place);
    if (found === undefined) return;
    held.delete(place);
    total -= found.weight;
    found.release();
  }

  function keep(place: string, entry: Held): void {
    held.set(place, entry);
    total += entry.weight;
    for (const oldest of held.keys()) {
      if (total <= bound) break;
      drop(oldest);
    }
  }

  function touch(place: string): void {
    const found = held.get(place);
    if (found === undefined) return;
    held.delete(place);
    held.set(place, found);
  }

  return {
    weight: () => total,
    cache<T>(): Cache<T> {
      const values = new Map<string, T>();
      let heavy: { readonly key: string; readonly value: T } | null = null;
      const number = caches++;
      const placeOf = (key: string): string => `${number} ${key}`;
      return {
        get(key) {
          if (heavy?.key === key) return heavy.value;
          const value = values.get(key);
          if (value !== undefined) touch(placeOf(key));
          return value;
        },
        set(key, value, weight) {
          drop(placeOf(key));
          if (heavy?.key === key) heavy = null;
          if (weight > bound) {
            heavy = { key, value };
            return;
          }
          values.set(key, value);
          keep(placeOf(key), { weight, release: () => values.delete(key) });
        },
        delete(key) {
          drop(placeOf(key));
          if (heavy?.key === key) heavy = null;
        },
      };
    },
  };
}

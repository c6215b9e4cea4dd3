import { createSingleFlight } from '../../results/catalogue/single-flight.ts';

/** A page or nothing; who asks while it is made waits for the same. */
type MakePage = () => Promise<string | null>;

/**
 * Makes a page that changes all the time at most once in `freshMs` milliseconds, however many ask for it. What is null is not kept, so that
 * no more is kept than there are studies.
 */
export function createRecentPages(
  freshMs: number,
  now: () => number = () => performance.now(),
): (key: string, make: MakePage) => Promise<string | null> {
  const kept = new Map<string, { readonly at: number; readonly body: string }>();
  const making = createSingleFlight<string | null>();
  return async (key, make) => {
    const found = kept.get(key);
    if (found !== undefined && now() - found.at < freshMs) return found.body;
    return making(key, async () => {
      const body = await make();
      if (body === null) kept.delete(key);
      else kept.set(key, { at: now(), body });
      return body;
    });
  };
}

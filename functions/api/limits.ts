import type { MiddlewareHandler } from 'hono';
import { ProblemError } from './problem.ts';

/** Letters of an address: the longest that a view needs is a tenth of this. */
const LONGEST_ADDRESS = 8192;

/** Refuses addresses that no link has. */
export const addressLimit: MiddlewareHandler = async (c, next) => {
  if (c.req.url.length > LONGEST_ADDRESS) {
    throw new ProblemError({
      status: 414,
      title: 'The address is too long',
      detail: `The address has ${c.req.url.length} letters; at most ${LONGEST_ADDRESS} are allowed.`,
    });
  }
  await next();
};

/**
 * Ends the wait for an answer after so many milliseconds. The work goes on, once for all who ask, and what it finds is kept: who
 * asks again later gets it.
 */
export const timeLimit =
  (limitMs: number): MiddlewareHandler =>
  async (_, next) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, limitMs, true);
    });
    const isLate = await Promise.race([next().then(() => false), late]);
    clearTimeout(timer);
    if (!isLate) return;
    throw new ProblemError({
      status: 503,
      title: 'Not ready yet',
      detail: `The answer takes more than ${limitMs / 1000} seconds; it is still being made, ask again.`,
      retryAfterSeconds: 10,
    });
  };

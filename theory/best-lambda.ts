import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import type { Surrogates } from './surrogate.ts';

/** The temperature at which the surrogate has the least mean squared angle at one n, with that error, radians. */
export interface BestLambda {
  readonly lambda: number;
  readonly rms: number;
}

const STEPS = 12;
const [LEAST, MOST] = [0.5, 200];

/**
 * The lambda in [1/2, 200] of least bias^2 + sd^2 / n (T10), by golden sections in log lambda after a scan of twelve values, to 0.1 %; about
 * n^(1/5) grows the best lambda. An end of the range is an answer too: homogeneous users with isotropic features have no bias
 * at any lambda.
 *
 * @returns null where no surrogate has a limit
 */
export function bestLambda(surrogates: Surrogates, n: number): BestLambda | null {
  const errorAt = (x: number): number => {
    const limit = surrogates(exp(x));
    return limit === null
      ? Number.POSITIVE_INFINITY
      : limit.bias * limit.bias + (limit.rootNSd * limit.rootNSd) / n;
  };
  const width = (log(MOST) - log(LEAST)) / STEPS;
  const scan = Array.from({ length: STEPS + 1 }, (_, i) => errorAt(log(LEAST) + i * width));
  const first = scan.indexOf(Math.min(...scan));
  if (!Number.isFinite(scan[first] ?? Number.NaN)) return null;
  let low = log(LEAST) + Math.max(0, first - 1) * width;
  let high = log(LEAST) + Math.min(STEPS, first + 1) * width;
  const golden = (Math.sqrt(5) - 1) / 2;
  while (high - low > 1e-3) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
    if (errorAt(a) < errorAt(b)) high = b;
    else low = a;
  }
  const x = (low + high) / 2;
  return { lambda: exp(x), rms: Math.sqrt(errorAt(x)) };
}

import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import type { SurrogateAt, SurrogateLimit } from './surrogate.ts';

/** The temperature at which the surrogate has the least mean squared angle at one n, with that error, radians. */
export interface BestLambda {
  readonly lambda: number;
  readonly rms: number;
}

const STEPS = 12;
/** Temperatures among which to look. */
type Range = readonly [number, number];
const WIDE: Range = [0.5, 200];

/**
 * The lambda in a range, [1/2, 200] where none is given, of least bias^2 + sd^2 / n (T10), by golden sections in log lambda after a scan of twelve values, to 0.1 %; about
 * n^(1/5) grows the best lambda. An end of the range is an answer too: homogeneous users with isotropic features have no bias
 * at any lambda.
 *
 * @returns null where no surrogate has a limit
 */
export function bestLambda(
  surrogates: SurrogateAt,
  n: number,
  [least, most]: Range = WIDE,
): BestLambda | null {
  const errorAt = (x: number): number => {
    const limit = surrogates(exp(x));
    return limit === null || limit.rootNSd === null
      ? Number.POSITIVE_INFINITY
      : limit.bias * limit.bias + (limit.rootNSd * limit.rootNSd) / n;
  };
  const width = (log(most) - log(least)) / STEPS;
  const scan = Array.from({ length: STEPS + 1 }, (_, i) => errorAt(log(least) + i * width));
  const first = scan.indexOf(Math.min(...scan));
  if (!Number.isFinite(scan[first] ?? Number.NaN)) return null;
  let low = log(least) + Math.max(0, first - 1) * width;
  let high = log(least) + Math.min(STEPS, first + 1) * width;
  const golden = (Math.sqrt(5) - 1) / 2;
  while (high - low > 1e-3) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
    if (errorAt(a) < errorAt(b)) high = b;
    else low = a;
  }
  const x = (low + high) / 2;
  return { lambda: exp(x), rms: Math.sqrt(errorAt(x)) };
}

/**
 * The same between the first and the last of some limits that are known already, by interpolation in log lambda of
 * bias lambda^2 and sd lambda^(-1/2), which vary slowly: within 4 % of the least error for limits a factor of 2.5 apart.
 *
 * limits: in increasing order of lambda. Null for fewer than two.
 */
export function bestOf(limits: readonly SurrogateLimit[], n: number): BestLambda | null {
  if (limits.length < 2) return null;
  const between: SurrogateAt = (lambda) => {
    const after = Math.max(
      1,
      limits.findIndex((limit) => limit.lambda >= lambda * (1 - 1e-12)),
    );
    const [a, b] = [limits[after - 1], limits[after]];
    const share = log(lambda / a.lambda) / log(b.lambda / a.lambda);
    const mixed = (f: (limit: SurrogateLimit) => number): number => f(a) + share * (f(b) - f(a));
    const sd = mixed((limit) => (limit.rootNSd ?? Number.NaN) / Math.sqrt(limit.lambda)) * Math.sqrt(lambda);
    return {
      ...a,
      lambda,
      bias: mixed((limit) => limit.bias * limit.lambda * limit.lambda) / (lambda * lambda),
      rootNSd: Number.isNaN(sd) ? null : sd,
    };
  };
  return bestLambda(between, n, [limits[0].lambda, limits[limits.length - 1].lambda]);
}

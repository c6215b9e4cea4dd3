import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import { angle } from '../kernels/metrics/angle.ts';
import { unit } from './linear-algebra.ts';
import type { SurrogateLimit, Surrogates } from './surrogate.ts';

/** The first and the last lambda of a climb. */
export interface LambdaPath {
  readonly first: number;
  readonly last: number;
}

/** Starts closer than this, in radians, climb to one maximum. */
export const CLOSE = 0.35;
/** Two ends of climbs that are one. */
const SAME = 0.01;
/** Here the surrogate is linear in theta, and its only maximum is the direction of the mean of z, where a search begins. */
const LINEAR = 0.02;
/** Largest step of log lambda along a path. */
const STEP = 0.4;

interface Climb {
  /** Directions between which maxima are looked for: those of the sign estimator and of RLHF. */
  readonly starts: readonly (readonly number[])[];
  readonly target: readonly number[];
  /** The local maximum at one lambda that lies uphill from a direction; null where the climb does not settle. */
  readonly next: (lambda: number, start: readonly number[]) => readonly number[] | null;
}

/**
 * The limits of a surrogate, each computed once, and where the path of maxima leads that begins at the direction of the mean of z, jumps to the first
 * lambda and follows it to the last. Where all starts lie about one direction there is one maximum, and every path leads to it.
 */
export function withPaths(
  limitAt: (lambda: number) => SurrogateLimit | null,
  { starts, target, next }: Climb,
): Surrogates {
  const known = new Map<number, SurrogateLimit | null>();
  const limit = (lambda: number): SurrogateLimit | null => {
    const before = known.get(lambda);
    if (before !== undefined) return before;
    const found = limitAt(lambda);
    known.set(lambda, found);
    return found;
  };
  const leads = ({ first, last }: LambdaPath): boolean => {
    if (starts.every((start) => angle(start, starts[0]) <= CLOSE)) return true;
    const end = ladder(first, last).reduce<readonly number[] | null>(
      (place, lambda) => place && next(lambda, place),
      unit(target),
    );
    const best = limit(last);
    return end !== null && best !== null && angle(end, best.direction) < SAME + 4 * (best.error ?? 0);
  };
  return Object.assign(limit, { leads });
}

function ladder(first: number, last: number): readonly number[] {
  const steps = Math.ceil(Math.abs(log(last / first)) / STEP);
  const rungs = Array.from({ length: steps }, (_, k) => first * exp((log(last / first) * (k + 1)) / steps));
  return [LINEAR, first, ...rungs];
}

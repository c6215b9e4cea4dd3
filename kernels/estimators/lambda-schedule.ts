import { exp } from '../math/exp.ts';
import { log } from '../math/log.ts';
import type { LambdaRange } from './lambda-growth.ts';

/** linear: equal differences; geometric: equal ratios; stepwise: equal stretches of steps, each of one lambda, equal ratios between. */
type ScheduleShape = 'linear' | 'geometric' | 'stepwise';

export interface Schedule {
  readonly shape: ScheduleShape;
  /** Stretches of a stepwise schedule, at least 2. */
  readonly stages: number;
}

/** lambda at each of `steps` steps: the first and, from two steps on, the last are those of the range, exactly. */
export function lambdasOf(range: LambdaRange, steps: number, { shape, stages }: Schedule): Float64Array {
  const last = Math.max(1, steps - 1);
  return Float64Array.from({ length: steps }, (_, t) => {
    switch (shape) {
      case 'linear':
        return range[0] + ((range[1] - range[0]) * t) / last;
      case 'geometric':
        return between(range, t / last);
      case 'stepwise': {
        const stretches = Math.min(stages, steps);
        return between(range, Math.floor((t * stretches) / steps) / Math.max(1, stretches - 1));
      }
      default:
        return shape satisfies never;
    }
  });
}

/** from (to / from)^share, exact at both ends. */
function between([from, to]: LambdaRange, share: number): number {
  if (share === 0) return from;
  return share === 1 ? to : from * exp(share * log(to / from));
}

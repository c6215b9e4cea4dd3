import { exp } from '../../kernels/math/exp.ts';
import { log } from '../../kernels/math/log.ts';
import type { MeasureName } from '../summary.ts';
import type { Expectation } from './expectation.ts';

/** n between which a crossing is searched. */
const [SMALLEST_N, LARGEST_N] = [10, 1e9];
const STEPS = 32;

/**
 * The n at which the predicted error of one estimator falls below that of another: the one change of sign of their difference on [10, 10^9], by
 * bisection in log n; null where there is none or more than one, or where a prediction is not known.
 */
export function predictedCrossing(
  winner: Expectation,
  loser: Expectation,
  measure: MeasureName,
): number | null {
  const lead = (x: number): number => {
    const [a, b] = [winner.at(measure, exp(x)), loser.at(measure, exp(x))];
    return a === null || b === null ? Number.NaN : b.value - a.value;
  };
  const [first, last] = [log(SMALLEST_N), log(LARGEST_N)];
  const places = Array.from({ length: STEPS + 1 }, (_, i) => first + ((last - first) * i) / STEPS);
  const leads = places.map(lead);
  const turns = places.flatMap((_, i) => (i > 0 && leads[i - 1] * leads[i] < 0 ? [i] : []));
  if (turns.length !== 1 || !(leads[turns[0]] > 0)) return null;
  let [low, high] = [places[turns[0] - 1], places[turns[0]]];
  while (high - low > 1e-3) {
    const middle = (low + high) / 2;
    if (lead(middle) > 0) high = middle;
    else low = middle;
  }
  return exp((low + high) / 2);
}

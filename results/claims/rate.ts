import type { RateClaim } from '../../functions/study/claim.ts';
import { FEWEST_SIZES } from '../measures/drift.ts';
import { errorSlope } from '../measures/error-slope.ts';
import { readError } from './error-reading.ts';
import { type Interval, intervalOf } from './interval.ts';
import { rangeOf } from './range.ts';
import type { Judge, Trial } from './trial.ts';

/**
 * Judges a rate: the slope of log measure on log n by least squares with delta-method weights over the sizes of the claim's range.
 * Its standard error allows for the noise of the weights (error-slope.ts). Cells err independently, and their skewness cancels in a slope, which needs no correction for it.
 */
export function rateJudge({ claim, foretold }: Trial<RateClaim>): Judge {
  const { exponent, within, atLeast } = claim;
  const margin: Interval = [atLeast ? -Infinity : exponent - within, exponent + within];
  return {
    read: (view) => readError(view, claim),
    judge(readings, level) {
      const known = readings.flatMap((reading) =>
        reading?.error ? [{ ...reading, error: reading.error }] : [],
      );
      const errors = known.map(({ error }) => error);
      const range = rangeOf(claim.from, errors, claim.from === 'auto' ? foretold() : { regimeFrom: null });
      if (range.from === null) return { interval: null, margin, note: range.note };
      const { from } = range;
      const read = known.filter(({ error }) => error.n >= from);
      if (read.length < FEWEST_SIZES) {
        return { interval: null, margin, note: `fewer than ${FEWEST_SIZES} sizes have an error to read` };
      }
      const { value, widened, freedom } = errorSlope(read.map(({ error }) => error));
      return {
        interval: intervalOf({ value, se: widened, skewness: 0, freedom }, level),
        margin,
        estimate: value,
        ...(range.note === undefined ? {} : { note: range.note }),
      };
    },
  };
}

import type { ConstantClaim } from '../../functions/study/claim.ts';
import { exp } from '../../kernels/math/exp.ts';
import { log } from '../../kernels/math/log.ts';
import { CHERNOFF_MEAN_ABSOLUTE, CHERNOFF_RMS } from '../../theory/chernoff-moments.ts';
import type { Sample } from '../sample.ts';
import { readError } from './error-reading.ts';
import { type Estimate, type Interval, intervalOf } from './interval.ts';
import { rangeOf } from './range.ts';
import type { Moments, Reading } from './reading.ts';
import { type CellView, isEnough, type Judge, sampleOf, TOO_FEW, type Trial } from './trial.ts';

/**
 * Judges the constant c of the law n^(1/3) error -> c Z, Z Chernoff: the root mean square of n^(1/3) error over every replicate of
 * every size of the claim's range, divided by that of Z; or the mean of its size, divided by E|Z|.
 *
 * The interval is that of the mean of the scaled squares, whose root it then takes: squares are a sample of independent
 * numbers with a known correction for their skewness. Against theory the error is about the limit that theory knows,
 * where d = 2; else it is the angle to the target.
 */
export function constantJudge({ claim, foretold }: Trial<ConstantClaim>): Judge {
  const { measure, against, within } = claim;
  return {
    read(view) {
      const error = readError(view, claim);
      const { sample, about } = centred(view, claim, against === 'theory' ? foretold().bias : null);
      if (error === null || !isEnough(sample)) return null;
      const power = measure === 'rmsAngle' ? 2 : 1;
      const scale = exp((power * log(view.cell.n)) / 3);
      return { ...error, ...sample.deviations({ about, power, scale }) };
    },
    judge(readings, level) {
      const known = against === 'theory' ? foretold().constant : against;
      if (known === null) return { interval: null, margin: null, note: 'theory does not know the constant' };
      const margin: Interval = [known * (1 - within), known * (1 + within)];
      const read = readings.filter((one) => one !== null);
      if (read.length === 0) return { interval: null, margin, note: TOO_FEW };
      const errors = read.flatMap(({ error }) => (error === null ? [] : [error]));
      const range = rangeOf(claim.from, errors, claim.from === 'auto' ? foretold() : { regimeFrom: null }, 1);
      if (range.from === null) return { interval: null, margin, note: range.note };
      const { from } = range;
      const used = read.filter(({ error }) => error !== null && error.n >= from);
      if (used.length === 0) return { interval: null, margin, note: TOO_FEW };
      const pool = pooled(used);
      const [low, high] = widened(intervalOf(pool, level), used);
      const constantOf = (value: number): number =>
        measure === 'rmsAngle'
          ? Math.sqrt(Math.max(0, value)) / CHERNOFF_RMS
          : Math.max(0, value) / CHERNOFF_MEAN_ABSOLUTE;
      return {
        interval: [constantOf(low), constantOf(high)],
        margin,
        estimate: constantOf(pool.value),
        ...(range.note === undefined ? {} : { note: range.note }),
      };
    },
  };
}

/** Signed errors about theory's limit where they exist, else the angles to the target about 0. */
function centred(
  view: CellView,
  { estimator }: ConstantClaim,
  bias: number | null,
): { readonly sample: Sample | null; readonly about: number } {
  const signed = bias === null ? null : sampleOf(view, estimator, 'signedAngle');
  return signed === null || bias === null
    ? { sample: sampleOf(view, estimator, 'angle'), about: 0 }
    : { sample: signed, about: bias };
}

/** Both ends further out by what bins may have moved the mean of all cells. */
function widened([low, high]: Interval, readings: readonly Reading[]): Interval {
  const count = readings.reduce((sum, { moments }) => sum + moments.count, 0);
  const slack = readings.reduce((sum, one) => sum + one.moments.count * (one.slack ?? 0), 0) / count;
  return [low - slack, high + slack];
}

/** The mean of every replicate of every cell, each cell with a law of its own. */
function pooled(readings: readonly Pick<Reading, 'moments'>[]): Estimate {
  const total = (term: (moments: Moments) => number): number =>
    readings.reduce((sum, { moments }) => sum + term(moments), 0);
  const count = total((one) => one.count);
  const variance = total((one) => one.count * one.variance) / (count * count);
  const se = Math.sqrt(variance);
  const third = total((one) => one.count * one.third) / (count * count * count);
  return {
    value: total((one) => one.count * one.mean) / count,
    se,
    skewness: se > 0 ? third / (variance * se) : 0,
    freedom: count - readings.length,
  };
}

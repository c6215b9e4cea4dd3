import type { Design } from '../charts/design.ts';
import type { MeasureName } from '../summary.ts';
import type { Predict } from './predict.ts';

/** A measured value that is further from its prediction than both errors allow. */
interface Departure {
  readonly cell: string;
  readonly estimator: string;
}

/** How many measured values have a prediction, and which of them depart from it. */
export interface Agreement {
  readonly compared: number;
  readonly departures: readonly Departure[];
}

/** Monte Carlo standard errors that a value may be off beyond the stated error of its prediction. */
const MOST_MCSE = 4;

/** Compares every measured value of a measure with its prediction: within four Monte Carlo standard errors and the stated error of the prediction. */
export function agreementOf({ parts }: Design, predict: Predict, measure: MeasureName): Agreement {
  const departures: Departure[] = [];
  let compared = 0;
  for (const { summary } of parts) {
    const foresight = predict(summary.study.scenarios[0]);
    for (const { key, n, estimators } of summary.cells) {
      for (const { id, measures } of estimators) {
        const { value, mcse } = measures[measure] ?? {};
        const expected = value == null || mcse == null ? null : (foresight(id)?.at(measure, n) ?? null);
        if (value == null || mcse == null || expected === null) continue;
        compared++;
        const most = MOST_MCSE * mcse + expected.error;
        if (Math.abs(value - expected.value) > most) departures.push({ cell: key, estimator: id });
      }
    }
  }
  return { compared, departures };
}

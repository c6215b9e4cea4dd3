import type { Design, Level } from '../charts/design.ts';
import { mainMeasure } from '../charts/main-measure.ts';
import { minus } from '../charts/numbers.ts';
import type { Expectation } from '../predictions/expectation.ts';
import type { Predict } from '../predictions/predict.ts';
import { predictedSlope } from '../predictions/predicted-slope.ts';
import type { MeasureName, Rate } from '../summary.ts';
import { fixed } from './value-format.ts';

const CUBE_ROOT = -1 / 3;

/** The fitted rates of a measure, the main one of the study, one an estimator. */
export const mainRates = (rates: readonly Rate[], main: MeasureName): readonly Rate[] =>
  rates.filter(({ measure }) => measure === main);

/** A rate under the levels of its combination, with what theory says of it. */
export interface PlacedRate {
  readonly levels: readonly Level[];
  readonly rate: Rate;
  /** The slope that theory predicts over the same sizes. */
  readonly predicted: number | null;
  /** The power of n for large n, as a reader sees it. */
  readonly power: string | null;
}

/** The first rates of the main measure, in plan order, and how many more there are; theory is asked about those alone. */
export function placedRates(
  { parts, summary: whole }: Design,
  predict: Predict,
  most: number,
): { readonly rates: readonly PlacedRate[]; readonly more: number } {
  const { measure } = mainMeasure(whole);
  const all = parts.flatMap(({ levels, summary }) =>
    mainRates(summary.rates, measure).map((rate) => ({ levels, summary, rate })),
  );
  const rates = all.slice(0, most).map(({ levels, summary, rate }) => {
    const expectation = predict(summary.study.scenarios[0])(rate.estimator);
    return {
      levels,
      rate,
      predicted: predictedSlope(rate, summary.cells, expectation),
      power: expectation === null ? null : powerText(expectation),
    };
  });
  return { rates, more: all.length - rates.length };
}

/** `-1/3`, or that the error settles above 0; null where theory does not know. */
function powerText(expectation: Expectation): string | null {
  const power = expectation.exponent();
  if (power === null) return null;
  return power === 0 ? 'settles' : minus(`-1/${Math.round(-1 / power)}`);
}

/** A slope with three decimals and a true minus sign. */
export const slopeText = (slope: number): string => fixed(slope, 3);

/** How the 95 % interval of a slope lies to -1/3: contains it, or is steeper or flatter than it. */
function besideCubeRoot({ ci: [low, high] }: Rate): 'contains' | 'steeper' | 'flatter' {
  if (high < CUBE_ROOT) return 'steeper';
  return low > CUBE_ROOT ? 'flatter' : 'contains';
}

/** The same as half a sentence. */
export function besideWords(rate: Rate): string {
  const beside = besideCubeRoot(rate);
  return beside === 'contains' ? 'contains \u22121/3' : `${beside} than \u22121/3`;
}

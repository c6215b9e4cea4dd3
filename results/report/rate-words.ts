import type { Design, Level } from '../charts/design.ts';
import { mainMeasure } from '../charts/main-measure.ts';
import { grouped, minus } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
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

/** Fewer sizes make no rate, and nobody expects one. */
const FEWEST_SIZES = 3;

/** Which estimators have no rate though the study has the sizes for one, in a sentence; empty where all have, as names are written. */
export function unratedSentence({ parts, summary: whole }: Design): string {
  const { measure } = mainMeasure(whole);
  if (whole.study.sampleSizes.length < FEWEST_SIZES) return '';
  const counts = new Map<string, number>();
  for (const { summary } of parts) {
    if (summary.cells.length < FEWEST_SIZES) continue;
    const rated = new Set(mainRates(summary.rates, measure).map(({ estimator }) => estimator));
    for (const { id } of summary.study.scenarios[0].estimators) {
      if (!rated.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  if (counts.size === 0) return '';
  const names = [...counts].map(([id, count]) => {
    const name = estimatorName(id);
    return parts.length === 1
      ? name
      : `${name} in ${grouped(count)} of ${grouped(parts.length)} combinations`;
  });
  return `No rate of ${names.join(', ')}: fewer than three sizes have an error above 0 that differs between data sets.`;
}

/** `-1/3`, or that the error settles above 0; null where theory does not know. */
function powerText(expectation: Expectation): string | null {
  const power = expectation.exponent();
  if (power === null) return null;
  if (power === 0) return 'settles';
  return minus(power === -1 ? '-1' : `-1/${Math.round(-1 / power)}`);
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

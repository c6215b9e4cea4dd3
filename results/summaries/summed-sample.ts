import { type DoubleDouble, over, times } from '../../kernels/math/double-double.ts';
import type { Moments } from '../claims/reading.ts';
import { type LogRatio, logRmsOverMeanFrom } from '../measures/log-ratio.ts';
import { meanFrom } from '../measures/mean.ts';
import { medianOrdered, middle } from '../measures/median.ts';
import { rootMeanSquareFrom } from '../measures/root-mean-square.ts';
import { standardDeviationFrom } from '../measures/standard-deviation.ts';
import type { Deviation, Ordered, Sample } from '../sample.ts';
import type { Measure } from '../summary.ts';
import { binnedDeviations } from './binned-deviations.ts';
import type { BlockSummary } from './block-summary.ts';
import { folded, type Histogram, orderedBins } from './histogram.ts';
import { constant, type Polynomial, type Spread, spreadOf, sumOver, univariate } from './polynomial.ts';
import type { PowerSums } from './power-sums.ts';

const ZERO = constant(0);
const ONE = constant(1);
/** x, and x^2. */
const ITSELF: Polynomial = univariate(ZERO, ONE);
const SQUARE: Polynomial = univariate(ZERO, ZERO, ONE);

/** A sample of which a summary keeps power sums and, where its order is asked for, a histogram; null where it has no such column. */
export function summedSample(summary: BlockSummary, column: string): Sample | null {
  const sums = summary.columns[column];
  if (sums === undefined) return null;
  const { count } = sums;
  const order = (): Ordered => orderedBins(histogramOf(summary, column), column === 'angle' ? 0 : -Infinity);
  return {
    count,
    mean: () => meanFrom(spreadOf(ITSELF, sums)),
    rootMeanSquare: () => rootMeanSquareFrom(spreadOf(SQUARE, sums)),
    standardDeviation: () => standardDeviationFrom(spreadOf(ITSELF, sums)),
    median: () => binnedMedian(count, order()),
    logRmsOverMean: () => logRmsOverMean(sums),
    moments: () => momentsFrom(spreadOf(ITSELF, sums)),
    deviations: (deviation) => deviationsOf(summary, column, deviation),
    ordered: order,
    ones: () => onesOf(sums),
  };
}

/** That of the angles is folded from their signs where they have some. */
function histogramOf({ histograms }: BlockSummary, column: string): Histogram {
  const { signedAngle } = histograms;
  const found = histograms[column];
  if (found !== undefined) return found;
  if (column === 'angle' && signedAngle !== undefined) return folded(signedAngle);
  throw new RangeError(`summedSample: the order of ${column} is not kept`);
}

/** The size of the signed angle and the angle are computed by two formulas, whose rounding may put them into neighbouring bins. */
const ROUNDING = 1e-15;

/** The median, at most the width of its bin off; its error is Maritz and Jarrett's plus that width. */
function binnedMedian(count: number, { at, binAt }: Ordered): Measure {
  const measure = medianOrdered(count, at);
  if (measure.value === null) return measure;
  const [lower, upper] = middle(count).map((place) => {
    const { low, high } = binAt(place);
    return high - low;
  });
  const binError = (lower + upper) / 2 + ROUNDING;
  return { ...measure, mcse: measure.mcse === null ? null : measure.mcse + binError, binError };
}

const momentsFrom = ({ count, mean, squares, cubes }: Spread): Moments => ({
  count,
  mean,
  variance: squares / (count - 1),
  third: cubes / count,
});

function logRmsOverMean(sums: PowerSums): LogRatio | null {
  const { count } = sums;
  const [m1, m2] = [ITSELF, SQUARE].map((one) => over(sumOver(one, sums, 1), constant(count)));
  if (!(m1[0] > 0 && m2[0] > 0)) return null;
  // The influence value (x^2 - m2) / (2 m2) - (x - m1) / m1, but for its constant.
  const influence = univariate(ZERO, over(constant(-1), m1), over(ONE, times(constant(2), m2)));
  return logRmsOverMeanFrom({ count, m1: m1[0], m2: m2[0], squares: spreadOf(influence, sums).squares });
}

function deviationsOf(
  summary: BlockSummary,
  column: string,
  deviation: Deviation,
): ReturnType<Sample['deviations']> {
  const { about, power, scale } = deviation;
  const factor = constant(scale);
  if (power === 2) {
    const linear = times(factor, constant(-2 * about));
    const square = univariate(times(factor, squareOf(about)), linear, factor);
    return { moments: momentsFrom(spreadOf(square, summary.columns[column])), slack: 0 };
  }
  // The size of the signed angle is the angle, whose sums are kept.
  if (about === 0) {
    return { moments: momentsFrom(spreadOf(univariate(ZERO, factor), summary.columns.angle)), slack: 0 };
  }
  return binnedDeviations(orderedBins(histogramOf(summary, column), -Infinity).bins, deviation);
}

const squareOf = (x: number): DoubleDouble => times(constant(x), constant(x));

/** Where 0 <= x <= 1, x^2 = x says that x is 0 or 1. */
function onesOf(sums: PowerSums): number | null {
  const [sum, squares] = sums.sums;
  return sum[0] === squares[0] && sum[1] === squares[1] ? sum[0] : null;
}

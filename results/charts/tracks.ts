import type { Prediction } from '../../theory/prediction.ts';
import type { Summary } from '../summary.ts';
import { extent } from './extent.ts';
import { mainMeasure } from './main-measure.ts';
import { type LinePoint, limitDegrees, predictedLine } from './predicted-lines.ts';
import { type Series, seriesOf } from './series.ts';
import type { Domain } from './ticks.ts';

/** One estimator with what theory says of it. */
export interface Track {
  readonly series: Series;
  readonly line: readonly LinePoint[];
  readonly limit: number | null;
}

/** A theory line may stretch the picture by this factor beyond what was measured. */
const REACH = 1.7;

/**
 * The main measure of every estimator of a study of one scenario, with the line and the limit that theory predicts for the
 * first of each kind; theory speaks of angles only. x: where a line is drawn when there is one size.
 */
export function tracksOf(summary: Summary, prediction: Prediction | null, x: Domain): readonly Track[] {
  const { measure } = mainMeasure(summary);
  const known = measure === 'rmsAngle' ? prediction : null;
  const sizes = summary.study.sampleSizes;
  const span: Domain = sizes.length === 1 ? x : (extent(sizes) ?? x);
  const predictedKinds = new Set<string>();
  return positive(seriesOf(summary, measure)).map((series): Track => {
    const first = !predictedKinds.has(series.kind);
    predictedKinds.add(series.kind);
    if (!first || series.points.length === 0) return { series, line: [], limit: null };
    return {
      series,
      line: predictedLine(known, series.kind, span),
      limit: limitDegrees(known, series.kind),
    };
  });
}

/** Zero has no place on a logarithmic axis. */
const positive = (all: readonly Series[]): readonly Series[] =>
  all.map((series) => ({ ...series, points: series.points.filter(({ value }) => value > 0) }));

/** What a logarithmic axis must show: the measured values with their bars, and theory where it is near. Empty without values. */
export function reachOf(tracks: readonly Track[]): readonly number[] {
  const measured = extent(
    tracks.flatMap(({ series }) =>
      series.points.flatMap(({ value, mcse }) => [
        value + 2 * (mcse ?? 0),
        Math.max(value / 2, value - 2 * (mcse ?? 0)),
      ]),
    ),
  );
  if (measured === null) return [];
  const theory = tracks.flatMap(({ line, limit }) => [
    ...line.map(({ value }) => value),
    ...(limit === null ? [] : [limit]),
  ]);
  const [low, high] = measured;
  return [low, high, ...theory.filter((value) => value > low / REACH && value < high * REACH)];
}

/** Theory only where the picture is: nothing runs out of the frame. */
export const clipped = ({ series, line, limit }: Track, [low, high]: Domain): Track => ({
  series,
  line: line.filter(({ value }) => value >= low && value <= high),
  limit: limit !== null && limit >= low && limit <= high ? limit : null,
});

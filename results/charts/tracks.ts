import type { Expectation } from '../predictions/expectation.ts';
import type { Foresight } from '../predictions/predict.ts';
import type { Summary } from '../summary.ts';
import { extent } from './extent.ts';
import type { Shown } from './main-measure.ts';
import { type LinePoint, limitShown, predictedLine } from './predicted-lines.ts';
import { type Series, seriesOf } from './series.ts';
import type { Domain } from './ticks.ts';

/** One estimator with what theory says of it. */
export interface Track {
  readonly series: Series;
  readonly line: readonly LinePoint[];
  readonly limit: number | null;
  /** Of a cube-root law without bias: what n^(1/3) times the error tends to, and the n from which it nearly is that. */
  readonly law: { readonly scaled: number; readonly from: number | null } | null;
}

/** A theory line may stretch the picture by this factor beyond what was measured. */
const REACH = 1.7;

interface TrackOptions {
  readonly shown: Shown;
  /** Where a line is drawn when there is one size. */
  readonly x: Domain;
  /** Points of a line. */
  readonly points?: number;
  /** Whether values of 0 and below have a place. */
  readonly logY?: boolean;
  /** The estimators wanted, all where it is not given. */
  readonly only?: ReadonlySet<string> | undefined;
}

/**
 * A measure of every estimator of a study of one scenario, with the line and the limit that theory predicts for it: once for
 * estimators of one law, with the first of them.
 */
export function tracksOf(
  summary: Summary,
  foresight: Foresight,
  { shown, x, logY = true, only, ...rest }: TrackOptions,
): readonly Track[] {
  const sizes = summary.study.sampleSizes;
  const span: Domain = sizes.length === 1 ? x : (extent(sizes) ?? x);
  const drawn = new Set<Expectation>();
  const all = seriesOf(summary, shown.measure).filter(({ id }) => only === undefined || only.has(id));
  return (logY ? positive(all) : all).map((series): Track => {
    const expectation = foresight(series.id);
    if (expectation === null || drawn.has(expectation) || series.points.length === 0) {
      return { series, line: [], limit: null, law: null };
    }
    drawn.add(expectation);
    const scaled = expectation.scaled(shown.measure);
    return {
      series,
      line: predictedLine(expectation, shown, { span, ...rest }),
      limit: limitShown(expectation, shown, logY),
      law: scaled === null ? null : { scaled: scaled * shown.scale, from: expectation.regimeFrom() },
    };
  });
}

/** Zero has no place on a logarithmic axis. */
const positive = (all: readonly Series[]): readonly Series[] =>
  all.map((series) => ({ ...series, points: series.points.filter(({ value }) => value > 0) }));

/** What an axis must show: the measured values with their bars, and theory where it is near. Empty without values. */
export function reachOf(tracks: readonly Track[], logY = true): readonly number[] {
  const measured = extent(
    tracks.flatMap(({ series }) =>
      series.points.flatMap(({ value, mcse }) => [
        value + 2 * (mcse ?? 0),
        logY ? Math.max(value / 2, value - 2 * (mcse ?? 0)) : value - 2 * (mcse ?? 0),
      ]),
    ),
  );
  if (measured === null) return [];
  const theory = tracks.flatMap(({ line, limit }) => [
    ...line.map(({ value }) => value),
    ...(limit === null ? [] : [limit]),
  ]);
  const [low, high] = measured;
  if (!logY) {
    const room = (REACH - 1) * (Math.max(high, 0) - Math.min(low, 0));
    return [low, high, ...theory.filter((value) => value > low - room && value < high + room)];
  }
  return [low, high, ...theory.filter((value) => value > low / REACH && value < high * REACH)];
}

/** Theory only where the picture is: nothing runs out of the frame. */
export const clipped = (track: Track, [low, high]: Domain): Track => ({
  ...track,
  line: track.line.filter(({ value }) => value >= low && value <= high),
  limit: track.limit !== null && track.limit >= low && track.limit <= high ? track.limit : null,
});

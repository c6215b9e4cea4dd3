import * as Plot from '@observablehq/plot';
import type { MeasureName, Summary } from '../summary.ts';
import { INK } from './drawing.ts';
import { sizesDomain } from './frame.ts';
import { mainMeasure } from './main-measure.ts';
import { measured } from './marks.ts';
import { minus } from './numbers.ts';
import { type Series, seriesOf } from './series.ts';
import { seriesLabels } from './series-labels.ts';
import { alongRule, type SmallMultiple } from './small-multiple.ts';
import { linearDomain } from './ticks.ts';

const CUBE_ROOT = -1 / 3;
/** Slopes beyond these are noise; their bars are cut here, so that one of them does not flatten the rest. */
const LOWEST = -1.2;
const HIGHEST = 0.4;

/**
 * Slope of the log of the study's main measure between neighbouring n for the estimators of kind sign (for all where there is none), with bars of
 * +-2 standard errors, against -1/3. Null where fewer than two sizes were measured.
 */
export function localSlopes(summary: Summary): SmallMultiple | null {
  const { measure } = mainMeasure(summary);
  const all = seriesOf(summary, measure).map((series) => ({
    ...series,
    points: slopesOf(summary, series, measure),
  }));
  const signs = all.filter(({ kind, points }) => kind === 'sign' && points.length > 0);
  const shown = signs.length > 0 ? signs : all.filter(({ points }) => points.length > 0);
  if (shown.length === 0) return null;
  const dots = shown.flatMap(({ points }) => points);
  const ends = dots
    .flatMap(({ value, mcse }) => [value - 2 * (mcse ?? 0), value + 2 * (mcse ?? 0)])
    .map(within);
  const y = linearDomain([...ends, CUBE_ROOT], 0.05);
  return {
    name: 'Local slope of the error by n',
    title: 'local slope of log error',
    x: sizesDomain(summary.study.sampleSizes),
    y,
    format: (tick, decimals) => minus(tick.toFixed(decimals)),
    dots,
    rules: [CUBE_ROOT],
    marks: (frame) => [
      Plot.ruleY([CUBE_ROOT], { stroke: INK, strokeWidth: 1 }),
      ...[...shown]
        .reverse()
        .flatMap(({ points, mark }) => measured(points, mark, { r: 3, domain: frame.y })),
    ],
    labels: (frame) => [
      { lines: ['theory \u22121/3'], colour: INK, plain: true, spots: alongRule(CUBE_ROOT, frame) },
      ...(shown.length > 1 ? seriesLabels(shown, frame) : []),
    ],
  };
}

const within = (slope: number): number => Math.min(HIGHEST, Math.max(LOWEST, slope));

function slopesOf(summary: Summary, { id }: Series, of: MeasureName): Series['points'] {
  const rate = summary.rates.find(({ estimator, measure }) => estimator === id && measure === of);
  return (rate?.localSlopes ?? [])
    .filter(({ slope, se }) => Number.isFinite(slope) && Number.isFinite(se) && within(slope) === slope)
    .map(({ n, slope, se }) => ({ n, value: slope, mcse: se }));
}

import * as Plot from '@observablehq/plot';
import { exp } from '../../kernels/math/exp.ts';
import { log } from '../../kernels/math/log.ts';
import type { Expectation } from '../predictions/expectation.ts';
import type { Foresight } from '../predictions/predict.ts';
import type { MeasureName, Summary } from '../summary.ts';
import { INK } from './drawing.ts';
import { extent } from './extent.ts';
import { sizesDomain } from './frame.ts';
import type { Shown } from './main-measure.ts';
import { measured } from './marks.ts';
import { minus } from './numbers.ts';
import type { LinePoint } from './predicted-lines.ts';
import { regimeLabel } from './regime-label.ts';
import { type Series, seriesOf } from './series.ts';
import { isCrowded, namedIn, seriesLabels } from './series-labels.ts';
import { alongRule, type SmallMultiple } from './small-multiple.ts';
import { lineMarks, regimeMarks } from './theory-marks.ts';
import { type Domain, linearDomain } from './ticks.ts';

const CUBE_ROOT = -1 / 3;
/** Slopes beyond these are noise; their bars are cut here, so that one of them does not flatten the rest. */
const LOWEST = -1.2;
const HIGHEST = 0.4;

/**
 * Slope of the log of a measure between neighbouring n for the estimators of kind sign (for all where there is none), with bars of
 * +-2 standard errors; as lines the slopes that theory predicts at the same n, and its power of n for large n, with the n from which that holds. Null
 * where fewer than two sizes were measured.
 */
export function localSlopes(
  summary: Summary,
  foresight: Foresight,
  { measure }: Pick<Shown, 'measure'>,
): SmallMultiple | null {
  const all = seriesOf(summary, measure).map((series) => ({
    ...series,
    points: slopesOf(summary, series, measure),
  }));
  const signs = all.filter(({ kind, points }) => kind === 'sign' && points.length > 0);
  const shown = signs.length > 0 ? signs : all.filter(({ points }) => points.length > 0);
  if (shown.length === 0) return null;
  const x = sizesDomain(summary.study.sampleSizes);
  const expectations = [...new Set(namedIn(shown).map(({ id }) => foresight(id)))];
  const lines = expectations.map((expectation) => ({
    colour: shown.find(({ id }) => foresight(id) === expectation)?.mark.colour ?? INK,
    line: predictedSlopes(expectation, measure, extent(summary.study.sampleSizes) ?? x),
  }));
  const power = expectations.flatMap((one) => one?.exponent() || []).at(0) ?? null;
  const reference = power ?? CUBE_ROOT;
  // Of an estimator with a bias the regime is that of its error about its own limit.
  const regime =
    power === CUBE_ROOT ? (expectations.flatMap((one) => one?.regimeFrom() ?? []).at(0) ?? null) : null;
  const dots = shown.flatMap(({ points }) => points);
  const ends = dots
    .flatMap(({ value, mcse }) => [value - 2 * (mcse ?? 0), value + 2 * (mcse ?? 0)])
    .concat(lines.flatMap(({ line }) => line.map(({ value }) => value)))
    .map(within);
  const y = linearDomain([...ends, reference], 0.05);
  return {
    name: 'Local slope of the error by n',
    title: 'local slope of log error',
    x,
    y,
    format: (tick, decimals) => minus(tick.toFixed(decimals)),
    dots,
    crowded: isCrowded(shown),
    curves: lines.map(({ line }) => line),
    rules: [reference],
    uprights: regime === null ? [] : [regime],
    marks: (frame) => [
      ...regimeMarks(regime, x),
      Plot.ruleY([reference], { stroke: INK, strokeWidth: 1 }),
      ...lines.flatMap(({ line, colour }) => lineMarks(line, { colour, domain: frame.y })),
      ...[...shown]
        .reverse()
        .flatMap(({ points, mark }) => measured(points, mark, { r: 3, domain: frame.y })),
    ],
    labels: (frame) => [
      {
        lines: [`${power === null ? '' : 'theory, large n: '}${powerText(reference)}`],
        colour: INK,
        plain: true,
        spots: alongRule(reference, frame),
      },
      ...regimeLabel(regime, frame),
      ...(shown.length > 1 ? seriesLabels(namedIn(shown), frame) : []),
    ],
  };
}

/** `-1/3` with a true minus sign. */
const powerText = (power: number): string => `\u22121/${Math.round(-1 / power)}`;

const within = (slope: number): number => Math.min(HIGHEST, Math.max(LOWEST, slope));

/** Steps a decade, and over how many of them a slope is taken to either side: half a decade, as between the sizes of most studies. */
const STEPS = 8;
const SIDE = 2;

/** The slopes of log error that theory predicts; where it does not know an error on either side, none. */
function predictedSlopes(
  expectation: Expectation | null,
  measure: MeasureName,
  [low, high]: Domain,
): readonly LinePoint[] {
  if (expectation === null) return [];
  const step = log(10) / STEPS;
  const count = Math.max(1, Math.ceil(log(high / low) / step));
  const width = log(high / low) / count || step;
  const errorAt = (i: number): number => expectation.at(measure, low * exp(i * width))?.value ?? Number.NaN;
  return Array.from({ length: count + 1 }, (_, i): LinePoint => {
    const value = log(errorAt(i + SIDE) / errorAt(i - SIDE)) / (2 * SIDE * width);
    return { n: low * exp(i * width), value, low: value, high: value };
  }).filter(({ value }) => Number.isFinite(value) && within(value) === value);
}

function slopesOf(summary: Summary, { id }: Series, of: MeasureName): Series['points'] {
  const rate = summary.rates.find(({ estimator, measure }) => estimator === id && measure === of);
  return (rate?.localSlopes ?? [])
    .filter(({ slope, se }) => Number.isFinite(slope) && Number.isFinite(se) && within(slope) === slope)
    .map(({ n, slope, se }) => ({ n, value: slope, mcse: se }));
}

import * as Plot from '@observablehq/plot';
import type { Predict } from '../predictions/predict.ts';
import type { CellSummary, Summary } from '../summary.ts';
import { type Design, levelsLabel } from './design.ts';
import { draw, INK, RULE, SOFT, WIDE } from './drawing.ts';
import type { ErrorView } from './error-against-n.ts';
import { extent } from './extent.ts';
import { MOST_PANELS } from './facets.ts';
import { type Frame, isNarrow, pixelX, pixelY, plotOptions } from './frame.ts';
import { labelMarks, lineObstacles, type Obstacle, placeLabels, type Spot } from './labels.ts';
import { mainMeasure } from './main-measure.ts';
import { dotStyle } from './marks.ts';
import { grouped, minus } from './numbers.ts';
import { predictedPoint } from './predicted-lines.ts';
import { pointOf, type Series, seriesOf } from './series.ts';
import { isSigned } from './shown-measures.ts';
import { linearDomain, linearTicks, logDomain, logTicks } from './ticks.ts';

/** A measured value of a row, in its unit. */
interface Dot {
  readonly row: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

interface Track {
  readonly series: Series;
  readonly dots: readonly Dot[];
  /** What theory expects, where it knows. */
  readonly theory: readonly Dot[];
}

/** Pixels of a row: its name above its line. */
const ROW = 40;
/** The line of a row stands at this share of its height. */
const LINE = 0.68;
/** Half the height of an upright line of theory, as a share of a row. */
const TICK = 0.2;
/** Above the first row, for the names of the estimators. */
const BAND = 26;
/** Estimators whose names fit side by side; more take another line of names, one in `NAMES_A_LINE` each. */
const NAMES_A_LINE = { narrow: 2, wide: 5 } as const;
/** Height of a spot above which a name stands in the first line. */
const FIRST_SPOT = 36;
/** Pixels between the places that a name may take along its band. */
const STEP = 24;
/** Values that span more than this factor stand on a logarithmic axis. */
const WIDE_SPAN = 8;

/** What is drawn: at which n, how wide. */
export interface RowsView extends ErrorView {
  readonly n: number;
  readonly width?: number;
}

/**
 * A measure, the main one unless another is given, at one n, one row a combination, named above its line, in plan order, the first 24: dots with bars of +-2
 * MCSE, an upright line where theory expects the dot. For designs in which nothing numeric has a course. Null where nothing was measured at that n. Returns SVG text.
 */
export function combinationRows(
  design: Design,
  predict: Predict,
  { n, width = WIDE, ...view }: RowsView,
): string | null {
  const { factors } = design;
  const { shown = mainMeasure(design.summary), only, scale } = view;
  const rows = design.parts
    .flatMap(({ levels, summary }) =>
      summary.cells
        .filter((cell) => cell.n === n)
        .map((cell) => ({
          label: levelsLabel(factors, levels),
          cell,
          foresight: predict(summary.study.scenarios[0]),
        })),
    )
    .slice(0, MOST_PANELS);
  const cells = rows.map(({ cell }) => cell);
  const wanted = seriesOf(design.parts[0].summary, shown.measure).filter(
    ({ id }) => only === undefined || only.has(id),
  );
  const tracks = wanted.map(
    (series): Track => ({
      series,
      dots: dotsOf(cells, series, shown.measure),
      theory: rows.flatMap(({ foresight }, row) => {
        const found = predictedPoint(foresight(series.id), shown, n);
        return found === null ? [] : [{ row, value: found.value, low: found.low, high: found.high }];
      }),
    }),
  );
  const every = design.parts.slice(0, MOST_PANELS).flatMap(({ summary }) => summary.cells);
  const reach = wanted.flatMap((series) => dotsOf(every, series, shown.measure));
  const promised = shown.measure === 'coverage' ? promisedCoverage(design.summary) : null;
  const frame = frameOf(tracks, {
    rows: rows.length,
    reach,
    width,
    axis: shown.axis,
    scale: isSigned(shown) ? 'linear' : scale,
  });
  if (frame === null) return null;
  const letters = Math.floor((width - frame.left - frame.right) / (isNarrow(width) ? 7 : 7.5));
  const positions = rows.map((_, row) => heightOf(row, rows.length));
  const ticks = frame.across?.log ? logTicks(frame.x, isNarrow(width) ? 5 : 8) : linearTicks(frame.x, 6);
  return draw(`${shown.phrase} by combination at n = ${grouped(n)}: ${design.summary.study.title}`, {
    ...plotOptions(frame),
    marks: [
      Plot.ruleY(positions, { stroke: RULE }),
      ...(promised === null || promised > frame.x[1] ? [] : [Plot.ruleX([promised], LIMIT)]),
      Plot.text(rows, {
        y: (_, i) => positions[i],
        frameAnchor: 'left',
        textAnchor: 'start',
        dy: -15,
        text: ({ label }) => (label.length > letters ? `${label.slice(0, letters - 1)}\u2026` : label),
        fill: INK,
      }),
      Plot.tickX(ticks, { stroke: SOFT, insetTop: frame.height - frame.top - frame.bottom, insetBottom: -5 }),
      Plot.text(ticks, {
        x: (tick: number) => tick,
        frameAnchor: 'bottom',
        dy: 17,
        text: (tick) => `${minus(String(tick))}${shown.unit}`,
        fill: SOFT,
      }),
      Plot.text([shown.axis], { frameAnchor: 'bottom', dy: frame.bottom - 5, fill: SOFT }),
      ...[...tracks].reverse().flatMap((track) => trackMarks(track, { rows: rows.length, x: frame.x })),
      ...names(
        tracks,
        rows.map(({ label }) => 7.5 * Math.min(label.length, letters)),
        frame,
      ),
    ],
  });
}

const LIMIT = { stroke: INK, strokeDasharray: '1 4', strokeLinecap: 'round', strokeWidth: 1.5 } as const;

/** The level of all intervals of a study in per cent; null where they have several. */
export function promisedCoverage({ study }: Summary): number | null {
  const levels = new Set(
    study.scenarios[0].estimators.flatMap(({ interval }) => (interval === undefined ? [] : [interval.level])),
  );
  const [level] = levels;
  return levels.size === 1 && level !== undefined ? 100 * level : null;
}

const heightOf = (row: number, rows: number): number => rows - row - LINE;

const dotsOf = (
  cells: readonly CellSummary[],
  { id }: Series,
  measure: Parameters<typeof pointOf>[2],
): readonly Dot[] =>
  cells.flatMap((cell, row) => {
    const found = cell.estimators.find((estimator) => estimator.id === id);
    return (found === undefined ? [] : pointOf(row, found, measure)).map(({ value, mcse }) => ({
      row,
      value,
      low: value - 2 * (mcse ?? 0),
      high: value + 2 * (mcse ?? 0),
    }));
  });

interface FrameOf {
  readonly rows: number;
  /** The dots of all sizes: pictures of two sizes of a study stand on one axis. */
  readonly reach: readonly Dot[];
  readonly width: number;
  readonly axis: string;
  readonly scale: ErrorView['scale'];
}

function frameOf(tracks: readonly Track[], { rows, reach, width, axis, scale }: FrameOf): Frame | null {
  if (tracks.every(({ dots }) => dots.length === 0)) return null;
  const span = extent(reach.map(({ value }) => value));
  if (span === null) return null;
  const log = span[0] > 0 && (scale === undefined ? span[1] / span[0] > WIDE_SPAN : scale === 'log');
  const [least, most] = extent(reach.flatMap(({ low, high }) => [low, high])) ?? span;
  const narrow = isNarrow(width);
  const band = bandOf(tracks, narrow);
  return {
    width,
    height: rows * ROW + band + 60,
    left: 10,
    right: narrow ? 18 : 28,
    top: 12 + band,
    bottom: 48,
    fontSize: narrow ? 12 : 13,
    x: log ? logDomain(span, { pad: 0.06, least: 0.08 }) : linearX(span, [least, most]),
    y: [0, rows],
    logY: false,
    across: { title: axis, log },
  };
}

/** From 0 where no value is below it, with its bars where one is. */
function linearX(span: Frame['x'], [least, most]: Frame['x']): Frame['x'] {
  if (span[0] < 0) return linearDomain([least, most, 0], 0);
  return [0, most > 0 ? 1.06 * most : 1];
}

/** Pixels above the first row for the names of so many estimators. */
function bandOf(tracks: readonly Track[], narrow: boolean): number {
  const lines = Math.ceil(tracks.length / (narrow ? NAMES_A_LINE.narrow : NAMES_A_LINE.wide));
  return BAND * Math.max(1, lines);
}

function trackMarks(
  { series: { mark }, dots, theory }: Track,
  { rows, x: [low, high] }: { readonly rows: number; readonly x: Frame['x'] },
): readonly Plot.Markish[] {
  const y = ({ row }: Dot): number => heightOf(row, rows);
  const bars = dots.flatMap((dot) =>
    dot.high <= low || dot.low >= high
      ? []
      : [{ ...dot, low: Math.max(low, dot.low), high: Math.min(high, dot.high) }],
  );
  const upright = (dot: Dot, side: number): number => y(dot) + side * TICK;
  return [
    Plot.link(
      theory.filter(({ value }) => value > low && value < high),
      {
        x1: 'value',
        x2: 'value',
        y1: (dot: Dot) => upright(dot, -1),
        y2: (dot: Dot) => upright(dot, 1),
        stroke: mark.colour,
        strokeWidth: 1.5,
      },
    ),
    Plot.link(bars, { x1: 'low', x2: 'high', y1: y, y2: y, stroke: mark.colour, strokeWidth: 1.25 }),
    Plot.dot(dots, { x: 'value', y, ...dotStyle(mark, 3.5) }),
  ];
}

/** The estimators' names in a band above their dots in the first row that has them. widths: of the rows' own names, pixels. */
function names(tracks: readonly Track[], widths: readonly number[], frame: Frame): readonly Plot.Markish[] {
  const rows = widths.length;
  const spot = ({ row, value }: Dot) => ({ x: pixelX(frame, value), y: pixelY(frame, heightOf(row, rows)) });
  const obstacles: readonly Obstacle[] = [
    ...tracks.flatMap(({ dots }) => dots.map((dot) => ({ ...spot(dot), reach: 6, weight: 12 }))),
    ...widths.flatMap((width, row) => {
      const y = pixelY(frame, heightOf(row, rows)) - 15;
      return lineObstacles([
        { x: frame.left, y },
        { x: frame.left + width, y },
      ]).map((one) => ({ ...one, reach: 7, weight: 12 }));
    }),
  ];
  const labels = tracks.flatMap(({ series: { name, mark }, dots }) =>
    dots.slice(0, 1).map((dot) => ({
      lines: [name],
      colour: mark.colour,
      spots: bandSpots(spot(dot).x, frame),
      ...(mark.colour === INK ? { mark } : {}),
    })),
  );
  return labelMarks(placeLabels(labels, { ...frame, top: 8 }, obstacles), frame);
}

/** Places of a name in the band, those closest to its dot first and the line nearest to the rows before the others. */
function bandSpots(x: number, frame: Frame): readonly Spot[] {
  const lines = Math.round((frame.top - 12) / BAND);
  const steps = Math.ceil(frame.width / STEP);
  const shifts = Array.from({ length: 2 * steps }, (_, i) => (i % 2 === 0 ? i : -i - 1) * (STEP / 2));
  const heights = Array.from({ length: lines }, (_, i) => FIRST_SPOT + BAND * (lines - 1 - i));
  return shifts.flatMap((by) => heights.map((y) => ({ x: x + by, y })));
}

import * as Plot from '@observablehq/plot';
import { exp } from '../../kernels/math/exp.ts';
import { log } from '../../kernels/math/log.ts';
import type { Prediction } from '../../theory/prediction.ts';
import type { Summary } from '../summary.ts';
import { type Crossing, measuredCrossing } from './crossing.ts';
import { draw, INK, WIDE } from './drawing.ts';
import { axes, type Frame, isNarrow, pixelX, pixelY, plotOptions, sizesDomain, yTicks } from './frame.ts';
import { type Label, labelMarks, lineObstacles, type Obstacle, placeLabels } from './labels.ts';
import { measured } from './marks.ts';
import { grouped, rounded, shortened } from './numbers.ts';
import { type LinePoint, limitDegrees, predictedLine } from './predicted-lines.ts';
import { type Series, seriesOf } from './series.ts';
import { type Domain, logDomain, tickDecimals } from './ticks.ts';

/** One estimator with what theory says of it. */
interface Track {
  readonly series: Series;
  readonly line: readonly LinePoint[];
  readonly limit: number | null;
}

/** A theory line may stretch the picture by this factor beyond what was measured. */
const REACH = 1.7;

/**
 * Root-mean-square angle against n, both logarithmic: every estimator's measured values with bars of +-2 MCSE, the predicted
 * line of each, the limit it settles at, and where two of them cross. Returns SVG text.
 */
export function errorAgainstN(summary: Summary, prediction: Prediction | null, width: number = WIDE): string {
  const sizes = summary.study.sampleSizes;
  const x = sizesDomain(sizes);
  const span: Domain = [Math.min(...sizes), Math.max(...sizes)];
  const all = seriesOf(summary, 'rmsAngle').map((series) => ({
    ...series,
    points: series.points.filter(({ value }) => value > 0),
  }));
  const predictedKinds = new Set<string>();
  const tracks = all.map((series): Track => {
    const first = !predictedKinds.has(series.kind);
    predictedKinds.add(series.kind);
    if (!first || series.points.length === 0) return { series, line: [], limit: null };
    const line =
      sizes.length === 1
        ? predictedLine(prediction, series.kind, x)
        : predictedLine(prediction, series.kind, span);
    return { series, line, limit: limitDegrees(prediction, series.kind) };
  });
  const frame = frameFor(tracks, x, width);
  const visible = tracks.map((track) => clipped(track, frame.y));
  const crossing = measuredCrossing(all);
  const ticks = yTicks(frame);
  const decimals = tickDecimals(ticks);
  return draw(`Angle to the average taste against n: ${summary.study.title}`, {
    ...plotOptions(frame),
    marks: [
      ...axes(frame, 'root-mean-square angle to the average taste', (tick) => `${degrees(tick, decimals)}`),
      ...visible.flatMap(theoryMarks),
      ...(crossing === null ? [] : crossingMarks(crossing, frame)),
      ...[...visible]
        .reverse()
        .flatMap(({ series }) =>
          measured(series.points, series.mark, { r: isNarrow(width) ? 2.8 : 3.5, domain: frame.y }),
        ),
      ...labelMarks(
        placeLabels(labelsOf(visible, crossing, frame), frame, obstaclesOf(visible, crossing, frame)),
        frame,
      ),
      ...(all.every(({ points }) => points.length === 0) ? [nothing] : []),
    ],
  });
}

const degrees = (value: number, decimals: number): string => `${Number(value.toFixed(decimals))}\u00b0`;

const nothing = Plot.text(['no fit succeeded: nothing was measured'], { frameAnchor: 'middle', fill: INK });

function frameFor(tracks: readonly Track[], x: Domain, width: number): Frame {
  const narrow = isNarrow(width);
  const values = tracks.flatMap(({ series }) =>
    series.points.flatMap(({ value, mcse }) => [
      value + 2 * (mcse ?? 0),
      Math.max(value / 2, value - 2 * (mcse ?? 0)),
    ]),
  );
  const [low, high] = values.length === 0 ? [1, 90] : [Math.min(...values), Math.max(...values)];
  const theory = tracks.flatMap(({ line, limit }) => [
    ...line.map(({ value }) => value),
    ...(limit === null ? [] : [limit]),
  ]);
  const near = theory.filter((value) => value > low / REACH && value < high * REACH);
  return {
    width,
    height: narrow ? 330 : 440,
    left: narrow ? 38 : 46,
    right: narrow ? 18 : 28,
    top: 28,
    bottom: 46,
    fontSize: narrow ? 12 : 13,
    x,
    y: logDomain([low, high, ...near], { pad: 0.06, least: 0.08 }),
    logY: true,
  };
}

/** Theory only where the picture is: nothing runs out of the frame. */
const clipped = ({ series, line, limit }: Track, [low, high]: Domain): Track => ({
  series,
  line: line.filter(({ value }) => value >= low && value <= high),
  limit: limit !== null && limit >= low && limit <= high ? limit : null,
});

const theoryMarks = ({ series, line, limit }: Track): readonly Plot.Markish[] => [
  ...(limit === null
    ? []
    : [
        Plot.ruleY([limit], {
          stroke: series.mark.colour,
          strokeDasharray: '1 4',
          strokeLinecap: 'round',
          strokeWidth: 1.5,
        }),
      ]),
  ...(line.length < 2
    ? []
    : [Plot.line(line, { x: 'n', y: 'value', stroke: series.mark.colour, strokeWidth: 1.25 })]),
];

const crossingMarks = ({ n, value }: Crossing, frame: Frame): readonly Plot.Markish[] => [
  Plot.link([n], { x1: n, x2: n, y1: frame.y[0], y2: value, stroke: INK, strokeWidth: 1 }),
  Plot.dot([n], { x: n, y: value, r: isNarrow(frame.width) ? 7 : 8, stroke: INK, strokeWidth: 1 }),
];

function labelsOf(tracks: readonly Track[], crossing: Crossing | null, frame: Frame): readonly Label[] {
  const narrow = isNarrow(frame.width);
  const labels: Label[] = [];
  if (crossing !== null) {
    const { winner, n } = crossing;
    const lines = [
      `n \u2248 ${narrow ? shortened(rounded(n)) : grouped(rounded(n))}`,
      `${winner.name} overtakes`,
    ];
    const x = pixelX(frame, n);
    const floor = frame.height - frame.bottom;
    labels.push({
      lines,
      colour: INK,
      spots: [
        { x, y: floor - 24 },
        { x, y: floor - 60 },
      ],
    });
  }
  for (const { series, limit, line } of tracks) {
    if (series.points.length === 0) continue;
    const lines = [series.name, ...remark({ series, limit, line }, narrow)];
    const spots = [...series.points]
      .reverse()
      .map(({ n, value }) => ({ x: pixelX(frame, n), y: pixelY(frame, value) }));
    const { colour } = series.mark;
    labels.push({ lines, colour, spots, ...(colour === INK ? { mark: series.mark } : {}) });
  }
  return labels;
}

/** What theory says of an estimator, in a few words. */
function remark({ series, limit, line }: Track, narrow: boolean): readonly string[] {
  if (limit !== null)
    return [narrow ? `settles at ${limit.toFixed(2)}\u00b0` : `settles ${limit.toFixed(2)}\u00b0 away`];
  if (series.kind === 'sign' && line.length > 0)
    return [narrow ? 'theory n^{-1/3}' : `theory: ${lawOf(line)}`];
  return [];
}

/** The large-n law that a line without bias follows: its constant read off the line itself. */
function lawOf(line: readonly LinePoint[]): string {
  const { n, value } = line[line.length - 1];
  return `${(value * exp(log(n) / 3)).toFixed(0)}\u00b0 n^{-1/3}`;
}

function obstaclesOf(tracks: readonly Track[], crossing: Crossing | null, frame: Frame): readonly Obstacle[] {
  const spot = ({ n, value }: LinePoint): { x: number; y: number } => ({
    x: pixelX(frame, n),
    y: pixelY(frame, value),
  });
  const edges = (value: number) => [
    { x: frame.left, y: pixelY(frame, value) },
    { x: frame.width - frame.right, y: pixelY(frame, value) },
  ];
  return [
    ...tracks.flatMap(({ series, line, limit }) => [
      ...series.points.map((point) => ({ ...spot(point), reach: 6, weight: 12 })),
      ...lineObstacles(line.map(spot)),
      ...(limit === null ? [] : lineObstacles(edges(limit))),
    ]),
    ...(crossing === null
      ? []
      : [
          { ...spot(crossing), reach: 9, weight: 12 },
          ...lineObstacles([
            spot(crossing),
            { x: pixelX(frame, crossing.n), y: frame.height - frame.bottom },
          ]),
        ]),
  ];
}

import * as Plot from '@observablehq/plot';
import { exp } from '../../kernels/math/exp.ts';
import { log } from '../../kernels/math/log.ts';
import type { Crossing } from './crossing.ts';
import { INK, SMALL } from './drawing.ts';
import { type Frame, isNarrow, pixelX, pixelY } from './frame.ts';
import { type Label, lineObstacles, type Obstacle } from './labels.ts';
import { grouped, rounded, shortened } from './numbers.ts';
import type { LinePoint } from './predicted-lines.ts';
import type { Track } from './tracks.ts';

/** Limits dotted, lines of theory solid. */
export const theoryMarks = ({ series, line, limit }: Track): readonly Plot.Markish[] => [
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

/** A ring where two estimators cross, and a line down to its n. */
export const crossingMarks = ({ n, value }: Crossing, frame: Frame): readonly Plot.Markish[] => [
  Plot.link([n], { x1: n, x2: n, y1: frame.y[0], y2: value, stroke: INK, strokeWidth: 1 }),
  Plot.dot([n], { x: n, y: value, r: isNarrow(frame.width) ? 7 : 8, stroke: INK, strokeWidth: 1 }),
];

/**
 * The names of the estimators with what theory says of them, and the n of the crossing, each near what it names; in a small
 * drawing the names and the n alone.
 */
export function labelsOf(
  tracks: readonly Track[],
  crossing: Crossing | null,
  frame: Frame,
): readonly Label[] {
  const narrow = isNarrow(frame.width);
  const small = frame.width <= SMALL;
  const labels: Label[] = [];
  if (crossing !== null) {
    const { winner, n } = crossing;
    const lines = [
      `n \u2248 ${narrow ? shortened(rounded(n)) : grouped(rounded(n))}`,
      ...(small ? [] : [`${winner.name} overtakes`]),
    ];
    const x = pixelX(frame, n);
    const floor = frame.height - frame.bottom;
    labels.push({
      lines,
      colour: INK,
      plain: small,
      spots: [
        { x, y: floor - 24 },
        { x, y: floor - 60 },
      ],
    });
  }
  for (const { series, limit, line } of tracks) {
    if (series.points.length === 0) continue;
    const lines = [series.name, ...(small ? [] : remark({ series, limit, line }, narrow))];
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

/** What those labels keep clear of. */
export function obstaclesOf(
  tracks: readonly Track[],
  crossing: Crossing | null,
  frame: Frame,
): readonly Obstacle[] {
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

import * as Plot from '@observablehq/plot';
import type { Crossing } from './crossing.ts';
import { INK, SMALL } from './drawing.ts';
import { type Frame, isNarrow, pixelX, pixelY } from './frame.ts';
import { type Label, lineObstacles, type Obstacle } from './labels.ts';
import { grouped, minus, rounded, shortened } from './numbers.ts';
import type { Point } from './series.ts';
import { namedIn } from './series-labels.ts';
import { limitMark, lineMarks } from './theory-marks.ts';
import type { Track } from './tracks.ts';

/** Pixels by which a label that finds no place beside its points moves away from them. */
const AWAY = 26;

/** Limits dotted, lines of theory solid within the band of their stated error; of many lines the coloured ones alone have bands. */
export function theoryMarks(tracks: readonly Track[], frame: Frame): readonly Plot.Markish[] {
  const banded = new Set(namedIn(tracks.map(({ series }) => series)));
  return tracks.flatMap(({ series, line, limit }) => [
    ...(limit === null ? [] : [limitMark(limit, series.mark.colour)]),
    ...lineMarks(line, { colour: series.mark.colour, domain: frame.y, banded: banded.has(series) }),
  ]);
}

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
      ...(narrow ? [] : [`${winner.name} overtakes`]),
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
  for (const track of tracks) {
    const { series } = track;
    if (series.points.length === 0) continue;
    const lines = [series.name, ...(small ? [] : remark(track, narrow))];
    const near = [...series.points]
      .reverse()
      .map(({ n, value }) => ({ x: pixelX(frame, n), y: pixelY(frame, value) }));
    // Where lines run close together a name stands clear of them rather than on them.
    const spots = [0, AWAY, -AWAY].flatMap((dy) => near.map(({ x, y }) => ({ x, y: y + dy })));
    const { colour } = series.mark;
    labels.push({ lines, colour, spots, ...(colour === INK ? { mark: series.mark } : {}) });
  }
  return labels;
}

/** What theory says of an estimator, in a few words. */
function remark({ series, limit, line, law }: Track, narrow: boolean): readonly string[] {
  const unit = series.measure.endsWith('ngle') ? '\u00b0' : '';
  if (limit !== null)
    return [
      narrow
        ? `settles at ${minus(limit.toFixed(2))}${unit}`
        : `theory: settles ${minus(limit.toFixed(2))}${unit} away`,
    ];
  if (law === null || line.length === 0) return [];
  const power = narrow
    ? 'theory n^{-1/3}'
    : `theory: tends to ${Number(law.scaled.toPrecision(3))}${unit} n^{-1/3}`;
  if (law.from === null) return [power];
  const from = narrow ? shortened(rounded(law.from)) : grouped(rounded(law.from));
  return [power, narrow ? `from n \u2248 ${from}` : `within 5 % from n \u2248 ${from}`];
}

/** The end of a bar as far as it is drawn. */
const barEnd = (value: number, { y: [low, high] }: Frame): number => Math.min(high, Math.max(low, value));

/** What those labels keep clear of. */
export function obstaclesOf(
  tracks: readonly Track[],
  crossing: Crossing | null,
  frame: Frame,
): readonly Obstacle[] {
  const spot = ({ n, value }: Pick<Point, 'n' | 'value'>): { x: number; y: number } => ({
    x: pixelX(frame, n),
    y: pixelY(frame, value),
  });
  const edges = (value: number) => [
    { x: frame.left, y: pixelY(frame, value) },
    { x: frame.width - frame.right, y: pixelY(frame, value) },
  ];
  return [
    ...tracks.flatMap(({ series, line, limit }) => [
      ...series.points.map((point) => ({ ...spot(point), reach: 6, weight: 30 })),
      ...series.points.flatMap(({ n, value, mcse }) =>
        lineObstacles([-2, 2].map((times) => spot({ n, value: barEnd(value + times * (mcse ?? 0), frame) }))),
      ),
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

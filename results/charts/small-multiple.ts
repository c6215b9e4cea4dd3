import type * as Plot from '@observablehq/plot';
import { draw, SMALL } from './drawing.ts';
import { extent } from './extent.ts';
import { type Across, axes, type Frame, isNarrow, pixelX, pixelY, plotOptions, yTicks } from './frame.ts';
import { type Label, labelMarks, lineObstacles, type Obstacle, placeLabels, type Spot } from './labels.ts';
import type { Point } from './series.ts';
import { type Domain, tickDecimals } from './ticks.ts';

/** A drawing 280 px wide with a linear y axis; three stand side by side. */
export interface SmallMultiple {
  /** Accessible name. */
  readonly name: string;
  /** The phrase above the axis; none where it is empty. */
  readonly title: string;
  readonly x: Domain;
  readonly y: Domain;
  /** Of x, where it is not n. */
  readonly across?: Across;
  readonly logY?: boolean;
  readonly format: (tick: number, decimals: number) => string;
  readonly marks: (frame: Frame) => readonly Plot.Markish[];
  readonly labels: (frame: Frame) => readonly Label[];
  /** Whether only some of its series are named, the others being told apart by their marks. */
  readonly crowded?: boolean;
  /** Dots that labels keep clear of. */
  readonly dots: readonly Point[];
  /** Horizontal lines that labels keep clear of. */
  readonly rules: readonly number[];
  /** Upright lines that labels keep clear of; those outside the picture are none. */
  readonly uprights?: readonly number[];
  /** Lines of theory that labels keep clear of. */
  readonly curves?: readonly (readonly { readonly n: number; readonly value: number }[])[];
}

/** Draws a small multiple to SVG text; larger where it stands alone. */
export function smallMultiple(chart: SmallMultiple, width: number = SMALL): string {
  const frame = frameOf(chart, width);
  const decimals = tickDecimals(yTicks(frame));
  const placed = placeLabels(chart.labels(frame), frame, obstaclesOf(chart, frame));
  return draw(chart.name, {
    ...plotOptions(frame),
    marks: [
      ...axes(frame, chart.title, (tick) => chart.format(tick, decimals)),
      ...chart.marks(frame),
      ...labelMarks(placed, frame),
    ],
  });
}

function frameOf({ title, x, y, logY = false, across }: SmallMultiple, width: number): Frame {
  const small = width <= SMALL;
  const narrow = isNarrow(width);
  const top = title === '' ? 8 : 28;
  return {
    width,
    height: small ? 202 + top : (narrow ? 302 : 372) + top,
    left: small ? 40 : 46,
    right: small ? 14 : 28,
    top,
    bottom: small ? 44 : 46,
    fontSize: narrow ? 12 : 13,
    x,
    y,
    logY,
    ...(across === undefined ? {} : { across }),
  };
}

/** The same chart of several combinations on one scale, without the phrase above the axis; null where one is null. */
export function onOneScale(charts: readonly (SmallMultiple | null)[]): readonly (string | null)[] {
  const y = extent(charts.flatMap((chart) => chart?.y ?? []));
  return charts.map((chart) =>
    chart === null || y === null ? null : smallMultiple({ ...chart, y, title: '' }),
  );
}

function obstaclesOf(
  { dots, rules, curves = [], uprights = [] }: SmallMultiple,
  frame: Frame,
): readonly Obstacle[] {
  return [
    ...uprights
      .filter((n) => n > frame.x[0] && n < frame.x[1])
      .flatMap((n) =>
        lineObstacles([
          { x: pixelX(frame, n), y: frame.top },
          { x: pixelX(frame, n), y: frame.height - frame.bottom },
        ]),
      ),
    ...curves.flatMap((curve) => lineObstacles(curve.map((point) => spotOf(point, frame)))),
    ...dots.flatMap(({ n, value, mcse }) => {
      const half = 2 * (mcse ?? 0);
      const ends = [value - half, value + half].map((end) => ({
        x: pixelX(frame, n),
        y: pixelY(frame, end),
      }));
      return [{ ...spotOf({ n, value }, frame), reach: 5, weight: 12 }, ...lineObstacles(ends)];
    }),
    ...rules.flatMap((value) =>
      lineObstacles([
        { x: frame.left, y: pixelY(frame, value) },
        { x: frame.width - frame.right, y: pixelY(frame, value) },
      ]),
    ),
  ];
}

/** Pixels of a point. */
export const spotOf = ({ n, value }: { readonly n: number; readonly value: number }, frame: Frame): Spot => ({
  x: pixelX(frame, n),
  y: pixelY(frame, value),
});

/** Places along a horizontal line, from the left. */
export const alongRule = (value: number, frame: Frame): readonly Spot[] =>
  [0, 0.25, 0.5, 0.75, 1].map((share) => ({
    x: frame.left + share * (frame.width - frame.left - frame.right),
    y: pixelY(frame, value),
  }));

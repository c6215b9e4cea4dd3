import type * as Plot from '@observablehq/plot';
import { draw, SMALL } from './drawing.ts';
import { axes, type Frame, pixelX, pixelY, plotOptions, yTicks } from './frame.ts';
import { type Label, labelMarks, lineObstacles, type Obstacle, placeLabels, type Spot } from './labels.ts';
import type { Point } from './series.ts';
import { type Domain, tickDecimals } from './ticks.ts';

/** A drawing 280 px wide with a linear y axis; three stand side by side. */
export interface SmallMultiple {
  /** Accessible name. */
  readonly name: string;
  /** The phrase above the axis. */
  readonly title: string;
  readonly x: Domain;
  readonly y: Domain;
  readonly format: (tick: number, decimals: number) => string;
  readonly marks: (frame: Frame) => readonly Plot.Markish[];
  readonly labels: (frame: Frame) => readonly Label[];
  /** Dots that labels keep clear of. */
  readonly dots: readonly Point[];
  /** Horizontal lines that labels keep clear of. */
  readonly rules: readonly number[];
}

/** Draws a small multiple to SVG text. */
export function smallMultiple(chart: SmallMultiple): string {
  const frame: Frame = {
    width: SMALL,
    height: 230,
    left: 40,
    right: 14,
    top: 28,
    bottom: 44,
    fontSize: 12,
    x: chart.x,
    y: chart.y,
    logY: false,
  };
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

function obstaclesOf({ dots, rules }: SmallMultiple, frame: Frame): readonly Obstacle[] {
  return [
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
  [0, 0.25, 0.5, 0.75].map((share) => ({
    x: frame.left + share * (frame.width - frame.left - frame.right),
    y: pixelY(frame, value),
  }));

import * as Plot from '@observablehq/plot';
import { RULE, SOFT } from './drawing.ts';
import { grouped, minus, shortened } from './numbers.ts';
import { type Domain, linearTicks, log10, logDomain, logTicks } from './ticks.ts';

/** A plot area in pixels with its scales: x is log n unless it says otherwise; y is linear or log. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly fontSize: number;
  readonly x: Domain;
  readonly y: Domain;
  readonly logY: boolean;
  readonly across?: Across;
}

/** A horizontal axis of something else than n. */
export interface Across {
  readonly title: string;
  readonly log: boolean;
  /** Where it has ticks, unless at round values. */
  readonly ticks?: readonly number[];
}

/** Whether a drawing of this width is for a telephone. */
export const isNarrow = (width: number): boolean => width < 480;

/** The domain of n: one size gets a decade around it. */
export const sizesDomain = (sizes: readonly number[]): Domain =>
  logDomain(sizes, { pad: 0.02, least: sizes.length === 1 ? 0.5 : 0.07 });

/** Pixels of a value on the x axis. */
export function pixelX(frame: Frame, n: number): number {
  const [low, high] = frame.x;
  const share = isLogX(frame) ? log10(n / low) / log10(high / low) : (n - low) / (high - low);
  return frame.left + share * (frame.width - frame.left - frame.right);
}

const isLogX = ({ across }: Frame): boolean => across === undefined || across.log;

/** Pixels of a value on the y axis. */
export function pixelY(frame: Frame, value: number): number {
  const [low, high] = frame.y;
  const share = frame.logY ? log10(value / low) / log10(high / low) : (value - low) / (high - low);
  return frame.height - frame.bottom - share * (frame.height - frame.top - frame.bottom);
}

/** Ticks of the y axis. */
export const yTicks = (frame: Frame): number[] =>
  frame.logY ? logTicks(frame.y, 7) : linearTicks(frame.y, frame.height < 300 ? 5 : 6);

/** Options of Plot that make its pixels those of the frame. */
export const plotOptions = (frame: Frame): Plot.PlotOptions => ({
  width: frame.width,
  height: frame.height,
  // As an object: Plot sets a string through cssText, which the server-side document does not know.
  style: { fontSize: `${frame.fontSize}px` },
  marginLeft: frame.left,
  marginRight: frame.right,
  marginTop: frame.top,
  marginBottom: frame.bottom,
  x: { type: isLogX(frame) ? 'log' : 'linear', domain: [...frame.x], axis: null },
  y: { type: frame.logY ? 'log' : 'linear', domain: [...frame.y], axis: null },
});

/**
 * Hairlines and labels at round values of y, ticks at round values of x, the phrase above the axis that names y unless it is
 * empty. Labels are texts of our own: the axes of Plot drop some of a log scale's.
 */
export function axes(
  frame: Frame,
  title: string,
  format: (value: number) => string,
): readonly Plot.Markish[] {
  const ticks = yTicks(frame);
  const wide = !isNarrow(frame.width);
  const most = wide ? 9 : 6;
  const sizes = frame.across?.ticks ?? (isLogX(frame) ? logTicks(frame.x, most) : linearTicks(frame.x, most));
  const left = frame.left - 2;
  return [
    Plot.gridY(ticks, { stroke: RULE, strokeOpacity: 1 }),
    Plot.text(ticks, {
      y: (tick: number) => tick,
      frameAnchor: 'left',
      dx: -8,
      textAnchor: 'end',
      text: format,
      fill: SOFT,
    }),
    Plot.tickX(sizes, {
      x: (n: number) => n,
      stroke: SOFT,
      insetTop: frame.height - frame.top - frame.bottom,
      insetBottom: -5,
    }),
    Plot.text(sizes, {
      x: (n: number) => n,
      frameAnchor: 'bottom',
      dy: 17,
      text: frame.across === undefined ? (wide ? grouped : shortened) : plainNumber,
      fill: SOFT,
    }),
    Plot.text([frame.across?.title ?? 'comparisons, n'], {
      frameAnchor: 'bottom',
      dy: frame.bottom - 5,
      fill: SOFT,
    }),
    ...(title === ''
      ? []
      : [
          Plot.text([title], {
            frameAnchor: 'top-left',
            dx: -left,
            dy: -22,
            fill: SOFT,
            textAnchor: 'start',
          }),
        ]),
  ];
}

const plainNumber = (value: number): string =>
  Math.abs(value) >= 10_000
    ? `${value < 0 ? '\u2212' : ''}${shortened(Math.abs(value))}`
    : minus(Number.isInteger(value) && value >= 1000 ? grouped(value) : String(value));

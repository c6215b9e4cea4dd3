import * as Plot from '@observablehq/plot';
import { PI } from '../../kernels/math/trigonometry.ts';
import { INK, PAPER, RLHF, SIGN } from './drawing.ts';
import type { Point } from './series.ts';

/** How an estimator is drawn: told apart by hue, lightness and shape, so that greyscale loses nothing. */
export interface Mark {
  readonly colour: string;
  readonly symbol:
    | 'circle'
    | 'diamond'
    | 'square'
    | 'triangle'
    | 'star'
    | 'plus'
    | 'times'
    | 'asterisk'
    | 'wye';
  /** Null is hollow and lets a mark beneath it show. */
  readonly fill: string | null;
  /** Relative to the filled dot of the sign estimator. */
  readonly size: number;
}

const SIGN_MARK: Mark = { colour: SIGN, symbol: 'circle', fill: SIGN, size: 1 };
const RLHF_MARK: Mark = { colour: RLHF, symbol: 'diamond', fill: PAPER, size: 1.15 };

/** Ink, not a third hue: hollow squares first, since they can frame a dot in the same place. */
const OTHERS: readonly Mark[] = (
  ['square', 'triangle', 'times', 'plus', 'star', 'circle', 'asterisk', 'wye'] as const
).map((symbol) => ({
  colour: INK,
  symbol,
  fill: null,
  size: 1.5,
}));

/** The mark of the first sign estimator, of the first RLHF, or of the i-th of all others (repeating after eight). */
export function markAt(which: 'sign' | 'rlhf' | number): Mark {
  if (which === 'sign') return SIGN_MARK;
  return which === 'rlhf' ? RLHF_MARK : OTHERS[which % OTHERS.length];
}

/** Dots with bars of +-2 Monte Carlo standard errors, cut at the edges of the domain. */
export function measured(
  points: readonly Point[],
  mark: Mark,
  { r, domain }: { readonly r: number; readonly domain: readonly [number, number] },
): readonly Plot.Markish[] {
  const bars = points.flatMap(({ n, value, mcse }) =>
    mcse === null
      ? []
      : [{ n, low: Math.max(domain[0], value - 2 * mcse), high: Math.min(domain[1], value + 2 * mcse) }],
  );
  return [
    Plot.link(bars, { x1: 'n', x2: 'n', y1: 'low', y2: 'high', stroke: mark.colour, strokeWidth: 1.25 }),
    ...(['low', 'high'] as const).map((end) =>
      Plot.dot(bars, { x: 'n', y: end, symbol: CAP, stroke: mark.colour, r: r * 0.85, strokeWidth: 1.25 }),
    ),
    Plot.dot(points, { x: 'n', y: 'value', ...dotStyle(mark, r) }),
  ];
}

/** Style of a dot of this mark, radius r in pixels for the plain dot. */
export const dotStyle = (mark: Mark, r: number): Plot.DotOptions => ({
  r: r * mark.size,
  symbol: mark.symbol,
  fill: mark.fill ?? 'none',
  ...(mark.fill === mark.colour ? {} : { stroke: mark.colour, strokeWidth: 1.75 }),
});

/** The end of an error bar. */
const CAP = {
  draw(
    context: { moveTo(x: number, y: number): void; lineTo(x: number, y: number): void },
    size: number,
  ): void {
    const r = Math.sqrt(size / PI);
    context.moveTo(-r, 0);
    context.lineTo(r, 0);
  },
};

import * as Plot from '@observablehq/plot';
import { chernoffQuantile } from '../../theory/chernoff.ts';
import { QUANTILES, type ScaledSample } from '../claims/scaled-sample.ts';
import { draw, INK, SIGN, WASH } from './drawing.ts';
import { extent } from './extent.ts';
import { axes, type Frame, pixelX, pixelY, plotOptions } from './frame.ts';
import { labelMarks, lineObstacles, placeLabels } from './labels.ts';
import { minus } from './numbers.ts';
import { type Domain, linearTicks, tickDecimals } from './ticks.ts';

/** The law of the scaled errors of one cell beside Chernoff's. */
export interface QqPlot {
  readonly sample: ScaledSample;
  /** The largest distance of distribution functions that a claim allows. */
  readonly within: number;
  /** Accessible name. */
  readonly name: string;
}

const WIDTH = 340;
const SIDES = { left: 44, right: 16, top: 28, bottom: 46 };
/** Chernoff's law has a thousandth of its mass beyond on either side. */
const LEAST = 1.35;
/** A sample that is scaled wrongly may stretch the picture as far. */
const MOST = 3;
/** One quantile in as many is drawn as a dot. */
const EVERY = 2;

/** One level of probability. */
interface Level {
  readonly x: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Quantiles of scaled errors against those of Chernoff's law, on equal scales: dots on the diagonal where the laws are one; shaded what the
 * margin of the claim allows, and grey the band of Dvoretzky, Kiefer, Wolfowitz and Massart about the sample: the claim is supported where the grey lies
 * in the shade. Returns SVG text.
 */
export function chernoffQq({ sample, within, name }: QqPlot): string {
  const { quantiles, band } = sample;
  const most = extent(quantiles.map(Math.abs))?.[1] ?? 0;
  const side = Math.min(MOST, Math.max(LEAST, 1.04 * most));
  const frame = frameOf([-side, side]);
  const levels = Array.from({ length: QUANTILES }, (_, k) => (k + 0.5) / QUANTILES);
  const cut = (value: number): number => Math.min(side, Math.max(-side, value));
  const allowed = levels.map(
    (p): Level => ({
      x: chernoffQuantile(p),
      value: chernoffQuantile(p),
      low: cut(p > within ? chernoffQuantile(p - within) : -side),
      high: cut(p + within < 1 ? chernoffQuantile(p + within) : side),
    }),
  );
  const seen = levels.map((p, k): Level => {
    const [low, high] = [between(quantiles, p - band), between(quantiles, p + band)];
    return { x: chernoffQuantile(p), value: quantiles[k], low: cut(low), high: cut(high) };
  });
  const inside = seen.filter(({ x, value }) => Math.abs(x) <= side && Math.abs(value) <= side);
  const ticks = linearTicks(frame.y, 6);
  const decimals = tickDecimals(ticks);
  return draw(name, {
    ...plotOptions(frame),
    marks: [
      ...axes(frame, 'quantiles of n^{1/3} (error \u2212 bias) / c', (tick) => minus(tick.toFixed(decimals))),
      Plot.areaY(allowed, { x: 'x', y1: 'low', y2: 'high', fill: WASH }),
      ...(['low', 'high'] as const).map((end) =>
        Plot.line(
          allowed.filter((level) => Math.abs(level[end]) < side),
          { x: 'x', y: end, stroke: SIGN, strokeWidth: 1, strokeDasharray: '2 2' },
        ),
      ),
      Plot.areaY(seen, { x: 'x', y1: 'low', y2: 'high', fill: INK, fillOpacity: 0.12 }),
      ...(['low', 'high'] as const).map((end) =>
        Plot.line(
          seen.filter((level) => Math.abs(level[end]) < side),
          { x: 'x', y: end, stroke: INK, strokeWidth: 1, strokeOpacity: 0.55 },
        ),
      ),
      Plot.line(
        [-side, side].map((x) => ({ x, value: x })),
        { x: 'x', y: 'value', stroke: INK, strokeWidth: 1 },
      ),
      Plot.dot(
        inside.filter((_, k) => k % EVERY === 0),
        { x: 'x', y: 'value', r: 2.2, fill: SIGN },
      ),
      ...labelMarks(placedLabels(frame, { allowed, within }), frame),
    ],
  });
}

const frameOf = (domain: Domain): Frame => ({
  width: WIDTH,
  height: WIDTH - SIDES.left - SIDES.right + SIDES.top + SIDES.bottom,
  ...SIDES,
  fontSize: 12,
  x: domain,
  y: domain,
  logY: false,
  across: { title: 'quantiles of Chernoff\u2019s law', log: false },
});

/** A quantile of the sample between those that are kept; without bound beyond them. */
function between(quantiles: readonly number[], p: number): number {
  const place = p * QUANTILES - 0.5;
  if (place < 0) return Number.NEGATIVE_INFINITY;
  if (place > QUANTILES - 1) return Number.POSITIVE_INFINITY;
  const k = Math.floor(place);
  return quantiles[k] + (place - k) * ((quantiles[k + 1] ?? quantiles[k]) - quantiles[k]);
}

function placedLabels(
  frame: Frame,
  { allowed, within }: { readonly allowed: readonly Level[]; readonly within: number },
) {
  const spot = (x: number, y: number) => ({ x: pixelX(frame, x), y: pixelY(frame, y) });
  const edges = (['low', 'high'] as const).flatMap((end) =>
    lineObstacles(allowed.map((level) => spot(level.x, level[end]))),
  );
  const diagonal = lineObstacles([spot(frame.x[0], frame.x[0]), spot(frame.x[1], frame.x[1])]);
  const margin = {
    lines: [`margin ${within}`],
    colour: SIGN,
    plain: true,
    spots: [60, 75, 50, 85].map((k) => spot(allowed[k].x, allowed[k].low)),
  };
  return placeLabels([margin], frame, [...edges, ...diagonal]);
}

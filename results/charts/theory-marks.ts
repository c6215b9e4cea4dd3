import * as Plot from '@observablehq/plot';
import { SOFT } from './drawing.ts';
import type { LinePoint } from './predicted-lines.ts';
import type { Domain } from './ticks.ts';

/** A line of theory, in a band as wide as theory says that it may be off unless there is no room for bands, cut at the edges of the domain. */
export function lineMarks(
  line: readonly LinePoint[],
  {
    colour,
    domain: [low, high],
    banded = true,
  }: { readonly colour: string; readonly domain: Domain; readonly banded?: boolean },
): readonly Plot.Markish[] {
  const inside = line.filter(({ value }) => value >= low && value <= high);
  if (inside.length < 2) return [];
  const band = inside.map((point) => ({
    ...point,
    low: Math.max(low, point.low),
    high: Math.min(high, point.high),
  }));
  return [
    ...(banded ? [Plot.areaY(band, { x: 'n', y1: 'low', y2: 'high', fill: colour, fillOpacity: 0.13 })] : []),
    Plot.line(inside, { x: 'n', y: 'value', stroke: colour, strokeWidth: 1.25 }),
  ];
}

/** A horizontal line at what a law tends to. */
export const limitMark = (value: number, colour: string): Plot.Markish =>
  Plot.ruleY([value], {
    stroke: colour,
    strokeDasharray: '1 4',
    strokeLinecap: 'round',
    strokeWidth: 1.5,
  });

/** The n from which a law for large n holds, over the whole height; nothing where it is not in the picture. */
export const regimeMarks = (n: number | null, [low, high]: Domain): readonly Plot.Markish[] =>
  n === null || !(n > low && n < high)
    ? []
    : [Plot.ruleX([n], { stroke: SOFT, strokeDasharray: '3 3', strokeWidth: 1 })];

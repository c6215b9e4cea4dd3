import type { Summary } from '../summary.ts';
import { designOf } from './design.ts';
import { RLHF, RULE, SIGN } from './drawing.ts';
import { type Point, type Series, seriesOf } from './series.ts';
import { log10 } from './ticks.ts';

const WIDTH = 112;
const HEIGHT = 48;
const EDGE = 4;
/** Axes that a whole list shares, in comparisons and degrees. */
export const THUMBNAIL = { n: [100, 1_000_000], angle: [0.4, 90], rule: 10 } as const;
/** Lines of more combinations are a smear. */
const MOST_LINES = 6;
/** Dots side by side of more combinations touch. */
const MOST_COLUMNS = 20;

/**
 * The root-mean-square angle against n, 112 by 48 pixels, on axes that all thumbnails share: sign solid, RLHF dashed, of the first
 * combinations where something varies. Measured values are joined, since a thumbnail has no axes. Where every combination has one
 * size its values are dots on the same upright axis, from left to right. SVG text, hidden from readers of the screen: the words
 * beside it say more.
 */
export function thumbnail(summary: Summary): string {
  const { parts } = designOf(summary);
  const seen = parts.map(({ summary: part }) => seriesOf(part, 'rmsAngle'));
  const isFlat = parts.length > 1 && parts.every(({ summary: part }) => part.cells.length < 2);
  const lines = isFlat
    ? columnsOf(seen.slice(0, MOST_COLUMNS))
    : seen
        .slice(0, MOST_LINES)
        .flatMap((all) => all.flatMap(({ mark, points }) => lineOf(points, mark.colour)));
  const rule = pixelY(THUMBNAIL.rule);
  return (
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" aria-hidden="true" fill="none" stroke-linejoin="round" stroke-linecap="round">` +
    `<path d="M${EDGE},${rule}H${WIDTH - EDGE}" stroke="${RULE}"/>${lines.join('')}</svg>`
  );
}

/** Dots of the combinations, each above the middle of its share of the width. */
function columnsOf(combinations: readonly (readonly Series[])[]): readonly string[] {
  const column = (WIDTH - 2 * EDGE) / combinations.length;
  return combinations.flatMap((all, i) =>
    all.flatMap(({ mark: { colour }, points }) =>
      points
        .filter(({ value }) => isMain(colour) && isInside(value, THUMBNAIL.angle))
        .map(({ value }) => dotAt(pixel(EDGE + (i + 0.5) * column), pixelY(value), colour)),
    ),
  );
}

const isMain = (colour: string): boolean => colour === SIGN || colour === RLHF;

const dotAt = (x: number, y: number, colour: string): string =>
  `<circle cx="${x}" cy="${y}" r="2.2" fill="${colour === RLHF ? 'none' : colour}" stroke="${colour}" stroke-width="1.2"/>`;

function lineOf(points: readonly Point[], colour: string): readonly string[] {
  const inside = points.filter(
    ({ n, value }) => isMain(colour) && isInside(n, THUMBNAIL.n) && isInside(value, THUMBNAIL.angle),
  );
  if (inside.length === 0) return [];
  if (inside.length === 1) return [dotAt(pixelX(inside[0].n), pixelY(inside[0].value), colour)];
  const path = inside.map(({ n, value }) => `${pixelX(n)},${pixelY(value)}`).join('L');
  const style = colour === RLHF ? 'stroke-width="1.5" stroke-dasharray="4 2"' : 'stroke-width="1.8"';
  return [`<path d="M${path}" stroke="${colour}" ${style}/>`];
}

const isInside = (value: number, [low, high]: readonly [number, number]): boolean =>
  value >= low && value <= high;

const pixelX = (n: number): number => pixel(EDGE + shareOf(n, THUMBNAIL.n) * (WIDTH - 2 * EDGE));

const pixelY = (angle: number): number =>
  pixel(HEIGHT - EDGE - shareOf(angle, THUMBNAIL.angle) * (HEIGHT - 2 * EDGE));

const shareOf = (value: number, [low, high]: readonly [number, number]): number =>
  log10(value / low) / log10(high / low);

const pixel = (value: number): number => Number(value.toFixed(1));

import { escaped, INK, RULE, SIGN, WASH } from '../charts/drawing.ts';

const WIDTH = 240;
const HEIGHT = 26;
const MIDDLE = HEIGHT / 2;
/** Share of the line left free on either side. */
const FREE = 0.12;

type Ends = readonly [number | null, number | null];

/**
 * An interval on a number line against a margin, as SVG text: the margin is a band with edges where it ends, the interval a bar with
 * caps. Both are told apart by shape, so that greyscale loses nothing. `label` says the same to who cannot see it.
 */
export function numberLine(interval: Ends, margin: Ends, label: string): string {
  const ends = [...interval, ...margin].filter((end) => end !== null);
  if (ends.length === 0) return '';
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const span = high - low || Math.abs(high) || 1;
  const x = (value: number): number =>
    WIDTH * (FREE + (1 - 2 * FREE) * (high === low ? 0.5 : (value - low) / span));
  const [from, to] = [margin[0] === null ? 0 : x(margin[0]), margin[1] === null ? WIDTH : x(margin[1])];
  const [left, right] = [
    interval[0] === null ? 0 : x(interval[0]),
    interval[1] === null ? WIDTH : x(interval[1]),
  ];
  const edges = margin.flatMap((end) =>
    end === null ? [] : [upright(x(end), HEIGHT, `stroke="${SIGN}" stroke-dasharray="2 2"`)],
  );
  const caps = interval.flatMap((end) =>
    end === null ? [] : [upright(x(end), 10, `stroke="${INK}" stroke-width="1.5"`)],
  );
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${escaped(label)}">`,
    `<rect x="${pixel(from)}" y="0" width="${pixel(to - from)}" height="${HEIGHT}" fill="${WASH}"/>`,
    `<line x1="0" x2="${WIDTH}" y1="${MIDDLE}" y2="${MIDDLE}" stroke="${RULE}"/>`,
    ...edges,
    `<line x1="${pixel(left)}" x2="${pixel(right)}" y1="${MIDDLE}" y2="${MIDDLE}" stroke="${INK}" stroke-width="3"/>`,
    ...caps,
    '</svg>',
  ].join('');
}

const upright = (x: number, height: number, style: string): string =>
  `<line x1="${pixel(x)}" x2="${pixel(x)}" y1="${MIDDLE - height / 2}" y2="${MIDDLE + height / 2}" ${style}/>`;

/** Tenths of a pixel. */
const pixel = (value: number): string => String(Number(value.toFixed(1)));

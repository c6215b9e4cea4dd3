import { escaped, INK, RULE, SIGN, SOFT, WASH } from '../charts/drawing.ts';

const WIDTH = 300;
const HEIGHT = 62;
/** The line, with the band about it; numbers stand above and below. */
const MIDDLE = 31;
const HALF = 13;
/** Share of the line left free on either side, for the numbers of the margin. */
const FREE = 0.2;
/** Pixels of a letter of 12 px. */
const LETTER = 7.2;

type Ends = readonly [number | null, number | null];

/** What stands on a number line beside the interval and the margin. */
export interface OnLine {
  /** The number that the interval is about. */
  readonly estimate?: number | null;
  /** What the claim says it is. */
  readonly claimed?: number | null;
  /** What theory expects at the sizes that the claim reads. */
  readonly theory?: number | null;
  /** How a number is written. */
  readonly write?: (value: number) => string;
}

/**
 * An interval on a number line against a margin, as SVG text: the margin is a band with dashed edges and their numbers below, the interval a bar with
 * caps, the estimate a dot with its number above, what is claimed a line over the whole height, what theory expects at these n a triangle on it. All
 * are told apart by shape, so that greyscale loses nothing. `label` says the same to who cannot see it.
 */
export function numberLine(interval: Ends, margin: Ends, label: string, more: OnLine = {}): string {
  const { estimate = null, claimed = null, theory = null, write } = more;
  const ends = [...interval, ...margin].filter((end) => end !== null);
  if (ends.length === 0) return '';
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const span = high - low || Math.abs(high) || 1;
  const x = (value: number): number =>
    WIDTH * (FREE + (1 - 2 * FREE) * (high === low ? 0.5 : (value - low) / span));
  const isSeen = (value: number | null): value is number =>
    value !== null && x(value) >= 4 && x(value) <= WIDTH - 4;
  const [from, to] = [margin[0] === null ? 0 : x(margin[0]), margin[1] === null ? WIDTH : x(margin[1])];
  const [left, right] = [
    interval[0] === null ? 0 : x(interval[0]),
    interval[1] === null ? WIDTH : x(interval[1]),
  ];
  const edges = margin.flatMap((end) =>
    end === null ? [] : [upright(x(end), 2 * HALF, `stroke="${SIGN}" stroke-dasharray="2 2"`)],
  );
  const caps = interval.flatMap((end) =>
    end === null ? [] : [upright(x(end), 10, `stroke="${INK}" stroke-width="1.5"`)],
  );
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${escaped(label)}">`,
    `<rect x="${pixel(from)}" y="${MIDDLE - HALF}" width="${pixel(to - from)}" height="${2 * HALF}" fill="${WASH}"/>`,
    `<line x1="0" x2="${WIDTH}" y1="${MIDDLE}" y2="${MIDDLE}" stroke="${RULE}"/>`,
    ...edges,
    ...(isSeen(claimed) ? [upright(x(claimed), 2 * HALF, `stroke="${SIGN}" stroke-width="1"`)] : []),
    `<line x1="${pixel(left)}" x2="${pixel(right)}" y1="${MIDDLE}" y2="${MIDDLE}" stroke="${INK}" stroke-width="3"/>`,
    ...caps,
    ...(isSeen(theory) ? [triangle(x(theory))] : []),
    ...(isSeen(estimate) ? [`<circle cx="${pixel(x(estimate))}" cy="${MIDDLE}" r="4" fill="${INK}"/>`] : []),
    ...(write === undefined
      ? []
      : numbers(x, { margin, estimate: isSeen(estimate) ? estimate : null, write })),
    '</svg>',
  ].join('');
}

interface Written {
  readonly margin: Ends;
  readonly estimate: number | null;
  readonly write: (value: number) => string;
}

/** The numbers of the margin below its edges, outwards, and of the estimate above it. */
function numbers(x: (value: number) => number, { margin, estimate, write }: Written): readonly string[] {
  const [low, high] = margin;
  return [
    ...(low === null ? [] : [text(write(low), { x: x(low), y: HEIGHT - 4, anchor: 'end', colour: SOFT })]),
    ...(high === null
      ? []
      : [text(write(high), { x: x(high), y: HEIGHT - 4, anchor: 'start', colour: SOFT })]),
    ...(estimate === null
      ? []
      : [text(write(estimate), { x: x(estimate), y: 12, anchor: 'middle', colour: INK })]),
  ];
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly colour: string;
}

/** Moved inwards where it would leave the drawing. */
function text(words: string, { x, y, anchor, colour }: Place): string {
  const width = words.length * LETTER;
  const before = anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0;
  const inside = Math.min(Math.max(x, before), WIDTH - width + before);
  return `<text x="${pixel(inside)}" y="${y}" text-anchor="${anchor}" font-size="12" fill="${colour}">${escaped(words)}</text>`;
}

const triangle = (x: number): string => `<path d="M${pixel(x)},${MIDDLE + 4}l-4.5,8h9z" fill="${SIGN}"/>`;

const upright = (x: number, height: number, style: string): string =>
  `<line x1="${pixel(x)}" x2="${pixel(x)}" y1="${MIDDLE - height / 2}" y2="${MIDDLE + height / 2}" ${style}/>`;

/** Tenths of a pixel. */
const pixel = (value: number): string => String(Number(value.toFixed(1)));

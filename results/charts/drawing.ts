import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** Drawn twice, never shrunk, so that type keeps its size: once for a telephone, once for a page. */
export const NARROW = 340;
export const WIDE = 720;

/** HTML of a picture drawn for wide and for narrow screens, of which the style sheet shows one. */
export const bothWidths = (picture: (width: number) => string): string =>
  `<div class="wide">${picture(WIDE)}</div><div class="narrow">${picture(NARROW)}</div>`;
/** Small multiples are drawn once. */
export const SMALL = 280;

export const INK = 'var(--ink)';
export const SOFT = 'var(--ink-2)';
export const RULE = 'var(--rule)';
export const PAPER = 'var(--paper)';
export const WASH = 'var(--wash)';
export const SIGN = 'var(--sign)';
export const RLHF = 'var(--rlhf)';

const { document } = parseHTML('<html><body></body></html>');

/**
 * Draws a plot to SVG text. `name` is its accessible name.
 *
 * Coordinates are rounded to 0.1 px inside tags only, never in the words between them; the class styles of Plot are dropped,
 * since the page brings its own; ^{...} in a label is raised.
 */
export function draw(name: string, options: Plot.PlotOptions): string {
  const node = Plot.plot({ ...options, document });
  // Plot types the node by the DOM of a browser, which this program does not have.
  const text: string = node.outerHTML;
  return text
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<[^>]+>/g, (tag) =>
      tag.replace(/-?\d+\.\d{2,}/g, (digits) => String(Number(Number(digits).toFixed(1)))),
    )
    .replace(/ class="plot-[^"]*"/, '')
    .replace(/ aria-(label|description|hidden)="[^"]*"/g, '')
    .replace(/^<svg [^>]*>/, withoutStyle)
    .replace(/^<svg /, () => `<svg role="img" aria-label="${escaped(name)}" `)
    .replace(/\^\{([^}<]*)\}/g, (_, raised: string) => {
      const text = raised.replace('-', '\u2212');
      return `<tspan dy="-0.45em" font-size="75%">${text}</tspan><tspan dy="0.34em">\u200b</tspan>`;
    });
}

/** The size of type as an attribute: a page whose policy allows no inline style would drop it with the style. */
function withoutStyle(open: string): string {
  const size = / style="font-size:\s*([\d.]+px);?"/.exec(open)?.[1];
  if (size === undefined) return open;
  return open.replace(/ style="[^"]*"/, '').replace(/ font-size="[^"]*"/, ` font-size="${size}"`);
}

/** Text for an element or a quoted attribute. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

const TOKENS =
  '<style>:root{--paper:#fbfaf6;--ink:#1c1b19;--ink-2:#5c5952;--rule:#dcd8ce;--wash:#0c4a8014;--sign:#0c4a80;--rlhf:#b8521a}' +
  '@media (prefers-color-scheme:dark){:root{--paper:#161513;--ink:#eceae4;--ink-2:#b4b0a6;--rule:#3b3934;--wash:#8fc6ff1f;--sign:#8fc6ff;--rlhf:#de8a4a}}' +
  'svg{background:var(--paper);font-family:system-ui,sans-serif;font-variant-numeric:tabular-nums lining-nums}</style>';

/** The same drawing as a file of its own: it brings its colours, light and dark. */
export const standalone = (svg: string): string =>
  svg.replace(
    /^<svg [^>]*>/,
    (open) => `${open.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')}${TOKENS}`,
  );

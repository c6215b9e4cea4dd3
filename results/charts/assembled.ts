import { escaped, SMALL } from './drawing.ts';
import type { Facets } from './facets.ts';

const COLUMNS = 3;
const GAP = 24;
const TITLE = 46;
const MARGIN = 16;
/** Letters of a title that a small drawing has room for. */
const LETTERS = 38;

/**
 * Small drawings side by side in one, three in a row, each under the name of its combination; `title` says what they show.
 * `name` is the accessible name. Returns SVG text.
 */
export function assembled(
  { panels, of }: Facets,
  { title, name }: { readonly title: string; readonly name: string },
): string {
  const columns = Math.min(COLUMNS, panels.length);
  const heights = panels.map(({ svg }) => Number(/ height="([\d.]+)"/.exec(svg)?.[1] ?? 0));
  const height = Math.max(0, ...heights) + TITLE;
  const width = Math.max(2 * SMALL + GAP, columns * SMALL + (columns - 1) * GAP) + 2 * MARGIN;
  const rows = Math.ceil(panels.length / columns);
  const rest = of > panels.length ? `; ${panels.length} of ${of} combinations are shown` : '';
  const placed = panels.map(({ label, svg }, i) => {
    const x = MARGIN + (i % columns) * (SMALL + GAP);
    const y = MARGIN + 24 + Math.floor(i / columns) * height;
    return (
      `${text(label, { x, y: y + 26, letters: LETTERS, style: 'fill="var(--ink)" font-weight="600"' })}` +
      svg.replace(/^<svg role="img"/, `<svg x="${x}" y="${y + TITLE - 10}"`)
    );
  });
  const total = 2 * MARGIN + 24 + rows * height;
  return (
    `<svg role="img" aria-label="${escaped(name)}" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" ` +
    `font-family="system-ui, sans-serif" font-size="12px">` +
    `${text(`${title}${rest}`, { x: MARGIN, y: MARGIN + 12, letters: 120, style: 'fill="var(--ink-2)" font-size="13px"' })}` +
    `${placed.join('')}</svg>`
  );
}

interface Setting {
  readonly x: number;
  readonly y: number;
  readonly letters: number;
  readonly style: string;
}

function text(words: string, { x, y, letters, style }: Setting): string {
  const shown = words.length > letters ? `${words.slice(0, letters - 1)}\u2026` : words;
  return `<text x="${x}" y="${y}" ${style}>${escaped(shown)}</text>`;
}

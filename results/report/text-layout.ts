import { grouped } from '../charts/numbers.ts';

/** Columns of a terminal. */
const WIDTH = 100;
export const GAP = '  ';

/** Rows that a terminal shows of cells, of rates and of notes. */
export const MOST_ROWS = 60;

/** A column: its head and one text a row, to be set flush right unless they are words. */
export interface Column {
  readonly head: string;
  readonly texts: readonly string[];
  readonly words?: boolean;
}

const widthOf = ({ head, texts }: Column): number =>
  Math.max(head.length, ...texts.map((text) => text.length));

/** Groups of columns that belong together, in runs that fit beside those on the left. */
export function inBlocks(
  left: readonly Column[],
  groups: readonly (readonly Column[])[],
): readonly (readonly Column[])[] {
  const start = left.reduce((sum, column) => sum + widthOf(column) + GAP.length, -GAP.length);
  const blocks: Column[][] = [[]];
  let used = start;
  for (const group of groups) {
    const width = group.reduce((sum, column) => sum + GAP.length + widthOf(column), 0);
    if (used + width > WIDTH && blocks[blocks.length - 1].length > 0) {
      blocks.push([]);
      used = start;
    }
    blocks[blocks.length - 1].push(...group);
    used += width;
  }
  return blocks;
}

/** The lines of a table: its heads, then its rows. */
export function tableLines(columns: readonly Column[]): readonly string[] {
  const widths = columns.map(widthOf);
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) => (columns[i].words ? text.padEnd(widths[i]) : text.padStart(widths[i])))
      .join(GAP)
      .trimEnd();
  return [
    line(columns.map(({ head }) => head)),
    ...columns[0].texts.map((_, row) => line(columns.map(({ texts }) => texts[row]))),
  ];
}

/** A sentence in lines of at most 100 characters. */
export function wrapped(sentence: string): readonly string[] {
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** `and 12 more rows`, in a list of lines that is empty where there are none. */
export const moreLine = (more: number, what: string, where = ''): readonly string[] =>
  more > 0 ? [`and ${grouped(more)} more ${what}${more === 1 ? '' : 's'}${where}`] : [];

/** Rows as text columns: the first aligned left, the others right. The first row is the heading. */
export function textColumns(rows: readonly (readonly string[])[]): string {
  const [heading, ...body] = rows;
  const columns = heading.map((head, k) => ({ head, texts: body.map((row) => row[k]), words: k === 0 }));
  return `${tableLines(columns).join('\n')}\n`;
}

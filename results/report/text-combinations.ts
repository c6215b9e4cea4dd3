import { type Design, type Level, levelsLabel } from '../charts/design.ts';
import { levelCells } from './table-rows.ts';
import { type Column, GAP, wrapped } from './text-layout.ts';

/** Columns of factors wider than this leave too little room for values. */
const WIDEST_LEVELS = 48;

type Row = { readonly levels: readonly Level[] };

/** How a terminal names the combinations of a study: by columns of levels, or by numbers where these are too wide. */
export interface TextCombinations {
  readonly columns: (rows: readonly Row[]) => readonly Column[];
  /** What the numbers of these rows stand for; empty where there are none. */
  readonly lines: (rows: readonly Row[]) => readonly string[];
}

export function textCombinations({ factors, parts }: Design): TextCombinations {
  const width = factors.reduce((sum, { name, levels }) => {
    let widest = name.length;
    for (const text of levels.values()) widest = Math.max(widest, text.length);
    return sum + widest + GAP.length;
  }, 0);
  if (width <= WIDEST_LEVELS) {
    return {
      columns: (rows) => {
        const cells = levelCells(factors, rows);
        return factors.map(({ name, numeric }, j) => ({
          head: name,
          texts: cells.map((row) => (row[j].rows > 0 ? row[j].text : '')),
          words: !numeric,
        }));
      },
      lines: () => [],
    };
  }
  const numbers = new Map(parts.map(({ levels }, i) => [levels, i + 1]));
  const isFirst = (rows: readonly Row[], i: number): boolean =>
    i === 0 || rows[i].levels !== rows[i - 1].levels;
  return {
    columns: (rows) => [
      {
        head: '#',
        texts: rows.map(({ levels }, i) => (isFirst(rows, i) ? String(numbers.get(levels)) : '')),
      },
    ],
    lines: (rows) =>
      rows.flatMap(({ levels }, i) =>
        isFirst(rows, i) ? wrapped(`#${numbers.get(levels)}: ${levelsLabel(factors, levels)}`) : [],
      ),
  };
}

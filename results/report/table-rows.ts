import type { Scenario } from '../../functions/study/study.ts';
import { type Design, type Factor, type Level, levelText } from '../charts/design.ts';
import type { CellSummary } from '../summary.ts';

/** One row of a table: a cell under its levels. */
export interface TableRow {
  readonly levels: readonly Level[];
  readonly scenario: Scenario;
  readonly cell: CellSummary;
}

/** The first cells of a study, in plan order, and how many more there are. */
export function tableRows(
  { parts, summary }: Design,
  most: number,
): { readonly rows: readonly TableRow[]; readonly more: number } {
  const rows: TableRow[] = [];
  for (const { levels, summary: part } of parts) {
    if (rows.length >= most) break;
    const [scenario] = part.study.scenarios;
    for (const cell of part.cells.slice(0, most - rows.length)) rows.push({ levels, scenario, cell });
  }
  return { rows, more: summary.cells.length - rows.length };
}

/** A level in a table: written once for all the rows that share it and the levels to its left. */
export interface LevelCell {
  readonly text: string;
  readonly numeric: boolean;
  /** How many rows it stands for; 0 where a row above has it. */
  readonly rows: number;
}

/** The cells of the factors' columns, row by row. */
export function levelCells(
  factors: readonly Factor[],
  rows: readonly { readonly levels: readonly Level[] }[],
): readonly (readonly LevelCell[])[] {
  const counts = rows.map(() => factors.map(() => 0));
  const heads = factors.map(() => 0);
  for (const [i, { levels }] of rows.entries()) {
    const before = i === 0 ? null : rows[i - 1].levels;
    let isNew = before === null;
    for (const j of factors.keys()) {
      isNew ||= before?.[j] !== levels[j];
      if (isNew) heads[j] = i;
      counts[heads[j]][j]++;
    }
  }
  return rows.map(({ levels }, i) =>
    factors.map((factor, j) => ({
      text: levelText(factor, levels[j]),
      numeric: factor.numeric,
      rows: counts[i][j],
    })),
  );
}

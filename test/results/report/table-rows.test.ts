import { describe, expect, it } from 'vitest';
import { designOf } from '../../../results/charts/design.ts';
import { levelCells, tableRows } from '../../../results/report/table-rows.ts';
import { LISTED, TWO_FACTORS } from '../../support/fixture-grids.ts';
import { fixtureSummary } from '../../support/fixture-summary.ts';

describe('rows of a table', () => {
  it('are the cells in plan order, the first of many', () => {
    const design = designOf(TWO_FACTORS);
    expect(tableRows(design, 100)).toMatchObject({ more: 0 });
    const { rows, more } = tableRows(design, 7);
    expect(more).toBe(23);
    expect(rows.map(({ cell }) => cell)).toEqual(TWO_FACTORS.cells.slice(0, 7));
    expect(rows[6].levels).toEqual([0.3, 4]);
    expect(tableRows(designOf(LISTED), 100).rows.map(({ cell }) => cell)).toEqual(LISTED.cells);
  });

  it('write a level once for neighbours that share it and all levels to its left', () => {
    const scenarios = [
      { a: 1, b: 1, c: 'x' },
      { a: 1, b: 1, c: 'y' },
      { a: 2, b: 1, c: 'y' },
      { a: 2, b: 2, c: 'y' },
      { a: 1, b: 2, c: 'y' },
    ].map((factors) => ({ factors }));
    const design = designOf(fixtureSummary({ sampleSizes: [100, 200], scenarios }));
    const { rows } = tableRows(design, 100);
    const counts = levelCells(design.factors, rows).map((cells) => cells.map((cell) => cell.rows));
    expect(counts).toEqual([
      [4, 4, 2],
      [0, 0, 0],
      [0, 0, 2],
      [0, 0, 0],
      [4, 2, 2],
      [0, 0, 0],
      [0, 2, 2],
      [0, 0, 0],
      [2, 2, 2],
      [0, 0, 0],
    ]);
  });
});

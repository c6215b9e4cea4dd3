import type { Factors } from '../../functions/study/study.ts';
import type { RawRow } from '../export.ts';
import { type FactorColumn, factorColumns, factorValue, type RawColumn } from '../raw-columns.ts';
import type { CellSummary, EstimatorSummary, Measure, Summary } from '../summary.ts';
import type { Selection } from './selection.ts';

const column = (name: string, type: RawColumn['type'], nullable = false): RawColumn => ({
  name,
  type,
  nullable,
});

const BEFORE: readonly RawColumn[] = [column('study', 'string'), column('cell', 'string')];

const AFTER: readonly RawColumn[] = [
  column('n', 'integer'),
  column('estimator', 'string'),
  column('kind', 'string'),
  column('solver', 'string'),
  column('measure', 'string'),
  column('value', 'double', true),
  column('mcse', 'double', true),
  column('replicates', 'integer'),
  column('low', 'double', true),
  column('high', 'double', true),
];

/** The measures of a study as a table. */
export interface MeasureTable {
  readonly columns: readonly RawColumn[];
  /** One row a cell, estimator and measure, in the order of the summary. */
  rows(selection: Selection): Generator<RawRow>;
}

/** The table of a summary: value, Monte Carlo standard error and replicates in every row; `low` and `high` where there is an interval. */
export function measureTable({ study, cells }: Summary): MeasureTable {
  const factors = factorColumns(study).map(renamed);
  return {
    columns: [...BEFORE, ...factors, ...AFTER],
    *rows(selection) {
      for (const cell of cells) {
        if (!selection.hasCell(cell)) continue;
        const before = [study.name, cell.key, ...levelsOf(cell.factors, factors), cell.n];
        for (const row of cellRows(cell, selection)) yield [...before, ...row];
      }
    },
  };
}

function* cellRows(cell: CellSummary, selection: Selection): Generator<RawRow> {
  for (const estimator of cell.estimators) {
    if (!selection.hasEstimator(estimator.id)) continue;
    for (const [name, measure] of Object.entries(estimator.measures)) {
      if (measure !== undefined && selection.hasMeasure(name)) yield measureRow(estimator, name, measure);
    }
  }
}

const measureRow = ({ id, kind, solver }: EstimatorSummary, name: string, measure: Measure): RawRow => {
  const { value, mcse, replicates, ci } = measure;
  return [id, kind, solver, name, value, mcse, replicates, ci?.[0] ?? null, ci?.[1] ?? null];
};

const levelsOf = (factors: Factors, columns: readonly FactorColumn[]): RawRow =>
  columns.map((one) => factorValue(factors, one));

/** The raw rows have other columns; a factor that bears the name of one of these is told apart. */
function renamed(factor: FactorColumn): FactorColumn {
  const isTaken = AFTER.some(({ name }) => name === factor.name.toLowerCase());
  return isTaken ? { ...factor, name: `factor_${factor.name}` } : factor;
}

import type { Design } from '../charts/design.ts';
import { estimatorName } from '../charts/series.ts';
import type { CellSummary, Measure, PairSummary } from '../summary.ts';
import { decimalsOf } from './value-format.ts';

/** A column of measures with one style, one measure a row. */
interface FurtherColumn {
  readonly head: string;
  readonly measures: readonly (Measure | undefined)[];
  readonly style: { readonly scale: number; readonly decimals: number };
}

/** A table of measures that the table of the main one does not show. */
export interface FurtherTable {
  readonly title: string;
  readonly columns: readonly FurtherColumn[];
}

/** Tables for what a study has besides errors: intervals, and searches beside the optimum. cells: one a row. */
export const furtherTables = (design: Design, cells: readonly CellSummary[]): readonly FurtherTable[] =>
  [coverageTable(design, cells), missedTable(cells)].filter(({ columns }) => columns.length > 0);

/** Coverage and mean length of the intervals of every estimator that has some. */
function coverageTable({ summary }: Design, cells: readonly CellSummary[]): FurtherTable {
  const { estimators } = summary.study.scenarios[0];
  const columns = estimators
    .filter(({ interval }) => interval !== undefined)
    .flatMap(({ id, interval }) => {
      const of = (measure: 'coverage' | 'length') =>
        cells.map((cell) => cell.estimators.find((one) => one.id === id)?.measures[measure]);
      const level = Number((100 * (interval?.level ?? 0)).toPrecision(6));
      return [
        column(`${estimatorName(id)}, ${level} %`, of('coverage'), 100),
        column('length', of('length'), 1),
      ];
    });
  return { title: 'Coverage of the intervals in %, and their mean length', columns };
}

/** By how much every search stays below the score of the estimator that finds the largest one, where a study has such a one. */
function missedTable(cells: readonly CellSummary[]): FurtherTable {
  const top = cells.flatMap(({ estimators }) => estimators.filter(isOptimal))[0]?.id;
  const others = (cells[0]?.pairs ?? [])
    .filter(({ a, b, scoreDifference }) => scoreDifference !== undefined && (a === top || b === top))
    .map(({ a, b }) => (a === top ? b : a));
  const columns = others.map((id) =>
    column(
      estimatorName(id),
      cells.map(({ pairs }) => missed(pairs, top, id)),
      100,
    ),
  );
  return {
    title: `Score missed in hundredths: that of ${estimatorName(top ?? '')}, the largest there is, less that of another`,
    columns,
  };
}

const isOptimal = ({ solver }: { readonly solver: string }): boolean =>
  solver === 'exact' || solver === 'certified';

function missed(pairs: readonly PairSummary[], top: string | undefined, id: string): Measure | undefined {
  const pair = pairs.find(({ a, b }) => (a === top && b === id) || (a === id && b === top));
  const found = pair?.scoreDifference;
  if (found === undefined || pair?.a === top) return found;
  return { ...found, value: found.value === null ? null : -found.value };
}

const column = (head: string, measures: readonly (Measure | undefined)[], scale: number): FurtherColumn => ({
  head,
  measures,
  style: { scale, decimals: decimalsOf(measures, scale) },
});

import { PAIRED_MEASURES, type PairedMeasure } from '../../functions/study/claim.ts';
import type { Cell } from '../../functions/study/plan.ts';
import type { EstimatorOutcomes } from '../../functions/study/run-block.ts';
import { NO_TABLES, type Tables } from '../../kernels/populations/table.ts';
import { type Columns, createColumns, mayLack } from '../cell-columns.ts';
import { failuresOf } from '../listed-values.ts';
import { PAIRED_COLUMNS } from '../sample.ts';
import type { BlockSummary, NotedError, PairSummary } from './block-summary.ts';
import { type Histogram, histogramOf } from './histogram.ts';
import { jointSumsOf, type PowerSums, powerSumsOf } from './power-sums.ts';
import { JOINT_DEGREE } from './summed-pair.ts';

/** The column whose order is kept: sizes of signed angles are the angles. */
const orderedOf = (names: readonly string[]): string =>
  names.includes('signedAngle') ? 'signedAngle' : 'angle';

/** Powers kept of columns: what the third moments of their squares, of themselves, and a mean with its error need. */
const DEGREES: Readonly<Record<string, number>> = {
  angle: 6,
  signedAngle: 6,
  coefficientError: 6,
  disagreement: 3,
};
const LEAST_DEGREE = 2;

/** A block, and the numbers of its first replicates that are summarised, increasing. */
export interface CountedBlock {
  readonly cell: Cell;
  readonly block: number;
  readonly counts: readonly number[];
}

/**
 * Summarises the estimators of a block by their places: a summary for every count.
 *
 * outcomes: of the cell's estimators from its first on, in its order.
 */
export function summariseBlock(
  { cell, block, counts }: CountedBlock,
  outcomes: readonly EstimatorOutcomes[],
  tables: Tables = NO_TABLES,
): (place: number) => readonly BlockSummary[] {
  const columns = outcomes.map((one) => blockColumns(cell, one, tables));
  const first = block * cell.blockSize;
  return (place) => counts.map((count) => summaryOf(columns.slice(0, place + 1), { first, count }));
}

/** The columns of one block alone, its replicates counted from 0. */
function blockColumns(cell: Cell, outcomes: EstimatorOutcomes, tables: Tables): Columns {
  const columns = createColumns({ ...cell, blocks: 1 }, outcomes.estimator, tables);
  columns.add(0, outcomes);
  return columns;
}

interface Range {
  readonly first: number;
  readonly count: number;
}

function summaryOf(columns: readonly Columns[], { first, count }: Range): BlockSummary {
  const own = columns[columns.length - 1];
  const known = own.names().map((name): [string, Float64Array] => {
    const list = own.successes(name, count) ?? new Float64Array(0);
    return [name, mayLack(name) ? list.filter((value) => !Number.isNaN(value)) : list];
  });
  const failures = failuresOf(own, count);
  return {
    replicates: count,
    failures: Object.fromEntries(failures.counts),
    firstFailure:
      failures.first === null
        ? null
        : { replicate: first + failures.first.replicate, status: failures.first.status },
    worst: worstOf(own.all('angle', count), first),
    columns: Object.fromEntries(
      known.map(([name, list]): [string, PowerSums] => [
        name,
        powerSumsOf(list, DEGREES[name] ?? LEAST_DEGREE),
      ]),
    ),
    histograms: Object.fromEntries(
      known
        .filter(([name]) => name === orderedOf(own.names()))
        .map(([name, list]): [string, Histogram] => [name, histogramOf(list)]),
    ),
    pairs: columns.slice(0, -1).map((earlier) => pairOf(earlier, own, count)),
  };
}

function worstOf(angles: Float64Array, first: number): NotedError | null {
  let worst: NotedError | null = null;
  for (const [i, angle] of angles.entries()) {
    if (angle > (worst?.angle ?? -1)) worst = { replicate: first + i, angle };
  }
  return worst;
}

function pairOf(earlier: Columns, later: Columns, count: number): PairSummary {
  const names = new Set(later.names());
  const measures = PAIRED_MEASURES.filter((measure) => names.has(PAIRED_COLUMNS[measure].column));
  const lists = measures.map((measure) => pairedSizes(earlier, later, { measure, count }));
  const byMeasure = <V>(of: (sizes: PairedSizes) => V): Record<string, V> =>
    Object.fromEntries(measures.map((measure, i): [string, V] => [measure, of(lists[i])]));
  return {
    sums: byMeasure(({ x, y }) => jointSumsOf(x, y, JOINT_DEGREE)),
    largest: byMeasure(({ x, y }) => [largest(x), largest(y)]),
  };
}

/** Errors of two estimators, squared where the measure is a root mean square. */
interface PairedSizes {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

function pairedSizes(
  earlier: Columns,
  later: Columns,
  { measure, count }: { readonly measure: PairedMeasure; readonly count: number },
): PairedSizes {
  const { column, squared } = PAIRED_COLUMNS[measure];
  const [a, b] = [earlier.all(column, count), later.all(column, count)];
  const both = Array.from(a, (_, i) => i).filter((i) => !(Number.isNaN(a[i]) || Number.isNaN(b[i])));
  const size = (one: number): number => (squared ? one * one : one);
  return { x: both.map((i) => size(a[i])), y: both.map((i) => size(b[i])) };
}

const largest = (sizes: readonly number[]): number =>
  sizes.reduce((most, one) => Math.max(most, Math.abs(one)), 0);

import { type Cell, planStudy, withReplicates } from '../../functions/study/plan.ts';
import type { EstimatorOutcomes } from '../../functions/study/run-block.ts';
import type { EstimatorSpec } from '../../functions/study/study.ts';
import type { Tables } from '../../kernels/populations/table.ts';
import { type RawRow, type RecordPlace, rawRows } from '../export.ts';
import { findRecord } from '../gather-records.ts';
import type { Packs } from '../packs/open-packs.ts';
import { type RawColumn, rawColumns } from '../raw-columns.ts';
import type { RowLists } from '../raw-formats.ts';
import type { Store } from '../store/store.ts';
import type { Summary } from '../summary.ts';
import type { Selection } from './selection.ts';

/** Which replicates are asked for. */
export interface ReplicateQuery {
  readonly selection: Selection;
  /** One replicate only. */
  readonly replicate?: number | undefined;
  /** Statuses of fits; all of them where it is absent. */
  readonly statuses?: ReadonlySet<string> | undefined;
  /** Rows up to and with this one are left out. */
  readonly after?: RowPlace | undefined;
}

/** The place of a row among the raw rows of a study: cell and estimator by their places, replicate, and how many of its rows. */
export interface RowPlace {
  readonly cell: number;
  readonly estimator: number;
  readonly replicate: number;
  readonly row: number;
}

/** One raw row and its place. */
interface PlacedRow {
  readonly row: RawRow;
  readonly place: RowPlace;
}

/** Where the records of a study are. */
export interface StudyRecords {
  readonly store: Store;
  readonly packs: Packs;
}

/** The raw rows of a study, read from its records as they are asked for. */
export interface ReplicateTable {
  readonly columns: readonly RawColumn[];
  /** What is asked for of one record after the other. */
  rows(query: ReplicateQuery): AsyncGenerator<RecordRows>;
}

/** The rows of a record that are asked for, perhaps none, and the place of its last row. */
export interface RecordRows {
  readonly rows: readonly PlacedRow[];
  readonly end: RowPlace;
}

/**
 * The replicates behind a summary: of every cell as many as the summary uses. Records that are not there, or cannot be trusted,
 * have no rows.
 */
export function replicateTable(
  { store, packs }: StudyRecords,
  summary: Summary,
  tables: Tables,
): ReplicateTable {
  const { study } = summary;
  const columns = rawColumns(study);
  const cells = takenAsIn(summary);
  const places = new Map(cells.map((cell, i) => [cell.key, i]));
  const at = placesOf(columns);
  return {
    columns,
    async *rows({ selection, replicate, statuses, after }) {
      const chosen = cells.filter((cell) => selection.hasCell(cell));
      const wanted = ({ cell, estimator, block }: RecordPlace): boolean =>
        selection.hasEstimator(estimator.id) &&
        (replicate === undefined || holds(cell, block, replicate)) &&
        (after === undefined || !isBefore(recordEnd({ cell, estimator, block }, places), after));
      const read = async (address: Parameters<typeof findRecord>[1]) =>
        outcomesOf(await findRecord(store, address, { packs }));
      for await (const list of rawRows(study, inTurn(chosen), { read, tables, wanted })) {
        const all = placed(list, { places, cells, at });
        const rows = all.filter(
          ({ row, place }) =>
            (replicate === undefined || place.replicate === replicate) &&
            (statuses === undefined || statuses.has(String(row[at.status]))) &&
            (after === undefined || isBefore(after, place)),
        );
        const end = all.at(-1)?.place;
        if (end !== undefined) yield { rows, end };
      }
    },
  };
}

/** What a record has of single replicates; a summary of its block has nothing. */
const outcomesOf = (record: Awaited<ReturnType<typeof findRecord>>): EstimatorOutcomes | null =>
  record?.kept.keep === 'replicates' ? record.kept.outcomes : null;

/** The rows alone. */
export async function* withoutPlaces(records: AsyncIterable<RecordRows>): RowLists {
  for await (const { rows } of records) yield rows.map(({ row }) => row);
}

/** The cells of the plan, each at the look at which the summary has it. */
function takenAsIn({ study, cells }: Summary): readonly Cell[] {
  const looks = new Map(cells.map(({ key, look }) => [key, look]));
  return planStudy(study).map((cell) => {
    const look = looks.get(cell.key);
    return look === undefined ? cell : withReplicates(cell, cell.looks[look - 1] ?? cell.replicates);
  });
}

const holds = ({ blockSize }: Cell, block: number, replicate: number): boolean =>
  Math.floor(replicate / blockSize) === block;

/** The place of the last row that a record can have. */
function recordEnd({ cell, estimator, block }: RecordPlace, places: ReadonlyMap<string, number>): RowPlace {
  return {
    cell: places.get(cell.key) ?? 0,
    estimator: cell.estimators.indexOf(estimator),
    replicate: (block + 1) * cell.blockSize - 1,
    row: Number.POSITIVE_INFINITY,
  };
}

/** Whether the first place comes before the second; the order of rawRows is cell, estimator, replicate, row. */
function isBefore(a: RowPlace, b: RowPlace): boolean {
  const by = ['cell', 'estimator', 'replicate', 'row'] as const;
  const differing = by.find((key) => a[key] !== b[key]);
  return differing !== undefined && a[differing] < b[differing];
}

interface ColumnPlaces {
  readonly cell: number;
  readonly estimator: number;
  readonly replicate: number;
  readonly status: number;
}

function placesOf(columns: readonly RawColumn[]): ColumnPlaces {
  const of = (name: string): number => columns.findIndex((column) => column.name === name);
  return { cell: of('cell'), estimator: of('estimator'), replicate: of('replicate'), status: of('status') };
}

interface Placing {
  readonly places: ReadonlyMap<string, number>;
  readonly cells: readonly Cell[];
  readonly at: ColumnPlaces;
}

/** The rows of one record with their places. */
function placed(list: readonly RawRow[], { places, cells, at }: Placing): readonly PlacedRow[] {
  let last = -1;
  let count = 0;
  return list.map((row) => {
    const replicate = Number(row[at.replicate]);
    count = replicate === last ? count + 1 : 0;
    last = replicate;
    const cell = places.get(String(row[at.cell])) ?? 0;
    const estimator = cells[cell].estimators.findIndex(({ id }: EstimatorSpec) => id === row[at.estimator]);
    return { row, place: { cell, estimator, replicate, row: count } };
  });
}

async function* inTurn<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}

/** Names of the columns of raw rows that hold numbers, by which replicates can be sorted. */
export const SORTABLE = ['replicate', 'estimate', 'angle', 'disagreement', 'score', 'evaluations'] as const;

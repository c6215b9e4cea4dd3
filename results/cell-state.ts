import pMap from 'p-map';
import { sha256Hex } from '../functions/study/mechanism.ts';
import { type Cell, withReplicates } from '../functions/study/plan.ts';
import type { EstimatorSpec, Until } from '../functions/study/study.ts';
import type { Tables } from '../kernels/populations/table.ts';
import type { CellView } from './claims/trial.ts';
import { createDigestList, type Digests } from './digest-list.ts';
import { findRecords, type GatherOptions } from './gather-records.ts';
import { createKeptValues } from './kept-values.ts';
import { aimedLook, neededFactor } from './looks.ts';
import { type MeasuredCell, measureCell } from './measure-cell.ts';
import { readAhead } from './read-ahead.ts';
import { recordAddress } from './records.ts';
import { createSoFar, type ProvisionalCell } from './so-far.ts';
import type { Store } from './store/store.ts';

/** What a store knows of one cell. */
export interface CellState {
  /** The cell as planned, at its last look. */
  readonly planned: Cell;
  /** Whether it has all the replicates that the study asks of it; else it lacks blocks. */
  readonly decided: boolean;
  /** At the look that decided, or at the first that cannot be taken yet. */
  readonly measured: MeasuredCell;
  /** Blocks, from the first, that it is asked for so far. */
  readonly asked: number;
  /** What to compute next, of those; empty where the cell is decided. */
  readonly lacking: readonly Lacking[];
  /** SHA-256 of the records it stands on, by estimator. */
  readonly digests: readonly Digests[];
  /** Its numbers over the data sets that are there, where they were asked for; null of a decided cell. */
  readonly soFar: ProvisionalCell | null;
}

/** One block and the estimators whose records are not there. */
interface Lacking {
  readonly block: number;
  readonly estimators: readonly EstimatorSpec[];
}

export interface ReadOptions extends GatherOptions {
  readonly until: Until | null;
  /** Tables of features that the study names. */
  readonly tables: Tables;
  /** By cell key, the index of the look that a cell must take at least, whatever `until` says. */
  readonly leastLook?: ReadonlyMap<string, number>;
  /** Where readers of undecided cells are kept, so that a later reading asks only for records that were missing. */
  readonly kept?: Map<string, CellReader>;
  /** Whether cells that are not decided are measured over what is there. */
  readonly soFar?: boolean;
  /** Told of every look that is taken, in order, with the values of the estimators up to it. */
  readonly onLook?: (view: CellView, look: number) => void;
}

interface CellOptions extends ReadOptions {
  /** Records that are asked for together. */
  readonly atOnce: number;
}

const CELLS_AT_ONCE = 16;

/** Packs hold cells that follow each other: those being read should be few enough to stay in memory until they are used. */
const PACKED_CELLS_AT_ONCE = 2;
const RECORDS_AT_ONCE = 256;
/** A pack is in memory once one of its records is asked for: to ask for many at once only takes more memory. */
const PACKED_RECORDS_AT_ONCE = 64;

/** The state of every cell of a plan, in its order; in memory are the records of a few cells at a time. */
export async function readCellStates(
  store: Store,
  cells: readonly Cell[],
  options: ReadOptions,
): Promise<readonly CellState[]> {
  const packed = (await options.packs?.keys())?.size ?? 0;
  const [atOnce, concurrency] =
    packed > 0 ? [PACKED_RECORDS_AT_ONCE, PACKED_CELLS_AT_ONCE] : [RECORDS_AT_ONCE, CELLS_AT_ONCE];
  return pMap(cells, (cell) => readCellState(store, cell, { ...options, atOnce }), { concurrency });
}

/**
 * Reads what the store has of a cell and takes its looks in order: look k uses exactly the first looks[k - 1] replicates,
 * even if more are stored, and the first look at which `until` holds decides, or `leastLook` where it is later, or else the last. The result depends on
 * the replicates alone, not on the order in which they came.
 */
async function readCellState(store: Store, planned: Cell, options: CellOptions): Promise<CellState> {
  const reader = options.kept?.get(planned.key) ?? createReader(store, planned, options);
  reader.begin();
  options.kept?.set(planned.key, reader);
  const least = options.leastLook?.get(planned.key) ?? 0;
  const hasLooks = options.until !== null || planned.looks.length > 1;
  let aim = least;
  for (const [index, replicates] of planned.looks.entries()) {
    const cell = withReplicates(planned, replicates);
    await reader.readTo(cell.blocks);
    const measured = atLook(measureCell(cell, reader.values), hasLooks ? index + 1 : null);
    const result = { planned, measured };
    if (measured.missing.length > 0) {
      const aimed = withReplicates(planned, planned.looks[Math.max(aim, index)]).blocks;
      await reader.readTo(aimed);
      return {
        ...result,
        decided: false,
        asked: aimed,
        lacking: reader.lacking(aimed),
        digests: reader.digests(cell.blocks),
        soFar: options.soFar === true ? reader.soFar(reader.values) : null,
      };
    }
    options.onLook?.({ cell, values: reader.values }, index);
    const factor = options.until === null ? 0 : neededFactor(measured.summary, options.until);
    if ((factor <= 1 && index >= least) || index === planned.looks.length - 1) {
      options.kept?.delete(planned.key);
      const digests = reader.digests(cell.blocks);
      return { ...result, decided: true, asked: cell.blocks, lacking: [], digests, soFar: null };
    }
    aim = Math.max(least, factor <= 1 ? index + 1 : aimedLook(planned.looks, index, factor));
  }
  throw new RangeError(`readCellState: cell ${planned.key} has no look`);
}

/** Says which look the numbers are of, where the study has several. */
function atLook(measured: MeasuredCell, look: number | null): MeasuredCell {
  return look === null ? measured : { ...measured, summary: { ...measured.summary, look } };
}

/** What was read of a cell. */
type CellReader = ReturnType<typeof createReader>;

/** Reads the records of a cell block by block, each that is there once. */
function createReader(store: Store, cell: Cell, options: CellOptions) {
  const first = withReplicates(cell, cell.looks[0]);
  const { values, add } = createKeptValues(first, options.tables);
  const sums = cell.estimators.map(createDigestList);
  // Summaries are merged in the order of their blocks: who reads again leaves those after a gap for then.
  const next = options.kept !== undefined && cell.keep === 'summaries' ? cell.estimators.map(() => 0) : null;
  let read = 0;

  /** The records of some blocks that are not read yet, in groups that are asked for together. */
  async function* groupsOf(from: number, count: number) {
    const size = Math.ceil(options.atOnce / cell.estimators.length);
    // All estimators of some blocks one after the other: a pack has them together, and is read once.
    for (let start = from; start < count; start += size) {
      const range = Array.from({ length: Math.min(size, count - start) }, (_, k) => start + k);
      for (const [i, estimator] of cell.estimators.entries()) {
        const blocks = range.filter((block) => !sums[i].has(block));
        if (blocks.length === 0) continue;
        yield { i, blocks, addresses: blocks.map((block) => recordAddress(cell, block, estimator)) };
      }
    }
  }

  return {
    values,
    soFar: createSoFar(cell),
    /** Begins another reading: records that were missing are asked for again. */
    begin(): void {
      read = 0;
    },
    /** Reads the blocks up to this number; the next blocks are being read while some are measured. */
    async readTo(count: number): Promise<void> {
      const groups = readAhead(
        groupsOf(read, count),
        cell.estimators.length,
        async ({ i, blocks, addresses }) => ({
          i,
          blocks,
          records: await findRecords(store, addresses, options),
        }),
      );
      read = Math.max(read, count);
      for await (const { i, blocks, records } of groups) {
        for (const [k, record] of records.entries()) {
          if (record === null || (next !== null && blocks[k] !== next[i])) continue;
          if (next !== null) next[i]++;
          sums[i].set(blocks[k], sha256Hex(record.bytes));
          add(i, blocks[k], record.kept);
        }
      }
    },
    digests: (count: number) => sums.map((list) => list.first(count)),
    lacking(count: number): readonly Lacking[] {
      const gaps = values.estimators.map((one) => new Set(one.gaps(count)));
      return Array.from({ length: count }, (_, block) => ({
        block,
        estimators: cell.estimators.filter((__, i) => gaps[i].has(block)),
      })).filter(({ estimators }) => estimators.length > 0);
    },
  };
}

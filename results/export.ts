import { mechanismHash } from '../functions/study/mechanism.ts';
import type { Cell } from '../functions/study/plan.ts';
import type { EstimatorOutcomes } from '../functions/study/run-block.ts';
import type { EstimatorSpec, Study } from '../functions/study/study.ts';
import { angle } from '../kernels/metrics/angle.ts';
import type { Disagreement } from '../kernels/metrics/disagreement/evaluator.ts';
import { createDisagreement } from '../kernels/metrics/disagreement.ts';
import { meanDirection } from '../kernels/populations/mean-taste.ts';
import { NO_TABLES, type Tables } from '../kernels/populations/table.ts';
import { estimandsOf } from './estimands.ts';
import { factorColumns, factorValue, type RawValue } from './raw-columns.ts';
import { readAhead } from './read-ahead.ts';
import { type RecordAddress, recordAddress } from './records.ts';

/** One raw row: a value for each of the columns `rawColumns`, in their order. */
export type RawRow = readonly RawValue[];

/** What a record holds, or null where it is missing. */
export type ReadOutcomes = (address: RecordAddress) => Promise<EstimatorOutcomes | null>;

export interface RowSources {
  readonly read: ReadOutcomes;
  /** Of the features that come from files. */
  readonly tables?: Tables;
  /** Which records are read; all of them by default. */
  readonly wanted?: (place: RecordPlace) => boolean;
}

/** Where a record is in a study. */
export interface RecordPlace {
  readonly cell: Cell;
  readonly estimator: EstimatorSpec;
  readonly block: number;
}

/** Records being read while an earlier one is written out. */
const AHEAD = 8;

/**
 * The raw rows of the cells of a study, one a replicate, estimator and estimand, a list a record, in the order of the plan:
 * cells, their estimators, blocks. Only a few records are held at any time. Missing records have no rows.
 *
 * Angles are in radians; `address` is the first 64 bits of the mechanism's hash (the Philox key), n and the replicate.
 */
export async function* rawRows(
  study: Study,
  cells: AsyncIterable<Cell>,
  { read, tables = NO_TABLES, wanted = () => true }: RowSources,
): AsyncGenerator<readonly RawRow[]> {
  const factors = factorColumns(study);
  const records = readAhead(recordsOf(cells, wanted), AHEAD, async (address) => ({
    address,
    outcomes: await read(address),
  }));
  let facts: CellFacts | null = null;
  for await (const { address, outcomes } of records) {
    if (outcomes === null) continue;
    const { cell } = address;
    if (facts?.cell !== cell) {
      const levels = factors.map((column) => factorValue(cell.factors, column));
      facts = cellFacts(cell, [study.name, ...levels, cell.n, cell.key], tables);
    }
    yield recordRows(facts, address, outcomes);
  }
}

/** What all rows of a cell share: a measure of some laws takes long to prepare. */
interface CellFacts {
  readonly cell: Cell;
  readonly target: readonly number[];
  readonly disagreement: Disagreement;
  /** First 64 bits of its hash. */
  readonly mechanism: string;
  /** Values of the columns before the replicate. */
  readonly fixed: RawRow;
}

function cellFacts(cell: Cell, fixed: RawRow, tables: Tables): CellFacts {
  const target = meanDirection(cell.population);
  return {
    cell,
    target,
    disagreement: createDisagreement(cell.population.features, target, tables),
    mechanism: mechanismHash(cell).slice(0, 16),
    fixed,
  };
}

async function* recordsOf(
  cells: AsyncIterable<Cell>,
  wanted: (place: RecordPlace) => boolean,
): AsyncGenerator<RecordAddress> {
  for await (const cell of cells) {
    for (const estimator of cell.estimators) {
      for (let block = 0; block < cell.blocks; block++) {
        if (wanted({ cell, estimator, block })) yield recordAddress(cell, block, estimator);
      }
    }
  }
}

function recordRows(
  { cell, target, disagreement, mechanism, fixed }: CellFacts,
  { block, estimator }: RecordAddress,
  outcomes: EstimatorOutcomes,
): readonly RawRow[] {
  const first = block * cell.blockSize;
  const used = Math.min(cell.blockSize, cell.replicates - first);
  return Array.from({ length: used }, (_, i) => {
    const status = outcomes.statuses[i];
    const direction = status === 'ok' ? outcomes.directions[i] : null;
    const toTarget = direction === null ? null : angle(direction, target);
    const disagreed = direction === null ? null : disagreement(direction);
    return estimandsOf({ cell, estimator, target }, direction).map(({ estimand, truth, estimate }) => [
      ...fixed,
      first + i,
      estimator.id,
      estimand,
      truth,
      estimate,
      status,
      toTarget,
      disagreed,
      finite(outcomes.scores[i]),
      finite(outcomes.evaluations[i]),
      `${mechanism}/n=${cell.n}/${first + i}`,
    ]);
  }).flat();
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

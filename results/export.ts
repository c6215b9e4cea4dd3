import { mechanismHash } from '../functions/study/mechanism.ts';
import type { Cell } from '../functions/study/plan.ts';
import type { EstimatorOutcomes } from '../functions/study/run-block.ts';
import type { EstimatorSpec, Study } from '../functions/study/study.ts';
import { angle } from '../kernels/metrics/angle.ts';
import type { Disagreement } from '../kernels/metrics/disagreement/evaluator.ts';
import { createDisagreement } from '../kernels/metrics/disagreement.ts';
import { signedAngle } from '../kernels/metrics/signed-angle.ts';
import { meanDirection, meanTaste } from '../kernels/populations/mean-taste.ts';
import { NO_TABLES, type Tables } from '../kernels/populations/table.ts';
import { factorColumns, factorValue, type RawValue } from './raw-columns.ts';
import { readAhead } from './read-ahead.ts';
import { type RecordAddress, recordAddress } from './records.ts';

/** One raw row: a value for each of the columns `rawColumns`, in their order. */
export type RawRow = readonly RawValue[];

/** What a record holds, or null where it is missing. */
export type ReadOutcomes = (address: RecordAddress) => Promise<EstimatorOutcomes | null>;

/** Records being read while an earlier one is written out. */
const AHEAD = 8;

/**
 * The raw rows of the cells of a study, one a replicate, estimator and estimand, a list a record, in the order of the plan:
 * cells, their estimators, blocks. Only a few records are held at any time. Missing records have no rows.
 *
 * The estimand is `signedAngle` in d = 2 (radians, estimate minus target, counter-clockwise positive; its truth is 0);
 * else there is one row for each coordinate of the direction, `direction1` to `directiond`. Where the first coefficient is
 * fixed, it is the ratio b = theta_2 / theta_1 instead: `b` in d = 2, else `b2` to `bd`. Angles are in radians; `address`
 * is the first 64 bits of the mechanism's hash (the Philox key), n and the replicate.
 */
export async function* rawRows(
  study: Study,
  cells: AsyncIterable<Cell>,
  read: ReadOutcomes,
  tables: Tables = NO_TABLES,
): AsyncGenerator<readonly RawRow[]> {
  const factors = factorColumns(study);
  const measuresOf = lastCell((cell) => cellMeasures(cell, tables));
  const records = readAhead(recordsOf(cells), AHEAD, async (address) => ({
    address,
    outcomes: await read(address),
  }));
  for await (const { address, outcomes } of records) {
    if (outcomes === null) continue;
    const levels = factors.map((column) => factorValue(address.cell.factors, column));
    yield recordRows(address, outcomes, { ...measuresOf(address.cell), fixed: [study.name, ...levels] });
  }
}

async function* recordsOf(cells: AsyncIterable<Cell>): AsyncGenerator<RecordAddress> {
  for await (const cell of cells) {
    for (const estimator of cell.estimators) {
      for (let block = 0; block < cell.blocks; block++) yield recordAddress(cell, block, estimator);
    }
  }
}

/** What the rows of a cell are measured with. */
interface CellMeasures {
  readonly target: readonly number[];
  readonly disagreement: Disagreement;
  /** First 64 bits of the mechanism's hash. */
  readonly mechanism: string;
}

function cellMeasures(cell: Cell, tables: Tables): CellMeasures {
  const target = meanDirection(cell.population);
  return {
    target,
    disagreement: createDisagreement(cell.population.features, target, tables),
    mechanism: mechanismHash(cell).slice(0, 16),
  };
}

/** Remembers what was made for the last cell: records come cell by cell, and a fixed sample takes a while to draw. */
function lastCell<T>(make: (cell: Cell) => T): (cell: Cell) => T {
  let last: { readonly cell: Cell; readonly made: T } | null = null;
  return (cell) => {
    if (last?.cell !== cell) last = { cell, made: make(cell) };
    return last.made;
  };
}

/** The rows of a record; `fixed` are the values of the columns before n. */
function recordRows(
  { cell, block, estimator }: RecordAddress,
  outcomes: EstimatorOutcomes,
  { target, disagreement, mechanism, fixed }: CellMeasures & { readonly fixed: RawRow },
): readonly RawRow[] {
  const first = block * cell.blockSize;
  const used = Math.min(cell.blockSize, cell.replicates - first);
  return Array.from({ length: used }, (_, i) => {
    const status = outcomes.statuses[i];
    const direction = status === 'ok' ? outcomes.directions[i] : null;
    const toTarget = direction === null ? null : angle(direction, target);
    const disagreed = direction === null ? null : finite(disagreement(direction));
    return estimands({ cell, estimator, target }, direction).map(({ estimand, truth, estimate }) => [
      ...fixed,
      cell.n,
      cell.key,
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

interface Estimand {
  readonly estimand: string;
  readonly truth: number | null;
  readonly estimate: number | null;
}

interface Estimated {
  readonly cell: Cell;
  readonly estimator: EstimatorSpec;
  readonly target: readonly number[];
}

function estimands(
  { cell: { population }, estimator: { normalise }, target }: Estimated,
  direction: readonly number[] | null,
): readonly Estimand[] {
  const d = population.features.dimension;
  if (normalise === 'first') {
    const mean = meanTaste(population.users);
    return mean.slice(1).map((value, k) => ({
      estimand: d === 2 ? 'b' : `b${k + 2}`,
      truth: finite(value / mean[0]),
      estimate: direction === null ? null : finite(direction[k + 1] / direction[0]),
    }));
  }
  if (d === 2) {
    const estimate = direction === null ? null : signedAngle(direction, target);
    return [{ estimand: 'signedAngle', truth: 0, estimate }];
  }
  return target.map((truth, j) => ({
    estimand: `direction${j + 1}`,
    truth,
    estimate: direction === null ? null : direction[j],
  }));
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

import type { Cell } from '../functions/study/plan.ts';
import type { EstimatorOutcomes } from '../functions/study/run-block.ts';
import type { EstimatorSpec, Study } from '../functions/study/study.ts';
import { type MeasuredEstimator, measureEstimator } from './cell-measures.ts';
import { comparePairs } from './pairs.ts';
import { fitRates } from './rates.ts';
import type { CellSummary, Summary } from './summary.ts';

/** The outcomes of an estimator in a cell, one entry a block in block order, null where a block is missing. */
export type OutcomesOf = (cell: Cell, estimator: EstimatorSpec) => readonly (EstimatorOutcomes | null)[];

type Missing = NonNullable<Summary['missing']>[number];

/** An estimator of a cell: measured when all its blocks are there. */
type Collected =
  | { readonly measured: MeasuredEstimator; readonly missing: null }
  | { readonly measured: null; readonly missing: Missing };

/**
 * The summary of a study from the outcomes of its blocks; a pure function, whatever machine computed the blocks.
 *
 * cells: the plan of the study, in plan order, which is the order of the summary. Each cell uses exactly its first
 * `replicates` replicates. Where a block is missing the estimator has no entry in that cell, the gap is named under
 * `missing`, and the status is `partial`: a number never stands on part of a cell.
 */
export function aggregate(
  study: Study,
  studyHash: string,
  cells: readonly Cell[],
  outcomesOf: OutcomesOf,
): Summary {
  const collected = cells.map((cell) => ({
    cell,
    estimators: cell.estimators.map((estimator) => collect(cell, estimator, outcomesOf(cell, estimator))),
  }));
  const measured = collected.map(({ cell, estimators }) => ({
    cell,
    factors: cell.factors,
    n: cell.n,
    estimators: estimators.flatMap((entry) => entry.measured ?? []),
  }));
  const missing = collected.flatMap(({ estimators }) => estimators.flatMap((entry) => entry.missing ?? []));
  return {
    formatVersion: 1,
    study,
    studyHash,
    status: missing.length === 0 ? 'complete' : 'partial',
    cells: measured.map(({ cell, estimators }) => summariseCell(cell, estimators)),
    rates: fitRates(measured),
    claims: [],
    ...(missing.length === 0 ? {} : { missing }),
  };
}

function collect(
  cell: Cell,
  estimator: EstimatorSpec,
  blocks: readonly (EstimatorOutcomes | null)[],
): Collected {
  const gaps = Array.from({ length: cell.blocks }, (_, block) => block).filter((block) => !blocks[block]);
  if (gaps.length > 0) {
    return { measured: null, missing: { cell: cell.key, estimator: estimator.id, blocks: gaps } };
  }
  const present = blocks.slice(0, cell.blocks).filter((block) => block !== null);
  return { measured: measureEstimator(cell, estimator, present), missing: null };
}

function summariseCell(cell: Cell, estimators: readonly MeasuredEstimator[]): CellSummary {
  return {
    key: cell.key,
    factors: cell.factors,
    n: cell.n,
    estimators: estimators.map(({ summary }) => summary),
    pairs: comparePairs(estimators.map(({ summary, angles }) => ({ id: summary.id, angles }))),
  };
}

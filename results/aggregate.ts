import type { Study } from '../functions/study/study.ts';
import type { JudgedClaim } from './claims/court.ts';
import type { MeasuredCell } from './measure-cell.ts';
import { fitRates } from './rates.ts';
import type { Summary } from './summary.ts';

/**
 * The summary of a study from its measured cells, in plan order, which is the order of the summary.
 *
 * Where a block is missing the gap is named under `missing`, the status is `partial`, and no claim has a verdict.
 */
export function aggregate(
  study: Study,
  studyHash: string,
  cells: readonly MeasuredCell[],
  claims: readonly JudgedClaim[] = [],
): Summary {
  const missing = cells.flatMap((cell) => cell.missing);
  return {
    formatVersion: 1,
    study,
    studyHash,
    status: missing.length === 0 ? 'complete' : 'partial',
    cells: cells.map(({ summary }) => summary),
    rates: fitRates(cells.map(ratedCell)),
    claims: missing.length === 0 ? claims : [],
    ...(missing.length === 0 ? {} : { missing }),
  };
}

const ratedCell = ({ summary: { factors, n, estimators }, shapes }: MeasuredCell) => ({
  factors,
  n,
  estimators: estimators.map((summary, i) => ({ summary, shape: shapes[i] })),
});

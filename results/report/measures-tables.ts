import { escaped } from '../charts/drawing.ts';
import { DEGREES, grouped } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
import type { EstimatorSummary, MeasureName, Summary } from '../summary.ts';
import { decimalsOf } from './value-format.ts';
import { measureCell } from './values-table.ts';

interface Column {
  readonly measure: MeasureName;
  readonly head: string;
  readonly scale: number;
}

const COLUMNS: readonly Column[] = [
  { measure: 'rmsAngle', head: 'RMS angle', scale: DEGREES },
  { measure: 'meanAngle', head: 'Mean', scale: DEGREES },
  { measure: 'medianAngle', head: 'Median', scale: DEGREES },
  { measure: 'signedAngle', head: 'Signed', scale: DEGREES },
  { measure: 'signedAngleSd', head: 'Signed, sd', scale: DEGREES },
  { measure: 'disagreement', head: 'Disagreement, %', scale: 100 },
  { measure: 'score', head: 'Score', scale: 1 },
  { measure: 'evaluations', head: 'Passes', scale: 1 },
  { measure: 'failureRate', head: 'Failed, %', scale: 100 },
];

/** Every measure of every estimator against n: one table an estimator, folded away. */
export const measuresTables = (summary: Summary): string =>
  summary.study.scenarios[0].estimators
    .map(({ id }) => {
      const rows = summary.cells.flatMap(({ n, estimators }) =>
        estimators.filter((estimator) => estimator.id === id).map((estimator) => ({ n, estimator })),
      );
      return (
        `<details><summary>Every measure of ${escaped(estimatorName(id))}</summary>` +
        `<div class="scroll" tabindex="0" role="region" aria-label="Measures of ${escaped(id)}, scrolls sideways">` +
        `${table(rows)}</div></details>`
      );
    })
    .join('\n');

function table(rows: readonly { readonly n: number; readonly estimator: EstimatorSummary }[]): string {
  const columns = COLUMNS.filter(({ measure }) => rows.some(({ estimator }) => estimator.measures[measure]));
  const heads = columns.map(({ head }) => `<th scope="col">${head}</th>`).join('');
  const styles = columns.map(({ measure, scale }) => ({
    scale,
    decimals: decimalsOf(
      rows.map(({ estimator }) => estimator.measures[measure]),
      scale,
    ),
  }));
  const body = rows.map(({ n, estimator }) => {
    const cells = columns.map(({ measure }, i) => measureCell(estimator.measures[measure], styles[i], false));
    return `<tr><th scope="row">${grouped(n)}</th>${cells.join('')}</tr>`;
  });
  return `<table><thead><tr><th scope="col">n</th>${heads}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

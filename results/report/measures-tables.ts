import type { Design, Factor, Level } from '../charts/design.ts';
import { escaped } from '../charts/drawing.ts';
import { DEGREES, grouped } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
import { affordable } from '../predictions/affordable.ts';
import type { Expectation } from '../predictions/expectation.ts';
import type { Predict } from '../predictions/predict.ts';
import type { EstimatorSummary, MeasureName } from '../summary.ts';
import { factorHeads, MOST_ROWS, moreRows, rowHead, rowOpenings } from './html-levels.ts';
import { tableRows } from './table-rows.ts';
import { predictedCell } from './theory-column.ts';
import { decimalsOf } from './value-format.ts';
import { measureCell, THEORY_HEAD } from './values-table.ts';

interface Column {
  readonly measure: MeasureName;
  readonly head: string;
  readonly scale: number;
}

const COLUMNS: readonly Column[] = [
  { measure: 'rmse', head: 'RMSE of b', scale: 1 },
  { measure: 'bias', head: 'Bias of b', scale: 1 },
  { measure: 'sd', head: 'sd of b', scale: 1 },
  { measure: 'rmsAngle', head: 'RMS angle', scale: DEGREES },
  { measure: 'meanAngle', head: 'Mean', scale: DEGREES },
  { measure: 'medianAngle', head: 'Median', scale: DEGREES },
  { measure: 'signedAngle', head: 'Signed', scale: DEGREES },
  { measure: 'signedAngleSd', head: 'Signed, sd', scale: DEGREES },
  { measure: 'disagreement', head: 'Disagreement, %', scale: 100 },
  { measure: 'coverage', head: 'Coverage, %', scale: 100 },
  { measure: 'length', head: 'Length', scale: 1 },
  { measure: 'score', head: 'Score', scale: 1 },
  { measure: 'evaluations', head: 'Passes', scale: 1 },
  { measure: 'failureRate', head: 'Failed, %', scale: 100 },
];

/** Rows of all these tables together, so that many estimators do not make a report of many megabytes. */
const MOST_IN_ALL = 2500;
/** Of more cells than that these are shown. */
const FIRST_ROWS = 100;

/** Every measure of every estimator against what varies and n, what theory predicts after those that it knows: one table an estimator, folded away. */
export function measuresTables(design: Design, predict: Predict): string {
  const { estimators } = design.summary.study.scenarios[0];
  const all = Math.min(MOST_ROWS, Math.ceil(MOST_IN_ALL / estimators.length));
  const most = design.summary.cells.length > all ? Math.min(all, FIRST_ROWS) : all;
  const { rows, more } = tableRows(design, most);
  const asked = affordable(predict, design.summary.study);
  return estimators
    .map(({ id }) => {
      const own = rows.flatMap(({ levels, scenario, cell: { n, estimators } }) => {
        const expectation = asked.predict(scenario)(id);
        return estimators
          .filter((one) => one.id === id)
          .map((estimator) => ({ levels, n, estimator, expectation }));
      });
      return (
        `<details><summary>Every measure of ${escaped(estimatorName(id))}</summary>` +
        `<div class="scroll" tabindex="0" role="region" aria-label="Measures of ${escaped(id)}, scrolls sideways">` +
        `${table(own, design.factors)}</div>${moreRows(more)}</details>`
      );
    })
    .join('\n');
}

interface MeasuresRow {
  readonly levels: readonly Level[];
  readonly n: number;
  readonly estimator: EstimatorSummary;
  readonly expectation: Expectation | null;
}

function table(rows: readonly MeasuresRow[], factors: readonly Factor[]): string {
  const columns = COLUMNS.filter(({ measure }) => rows.some(({ estimator }) => estimator.measures[measure]));
  const predicted = columns.map(({ measure }) => {
    const values = rows.map(({ n, expectation }) => expectation?.at(measure, n) ?? null);
    return values.some((value) => value !== null) ? values : null;
  });
  const heads = columns
    .map(({ head }, i) => `<th scope="col">${head}</th>${predicted[i] === null ? '' : THEORY_HEAD}`)
    .join('');
  const styles = columns.map(({ measure, scale }) => ({
    scale,
    decimals: decimalsOf(
      rows.map(({ estimator }) => estimator.measures[measure]),
      scale,
    ),
  }));
  const openings = rowOpenings(factors, rows);
  const body = rows.map(({ n, estimator }, row) => {
    const cells = columns.map(({ measure }, i) => {
      const theory = predicted[i];
      const value = measureCell(estimator.measures[measure], styles[i]);
      return theory === null ? value : `${value}${predictedCell(theory[row], styles[i])}`;
    });
    return `${openings[row]}${rowHead(grouped(n), factors)}${cells.join('')}</tr>`;
  });
  return (
    `<table><thead><tr>${factorHeads(factors)}<th scope="col">n</th>${heads}</tr></thead>` +
    `<tbody>${body.join('')}</tbody></table>`
  );
}

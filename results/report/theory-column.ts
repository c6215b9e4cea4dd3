import type { Design } from '../charts/design.ts';
import { grouped } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
import type { Affordable } from '../predictions/affordable.ts';
import { type Agreement, agreementOf } from '../predictions/agreement.ts';
import type { Predicted } from '../predictions/expectation.ts';
import type { Predict } from '../predictions/predict.ts';
import { unpredicted } from '../predictions/unpredicted.ts';
import type { MeasureName } from '../summary.ts';
import type { TableRow } from './table-rows.ts';
import { fixed } from './value-format.ts';

interface Style {
  readonly scale: number;
  readonly decimals: number;
}

/** What theory predicts of one estimator, row by row. */
export interface TheoryColumn {
  readonly id: string;
  readonly values: readonly (Predicted | null)[];
}

/** The predictions of a measure for the rows of a table: a column for each estimator of which theory knows at least one. */
export function theoryColumns(
  rows: readonly TableRow[],
  predict: Predict,
  measure: MeasureName,
): ReadonlyMap<string, TheoryColumn> {
  const ids = new Set(rows.flatMap(({ scenario }) => scenario.estimators.map(({ id }) => id)));
  return new Map(
    [...ids].flatMap((id): [string, TheoryColumn][] => {
      const values = rows.map(({ scenario, cell }) => predict(scenario)(id)?.at(measure, cell.n) ?? null);
      return values.every((value) => value === null) ? [] : [[id, { id, values }]];
    }),
  );
}

/** `10.79` and `±0.02`: a prediction with its stated error; null where there is none. */
export function predictedText(
  found: Predicted | null | undefined,
  { scale, decimals }: Style,
): { readonly value: string; readonly error: string } | null {
  if (found == null) return null;
  const error = (found.error * scale).toFixed(decimals);
  const least = `<${(1 / Number(`1e${decimals}`)).toFixed(decimals)}`;
  return { value: fixed(found.value * scale, decimals), error: Number(error) === 0 ? least : error };
}

/** A prediction as a cell of a table of HTML; a dash where theory does not know. */
export function predictedCell(found: Predicted | null | undefined, style: Style): string {
  const shown = predictedText(found, style);
  if (shown === null) return '<td class="th">\u2013</td>';
  return `<td class="th">${shown.value} \u00b1${shown.error.replace('<', '&lt;')}</td>`;
}

/** That theory was asked about the first combinations only; empty where it was about all. */
export const askedNote = ({ combinations }: Affordable, { parts }: Design): string =>
  combinations >= parts.length
    ? ''
    : ` Theory was asked about the first ${grouped(combinations)} of ${grouped(parts.length)} combinations; signbench theory asks about all.`;

/** Of which estimators theory predicts nothing here, and why; empty where it predicts something of each. */
export function silentNote({ parts }: Design, predict: Predict): string {
  const [{ summary }] = parts;
  const [scenario] = summary.study.scenarios;
  const sizes = summary.study.sampleSizes;
  const silent = scenario.estimators.flatMap((spec) => {
    const expectation = predict(scenario)(spec.id);
    const found = unpredicted(spec, scenario.population, { expectation, sizes });
    return found === null || found.n.length < sizes.length ? [] : [found];
  });
  const named = silent.map(({ estimator, reason }) => `${estimatorName(estimator)} (${reason})`);
  const where = parts.length === 1 ? '' : ', in the first combination';
  return named.length === 0 ? '' : ` Not predicted${where}: ${named.join('; ')}.`;
}

/** Departures that a sentence names. */
const MOST_NAMED = 3;

/** How the measured values agree with the predicted ones, in a sentence; empty where none is predicted. */
export function agreementNote(design: Design, predict: Predict, measure: MeasureName): string {
  const { compared, departures }: Agreement = agreementOf(design, predict, measure);
  if (compared === 0) return '';
  const within = compared - departures.length;
  const all = compared === 1 ? 'The one predicted value' : `Of ${grouped(compared)} predicted values`;
  const agree =
    compared === 1
      ? departures.length === 0
        ? 'agrees'
        : 'does not agree'
      : `${grouped(within)} ${within === 1 ? 'agrees' : 'agree'}`;
  const named = departures
    .slice(0, MOST_NAMED)
    .map(({ estimator, cell }) => `${estimatorName(estimator)} in ${cell}`);
  const more = departures.length - named.length;
  const rest =
    named.length === 0 ? '' : `; not ${named.join(', ')}${more === 0 ? '' : ` and ${grouped(more)} more`}`;
  return (
    `${all} ${agree} with what was measured, within four Monte Carlo standard errors and the stated error of the prediction` +
    `${compared === 1 ? '' : rest}.`
  );
}

import type { BinaryRequest, ChoiceRequest } from './choice-request.ts';
import { chooserOf } from './chooser.ts';
import { DataError } from './data-error.ts';
import type { DataTable } from './data-table.ts';
import { type Differences, everyRow, valuesOf } from './differences.ts';
import { featureColumns } from './feature-columns.ts';
import { labelColumn, yesOrNo } from './label-values.ts';

/** The name of the constant that `--intercept` adds. */
export const INTERCEPT = 'intercept';

/** One row a choice, answered 1 or 0. */
export function binaryDifferences(
  table: DataTable,
  request: Extract<ChoiceRequest, BinaryRequest>,
): Differences {
  const outcome = yesOrNo(labelColumn(table, 'outcome', request.outcome), {
    flag: 'outcome',
    yes: request.yes,
  });
  const { columns, notices } = featureColumns(table, request);
  const names = columns.map(({ name }) => name);
  if (request.intercept && names.includes(INTERCEPT)) {
    throw new DataError(
      `has a column ${INTERCEPT} of its own; leave out --intercept, or the column with --without ${INTERCEPT}.`,
    );
  }
  checkClasses(outcome, request.outcome);
  const rows = everyRow(table.rows);
  const constant = request.intercept ? [new Float64Array(table.rows).fill(1)] : [];
  return {
    names: request.intercept ? [...names, INTERCEPT] : names,
    n: table.rows,
    minuend: [...valuesOf(columns), ...constant],
    subtrahend: null,
    first: rows,
    second: null,
    outcome,
    ...chooserOf(table, request.chooser, rows),
    situation: null,
    notices,
  };
}

function checkClasses(outcome: Uint8Array, name: string): void {
  if (outcome.length === 0) throw new DataError('has no rows below its header.');
  if (outcome.some((value) => value !== outcome[0])) return;
  throw new DataError(
    `has only ${outcome[0]} in column ${name}; nothing can be learnt from outcomes that are all the same.`,
  );
}

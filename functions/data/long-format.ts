import type { ChoiceRequest, LongRequest } from './choice-request.ts';
import { DataError, rowsPhrase } from './data-error.ts';
import type { DataTable, LabelColumn } from './data-table.ts';
import { type Differences, valuesOf } from './differences.ts';
import { featureColumns } from './feature-columns.ts';
import { labelColumn, yesOrNo } from './label-values.ts';

/** One row an alternative: the chosen one is compared with each other one of its situation. */
export function longDifferences(table: DataTable, request: Extract<ChoiceRequest, LongRequest>): Differences {
  if (table.rows === 0) throw new DataError('has no rows below its header.');
  const situationColumn = labelColumn(table, 'situation', request.situation);
  // Where nobody says who chose, each situation is of a person of its own.
  const chooser =
    request.chooser === undefined ? situationColumn : labelColumn(table, 'chooser', request.chooser);
  const situations = situationsOf(chooser, situationColumn);
  checkSizes(situations, request);
  if (request.alternative !== undefined) {
    checkAlternatives(situations, labelColumn(table, 'alternative', request.alternative), request);
  }
  const chosen = yesOrNo(labelColumn(table, 'chosen', request.chosen), {
    flag: 'chosen',
    yes: request.yes,
  });
  const winners = chosenRows(situations, chosen, request);
  const { columns, notices } = featureColumns(table, request);
  const first: number[] = [];
  const second: number[] = [];
  const situation: number[] = [];
  for (const [k, rows] of situations.entries()) {
    for (const row of rows) {
      if (row === winners[k]) continue;
      first.push(winners[k]);
      second.push(row);
      situation.push(k);
    }
  }
  const values = valuesOf(columns);
  return {
    names: columns.map(({ name }) => name),
    n: first.length,
    minuend: values,
    subtrahend: values,
    first: Uint32Array.from(first),
    second: Uint32Array.from(second),
    outcome: new Uint8Array(first.length).fill(1),
    chooser: Uint32Array.from(first, (row) => chooser.codes[row]),
    choosers: chooser.labels.length,
    isChooserUnknown: request.chooser === undefined,
    situation: Uint32Array.from(situation),
    notices,
  };
}

/** The rows of each situation, in the order in which situations begin. Numbers of situations may begin anew with each chooser. */
function situationsOf(chooser: LabelColumn, situation: LabelColumn): readonly (readonly number[])[] {
  const known = new Map<number, number[]>();
  for (let row = 0; row < chooser.codes.length; row++) {
    const key = chooser.codes[row] * situation.labels.length + situation.codes[row];
    const rows = known.get(key);
    if (rows === undefined) known.set(key, [row]);
    else rows.push(row);
  }
  return [...known.values()];
}

function checkSizes(situations: readonly (readonly number[])[], request: LongRequest): void {
  const single = situations.filter((rows) => rows.length === 1);
  if (single.length === 0) return;
  throw new DataError(
    `has situations of one alternative, ${rowsPhrase(numbered(single.flat()))}; a choice needs two, and ${keyOf(request)} tells situations apart.`,
  );
}

/** The columns that tell situations apart. */
const keyOf = ({ chooser, situation }: LongRequest): string =>
  chooser === undefined || chooser === situation ? situation : `${chooser} with ${situation}`;

function checkAlternatives(
  situations: readonly (readonly number[])[],
  { codes, labels }: LabelColumn,
  request: LongRequest,
): void {
  for (const rows of situations) {
    const seen = new Map<number, number>();
    for (const row of rows) {
      const before = seen.get(codes[row]);
      if (before !== undefined) {
        throw new DataError(
          `has the alternative ${labels[codes[row]]} twice in one situation, ${rowsPhrase(numbered([before, row]))}; ${keyOf(request)} tells situations apart.`,
        );
      }
      seen.set(codes[row], row);
    }
  }
}

/** The row chosen in each situation. */
function chosenRows(
  situations: readonly (readonly number[])[],
  chosen: Uint8Array,
  { chosen: column }: LongRequest,
): readonly number[] {
  const chosenIn = situations.map((rows) => rows.filter((row) => chosen[row] === 1));
  const undecided = situations.filter((_, k) => chosenIn[k].length === 0);
  const rule = `column ${column} is 1 for exactly one alternative of each.`;
  if (undecided.length > 0) {
    const firstRows = undecided.map((rows) => rows[0]);
    throw new DataError(
      `has ${situationsPhrase(undecided.length)} without a chosen alternative, beginning in ${rowsPhrase(numbered(firstRows))}; ${rule}`,
    );
  }
  const torn = chosenIn.filter((rows) => rows.length > 1);
  if (torn.length > 0) {
    throw new DataError(
      `has ${situationsPhrase(torn.length)} with more than one chosen alternative, ${rowsPhrase(numbered(torn.flat()))}; ${rule}`,
    );
  }
  return chosenIn.map(([row]) => row);
}

const situationsPhrase = (count: number): string => (count === 1 ? 'a situation' : `${count} situations`);

const numbered = (rows: readonly number[]): readonly number[] => rows.map((row) => row + 1);

import { categoriesOf } from './categories.ts';
import { type ChoiceRequest, featureOf, type PairsRequest } from './choice-request.ts';
import { chooserOf } from './chooser.ts';
import { DataError } from './data-error.ts';
import type { Column, DataTable, NumberColumn } from './data-table.ts';
import { type Differences, everyRow, valuesOf } from './differences.ts';
import { categoryColumn, categoryNotice, featureColumns, isPlainText, leftOut } from './feature-columns.ts';
import { labelColumn } from './label-values.ts';
import { type PairOutcome, pairOutcome } from './pair-outcome.ts';

/** One row a comparison: features of the first item less those of the second. */
export function pairDifferences(
  table: DataTable,
  request: Extract<ChoiceRequest, PairsRequest>,
): Differences {
  const { rows, outcome, notices } = outcomeOf(table, request);
  if (table.rows === 0) throw new DataError('has no rows below its header.');
  if (rows.length === 0) throw new DataError(`has nothing but ties in column ${request.outcome}.`);
  const found = pairColumns(table, request);
  return {
    names: found.first.map(({ name }) => name),
    n: rows.length,
    minuend: valuesOf(found.first),
    subtrahend: valuesOf(found.second),
    first: rows,
    second: rows,
    outcome,
    ...chooserOf(table, request.chooser, rows),
    situation: null,
    notices: [...notices, ...found.notices],
  };
}

/** Without a column of outcomes the first item of each row was chosen. */
function outcomeOf(table: DataTable, request: Extract<ChoiceRequest, PairsRequest>): PairOutcome {
  if (request.outcome !== undefined) {
    return pairOutcome(labelColumn(table, 'outcome', request.outcome), request);
  }
  return { rows: everyRow(table.rows), outcome: new Uint8Array(table.rows).fill(1), notices: [FIRST_CHOSEN] };
}

const FIRST_CHOSEN = 'Without --outcome the first item of --items counts as chosen in every row.';

/** Columns of the two items, named by feature and in the same order. */
interface PairColumns {
  readonly first: readonly NumberColumn[];
  readonly second: readonly NumberColumn[];
  readonly notices: readonly string[];
}

function pairColumns(table: DataTable, request: Extract<ChoiceRequest, PairsRequest>): PairColumns {
  const { items, features, categories = [] } = request;
  const groups = items.map((group) => groupOf(table, group));
  checkWithout(groups, request);
  const shared = features ?? sharedNames(groups, request).filter((name) => !isLabel(table, groups, name));
  const numbered = shared.filter((name) => !request.without?.includes(name) && !categories.includes(name));
  const texts = features === undefined ? numbered.filter((name) => isText(table, groups, name)) : [];
  const names = numbered.filter((name) => !texts.includes(name));
  const notices = [...leftOut(texts.flatMap((name) => textColumn(table, groups, name)))];
  const [first, second] = groups.map((group, k) =>
    numberColumns(
      table,
      names,
      names.map((name) => columnOf(group, name, items[k])),
    ),
  );
  for (const name of categories) {
    const labels = groups.map((group, k) => categoryColumn(table, columnOf(group, name, items[k])));
    const { indicators, reference } = categoriesOf(name, labels);
    first.push(...indicators[0]);
    second.push(...indicators[1]);
    notices.push(categoryNotice(name, reference));
  }
  if (first.length === 0) {
    throw new DataError(['has no column of numbers left to be a feature.', ...notices].join(' '));
  }
  return { first, second, notices };
}

/** Features that are left out must be there. */
function checkWithout(
  groups: readonly Group[],
  { without = [], items }: Extract<ChoiceRequest, PairsRequest>,
): void {
  const lacking = without.find((name) => groups.every((group) => !group.has(name)));
  if (lacking === undefined) return;
  throw new DataError(
    `has no column ${JSON.stringify(lacking)} for the items ${items.map((item) => JSON.stringify(item)).join(' and ')}, which --without names.`,
  );
}

function numberColumns(
  table: DataTable,
  names: readonly string[],
  columns: readonly string[],
): NumberColumn[] {
  if (names.length === 0) return [];
  const found = featureColumns(table, { features: columns }).columns;
  return found.map((column, j) => ({ ...column, name: names[j] }));
}

type Group = ReadonlyMap<string, string>;

/** The columns of one item, by feature. */
function groupOf({ columns }: DataTable, group: string): Group {
  const found = columns.flatMap(({ name }): [string, string][] => {
    const feature = featureOf(name, group);
    return feature === undefined ? [] : [[feature, name]];
  });
  if (found.length === 0) {
    throw new DataError(
      `has no column whose name begins or ends with ${JSON.stringify(group)}, as --items says.`,
    );
  }
  return new Map(found);
}

const columnsOf = ({ columns }: DataTable, groups: readonly Group[], name: string): readonly Column[] =>
  columns.filter((column) => groups.some((group) => group.get(name) === column.name));

/** Whether a feature of either item says who chose or what, as its own column was asked for. */
const isLabel = (table: DataTable, groups: readonly Group[], name: string): boolean =>
  columnsOf(table, groups, name).some(({ kind }) => kind === 'labels');

/** Whether a feature of either item is text from its beginning, as names and prompts are. */
const isText = (table: DataTable, groups: readonly Group[], name: string): boolean =>
  columnsOf(table, groups, name).some((column) => column.kind === 'other' && isPlainText(column.text));

/** The column of text of a feature, by the name of the feature. */
const textColumn = (table: DataTable, groups: readonly Group[], name: string): readonly Column[] =>
  columnsOf(table, groups, name)
    .filter((column) => column.kind === 'other')
    .slice(0, 1)
    .map((column) => ({ ...column, name }));

/** Features that both items have, in the order of the first. */
function sharedNames(
  [first, second]: readonly Group[],
  { items: [a, b], without = [] }: Extract<ChoiceRequest, PairsRequest>,
): readonly string[] {
  const alone = [...first.keys()].filter((name) => !second.has(name));
  const other = [...second.keys()].filter((name) => !first.has(name));
  const lonely = [...alone.map((name) => [name, a, b]), ...other.map((name) => [name, b, a])];
  const [found] = lonely.filter(([name]) => !without.includes(name));
  if (found !== undefined) {
    const [name, has, lacks] = found;
    throw new DataError(
      `has ${JSON.stringify(name)} for the item ${JSON.stringify(has)} and not for ${JSON.stringify(lacks)}; features that both have can be named with --features.`,
    );
  }
  return [...first.keys()].filter((name) => second.has(name));
}

function columnOf(group: Group, name: string, item: string): string {
  const column = group.get(name);
  if (column === undefined) {
    throw new DataError(`has no column ${JSON.stringify(name)} for the item ${JSON.stringify(item)}.`);
  }
  return column;
}

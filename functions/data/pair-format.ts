import { featureOf, type PairsRequest } from './choice-request.ts';
import { chooserOf } from './chooser.ts';
import { DataError } from './data-error.ts';
import type { DataTable } from './data-table.ts';
import { type Differences, everyRow, valuesOf } from './differences.ts';
import { featureColumns } from './feature-columns.ts';
import { labelColumn, yesOrNo } from './label-values.ts';

/** One row a comparison: features of the first item less those of the second. */
export function pairDifferences(
  table: DataTable,
  request: PairsRequest & { readonly features?: readonly string[] | undefined },
): Differences {
  const outcome = yesOrNo(labelColumn(table, 'outcome', request.outcome), 'outcome');
  if (table.rows === 0) throw new DataError('has no rows below its header.');
  const groups = request.items.map((group) => groupOf(table, group));
  const names = request.features ?? sharedNames(groups, request.items);
  const [first, second] = groups.map((group, k) =>
    featureColumns(
      table,
      names.map((name) => columnOf(group, name, request.items[k])),
    ),
  );
  return {
    names,
    n: table.rows,
    minuend: valuesOf(first.columns),
    subtrahend: valuesOf(second.columns),
    first: everyRow(table.rows),
    second: everyRow(table.rows),
    outcome,
    ...chooserOf(table, request.chooser),
    situation: null,
    notices: [],
  };
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

/** Features that both items have, in the order of the first. */
function sharedNames(
  [first, second]: readonly Group[],
  [a, b]: readonly [string, string],
): readonly string[] {
  const alone = [...first.keys()].filter((name) => !second.has(name));
  const other = [...second.keys()].filter((name) => !first.has(name));
  const [lonely] = [...alone.map((name) => [name, a, b]), ...other.map((name) => [name, b, a])];
  if (lonely !== undefined) {
    const [name, has, lacks] = lonely;
    throw new DataError(
      `has ${JSON.stringify(name)} for the item ${JSON.stringify(has)} and not for ${JSON.stringify(lacks)}; features that both have can be named with --features.`,
    );
  }
  return [...first.keys()];
}

function columnOf(group: Group, name: string, item: string): string {
  const column = group.get(name);
  if (column === undefined) {
    throw new DataError(`has no column ${JSON.stringify(name)} for the item ${JSON.stringify(item)}.`);
  }
  return column;
}

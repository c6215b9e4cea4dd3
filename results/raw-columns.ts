import { shortNames } from '../functions/study/factors.ts';
import type { Factors, Study } from '../functions/study/study.ts';

/** One column's value; null where a fit failed, or where a combination has no such factor. */
export type RawValue = string | number | null;

/** A column of the raw rows. */
export interface RawColumn {
  /** A valid name of a variable in R, Python and SQL: letters, digits and underscores. */
  readonly name: string;
  readonly type: 'integer' | 'double' | 'string';
  readonly nullable: boolean;
}

/** A column that holds a factor. */
export interface FactorColumn extends RawColumn {
  /** The factor's path in the study file. */
  readonly path: string;
}

const column = (name: string, type: RawColumn['type'], nullable = false): RawColumn => ({
  name,
  type,
  nullable,
});

const BEFORE: readonly RawColumn[] = [column('study', 'string')];

const AFTER: readonly RawColumn[] = [
  column('n', 'integer'),
  column('cell', 'string'),
  column('replicate', 'integer'),
  column('estimator', 'string'),
  column('estimand', 'string'),
  column('truth', 'double', true),
  column('estimate', 'double', true),
  column('status', 'string'),
  column('angle', 'double', true),
  column('disagreement', 'double', true),
  column('score', 'double', true),
  column('evaluations', 'double', true),
  column('address', 'string'),
];

/** Names that rsimsum forbids as columns, and words that R, Python and SQL keep for themselves. */
const FORBIDDEN =
  'stat est mcse lower upper if else for while repeat in function next break true false null na nan inf and as assert ' +
  'class def del elif except finally from global import is lambda none nonlocal not or pass raise return try with ' +
  'yield all any case cast check distinct end group having join limit on order select table then to union using when where';

/** The columns of a study's raw rows, the same in every row: its name, its factors, and what is measured. */
export const rawColumns = (study: Study): readonly RawColumn[] => [
  ...BEFORE,
  ...factorColumns(study),
  ...AFTER,
];

/**
 * A column for each factor of any scenario, in the order of their first appearance.
 *
 * It is named as in the keys of the cells, `skew` for `population.users.skew`, with underscores for what is neither letter
 * nor digit. A name that is taken, whatever its case, or that a reader keeps for itself, is lengthened by the words before it
 * in the path, or else numbered. A column is `double` where the factor is a number in every scenario that has it, else
 * `string`.
 */
export function factorColumns({ scenarios }: Study): readonly FactorColumn[] {
  const taken = new Set([...BEFORE, ...AFTER].map(({ name }) => name));
  for (const word of FORBIDDEN.split(' ')) taken.add(word);
  return [...shortNames(scenarios)].map(([path, short]) => {
    const name = freeName(path, short, taken);
    taken.add(name.toLowerCase());
    const values = scenarios.map(({ factors }) => factorIn(factors, path));
    const numeric = values.every((value) => value === null || typeof value === 'number');
    return { path, name, type: numeric ? 'double' : 'string', nullable: values.includes(null) };
  });
}

/** A factor's value in its column. */
export function factorValue(factors: Factors, { path, type }: FactorColumn): RawValue {
  const value = factorIn(factors, path);
  return value === null || type === 'double' ? value : String(value);
}

const factorIn = (factors: Factors, path: string): string | number | null =>
  Object.hasOwn(factors, path) ? factors[path] : null;

function freeName(path: string, short: string, taken: ReadonlySet<string>): string {
  const words = path.split('.');
  const shortest = short.split('.').length;
  for (let count = shortest; count <= words.length; count++) {
    const name = identifier(words.slice(-count).join('_'));
    if (!taken.has(name.toLowerCase())) return name;
  }
  for (let number = 2; ; number++) {
    const name = `${identifier(words.join('_'))}_${number}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

/** `mean[0]` as `mean_0`; a leading digit or underscore, which R has no variable for, after an x. */
function identifier(text: string): string {
  const name = text.replace(/[^A-Za-z0-9]+/g, '_').replace(/_$/, '');
  return /^[A-Za-z]/.test(name) ? name : `x${name}`;
}

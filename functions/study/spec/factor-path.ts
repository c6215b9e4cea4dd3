import type { Path } from './findings.ts';

/** A key, or a place in a list: `.0` as well as `[0]`, which YAML needs quoted inside braces. */
const STEP = /\.([A-Za-z_][A-Za-z0-9_-]*)|\[(\d{1,6})\]|\.(\d{1,6})(?=[.[]|$)/y;
const ALLOWED =
  'a path such as population.users.skew, population.users.mean[0] or estimators.ID.steps, ID the id of an estimator';

/**
 * The keys of a path as written, or what is allowed where it is none. Paths begin with `population` or `estimators`; an
 * estimator is named by its id or its place, and its id and kind cannot vary.
 */
export function factorPath(text: string, ids: readonly string[]): Path | string {
  if (/^population(?=[.[]|$)/.test(text)) return steps(text, 'population', ['population']);
  if (!text.startsWith('estimators')) return ALLOWED;
  const id = ids
    .filter((one) => text.startsWith(`estimators.${one}.`))
    .sort((a, b) => b.length - a.length)
    .at(0);
  const path =
    id === undefined
      ? steps(text, 'estimators', ['estimators'])
      : steps(text, `estimators.${id}`, ['estimators', ids.indexOf(id)]);
  if (typeof path === 'string' || path.length < 3 || typeof path[1] !== 'number') return ALLOWED;
  return path[1] >= ids.length || path[2] === 'id' || path[2] === 'kind' ? ALLOWED : path;
}

function steps(text: string, prefix: string, start: Path): Path | string {
  const path = [...start];
  STEP.lastIndex = prefix.length;
  while (STEP.lastIndex < text.length) {
    const match = STEP.exec(text);
    if (match === null) return ALLOWED;
    path.push(match[1] ?? Number(match[2] ?? match[3]));
  }
  return path;
}

/** A copy of a value with another value at a path; objects that are missing on the way are made. Null where the way is barred. */
export function withValue(root: unknown, path: Path, value: unknown): { readonly value: unknown } | null {
  if (path.length === 0) return { value };
  const [step, ...rest] = path;
  if (Array.isArray(root)) {
    if (typeof step !== 'number' || step >= root.length) return null;
    const inner = withValue(root[step], rest, value);
    return inner === null ? null : { value: root.with(step, inner.value) };
  }
  if (typeof step === 'number' || (root !== undefined && (typeof root !== 'object' || root === null)))
    return null;
  const inner = withValue(
    root === undefined ? undefined : Object.getOwnPropertyDescriptor(root, step)?.value,
    rest,
    value,
  );
  return inner === null ? null : { value: Object.assign(Object.create(null), root, { [step]: inner.value }) };
}

/**
 * Parts of the study format that this version does not run. They are refused by name, not as unknown, so that a
 * file written for a later version gets an honest answer. To lift one, extend the schema and delete it here.
 */
const UNSUPPORTED_VALUES: Readonly<Record<string, readonly string[]>> = {
  'estimators[]': ['smoothed-score'],
  'estimators[].kind': ['smoothed-score'],
};

/** The unsupported law, kind or solver that the value at the path asks for; undefined when it asks for none. */
export function unsupportedValue(path: readonly PropertyKey[], value: unknown): string | undefined {
  if (typeof value === 'string') {
    return UNSUPPORTED_VALUES[pattern(path)]?.includes(value) === true ? value : undefined;
  }
  if (typeof value !== 'object' || value === null || !('law' in value)) return undefined;
  return typeof value.law === 'string' ? unsupportedValue([...path, 'law'], value.law) : undefined;
}

/** The path with list positions blanked; a profile overrides keys of the top level. */
function pattern(path: readonly PropertyKey[]): string {
  const start = path[0] === 'profiles' ? 2 : 0;
  return path
    .slice(start)
    .map((key, i) => (typeof key === 'number' ? '[]' : `${i === 0 ? '' : '.'}${String(key)}`))
    .join('');
}

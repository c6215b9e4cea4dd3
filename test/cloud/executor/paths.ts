import { isObject, type Json, type JsonObject, StateError } from './json.ts';

/** What expressions of a state may refer to. */
export interface Scope {
  /** `$` */
  readonly input: Json;
  /** `$$` */
  readonly context: JsonObject;
}

/** The value at `$.a.b` or `$$.a.b`. @throws StateError `States.Runtime` where there is none. */
export function valueAt(path: string, { input, context }: Scope): Json {
  const [root, ...names] = path.split('.');
  if (root !== '$' && root !== '$$') throw new StateError('States.Runtime', `${path} is no path`);
  let value = root === '$' ? input : context;
  for (const name of names) {
    if (!isObject(value) || !Object.hasOwn(value, name)) {
      throw new StateError('States.Runtime', `${path}: there is no ${name}`);
    }
    value = value[name];
  }
  return value;
}

/** The input with a result put at `$.a`. */
export function withResult(input: Json, path: string, result: Json): Json {
  if (path === '$') return result;
  const name = path.slice('$.'.length);
  if (!isObject(input) || name.includes('.')) {
    throw new StateError(
      'States.ResultPathMatchFailure',
      `${path} cannot be put into the input of the state`,
    );
  }
  return { ...input, [name]: result };
}

/** A payload template with what its names that end in `.$` stand for. */
export function filled(template: unknown, scope: Scope): Json {
  if (Array.isArray(template)) return template.map((item) => filled(item, scope));
  if (typeof template !== 'object' || template === null) return literal(template);
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith('.$') ? [name.slice(0, -2), evaluated(value, scope)] : [name, filled(value, scope)],
    ),
  );
}

function literal(value: unknown): Json {
  if (
    value === null ||
    typeof value === 'boolean' ||
    typeof value === 'number' ||
    typeof value === 'string'
  ) {
    return value;
  }
  throw new StateError('States.Runtime', `${String(value)} is no value of JSON`);
}

/** A path, or one of the functions that are used. */
export function evaluated(expression: unknown, scope: Scope): Json {
  if (typeof expression !== 'string') {
    throw new StateError('States.Runtime', `${JSON.stringify(expression)} stands where a path is expected`);
  }
  if (!expression.startsWith('States.')) return valueAt(expression, scope);
  const [, name, inside] = /^States\.([A-Za-z]+)\((.*)\)$/.exec(expression) ?? [];
  const values = (inside === undefined ? [] : argumentsIn(inside)).map((text) => argument(text, scope));
  if (name === 'Format') return format(values);
  if (name === 'JsonMerge') return merge(values);
  throw new StateError('States.Runtime', `${expression}: only Format and JsonMerge are known`);
}

const argumentsIn = (text: string): readonly string[] => text.match(/'(?:[^'\\]|\\.)*'|[^,\s][^,]*/g) ?? [];

function argument(text: string, scope: Scope): Json {
  if (text.startsWith("'")) return text.slice(1, -1).replace(/\\(.)/g, '$1');
  return text.startsWith('$') ? valueAt(text.trim(), scope) : JSON.parse(text);
}

function format([template, ...values]: readonly Json[]): Json {
  if (typeof template !== 'string' || template.split('{}').length !== values.length + 1) {
    throw new StateError(
      'States.IntrinsicFailure',
      `States.Format: ${values.length} values for ${String(template)}`,
    );
  }
  const words = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return template.replace(/\{\}/g, () => words.shift() ?? '');
}

function merge(values: readonly Json[]): Json {
  const [first, second, isDeep] = values;
  if (values.length !== 3 || isDeep !== false || !isObject(first) || !isObject(second)) {
    throw new StateError('States.IntrinsicFailure', 'States.JsonMerge: two objects and false are expected');
  }
  return { ...first, ...second };
}

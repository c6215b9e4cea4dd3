import { nearest } from './nearest.ts';

export type Path = readonly PropertyKey[];

/** Something wrong with the study, before it is placed in the text. */
export interface Finding {
  readonly path: Path;
  /** Whether the position meant is that of the key or of its value. */
  readonly at: 'key' | 'value';
  readonly found: string;
  readonly allowed: string;
  readonly hint?: string;
  /** One line, without position and full stop. */
  readonly sentence: string;
}

/** A value outside what its place allows; `options` are the names to choose from where there are some. */
export function wrongValue(
  path: Path,
  value: unknown,
  allowed: string,
  options: readonly string[] = [],
): Finding {
  if (value === undefined) return missing(path, allowed);
  const hint = typeof value === 'string' ? nearest(value, options) : undefined;
  const found = showValue(value);
  const question = hint === undefined ? '' : `; did you mean ${hint}?`;
  const sentence = `${showPath(path)} is ${found}; allowed: ${allowed}${question}`;
  return { path, at: 'value', found, allowed, sentence, ...(hint === undefined ? {} : { hint }) };
}

function missing(path: Path, allowed: string): Finding {
  const sentence = `${showPath(path)} is missing; allowed: ${allowed}`;
  return { path, at: 'value', found: 'nothing', allowed, sentence };
}

/** A key its place does not have. */
export function wrongKey(path: Path, keys: readonly string[]): Finding {
  const key = String(path.at(-1));
  const found = showValue(key);
  const allowed = keys.join(', ');
  const hint = nearest(key, keys);
  const rest = hint === undefined ? `; its keys are ${allowed}` : `; did you mean ${hint}?`;
  const sentence = `${showPath(path)} is not a key of ${showPath(path.slice(0, -1))}${rest}`;
  return { path, at: 'key', found, allowed, sentence, ...(hint === undefined ? {} : { hint }) };
}

/** Values that are right one by one but do not go together. */
export function contradiction(path: Path, found: string, allowed: string): Finding {
  return { path, at: 'value', found, allowed, sentence: `${showPath(path)} ${found}; ${allowed}` };
}

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]{0,60}$/;

/** `population.users.weights[1]`; keys that are not plain words are quoted; the empty path is `the study`. */
export function showPath(path: Path): string {
  if (path.length === 0) return 'the study';
  return path
    .map((key, i) => {
      if (typeof key === 'number') return `[${key}]`;
      const text = String(key);
      if (!PLAIN_KEY.test(text)) return `[${showValue(text)}]`;
      return i === 0 ? text : `.${text}`;
    })
    .join('');
}

const SHOWN_CHARACTERS = 60;
const SHOWN_ITEMS = 6;
const SHOWN_DEPTH = 3;

/** Short JSON of a value, on one line and printable; the YAML spellings .nan and .inf where JSON has none. */
export function showValue(value: unknown): string {
  return shorten(printable(write(value, SHOWN_DEPTH)));
}

function write(value: unknown, depth: number): string {
  if (typeof value === 'number')
    return Number.isFinite(value) ? JSON.stringify(value) : writeNonFinite(value);
  if (typeof value === 'string') return JSON.stringify(value.slice(0, SHOWN_CHARACTERS + 1));
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${writeItems(value, depth, (item) => write(item, depth - 1))}]`;
  return `{${writeItems(Object.entries(value), depth, ([key, item]) => `${JSON.stringify(key)}:${write(item, depth - 1)}`)}}`;
}

const writeNonFinite = (value: number): string =>
  Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';

function writeItems<T>(items: readonly T[], depth: number, one: (item: T) => string): string {
  if (items.length > 0 && depth === 0) return '…';
  const shown = items.slice(0, SHOWN_ITEMS).map(one);
  return [...shown, ...(items.length > SHOWN_ITEMS ? ['…'] : [])].join(',');
}

const shorten = (text: string): string =>
  text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS - 1)}…`;

/** Control characters, line separators and lone surrogates would let a file write to the reader's terminal. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

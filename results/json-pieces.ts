/**
 * A JSON document in pieces, one member of the document a line, and of a listed member one element a line: readable,
 * easy to compare, and never one string in memory, which a study of 10^5 cells would make too long.
 *
 * `lists` are the members, at the top or one object down (`study.scenarios`), that are written element by element.
 */
export function* jsonPieces(
  document: Readonly<Record<string, unknown>>,
  lists: readonly string[],
  path = '',
): Generator<string> {
  const indent = path === '' ? '  ' : '    ';
  let separator = '{\n';
  for (const [key, value] of Object.entries(document)) {
    if (value === undefined) continue;
    const name = `${path}${key}`;
    yield `${separator}${indent}${JSON.stringify(key)}: `;
    separator = ',\n';
    if (lists.includes(name) && Array.isArray(value)) yield* elements(value, indent);
    else if (isObject(value) && lists.some((list) => list.startsWith(`${name}.`))) {
      yield* jsonPieces(value, lists, `${name}.`);
    } else yield JSON.stringify(value);
  }
  yield separator === '{\n' ? '{}' : `\n${indent.slice(2)}}`;
}

function* elements(list: readonly unknown[], indent: string): Generator<string> {
  let separator = `[\n${indent}  `;
  for (const element of list) {
    yield `${separator}${JSON.stringify(element)}`;
    separator = `,\n${indent}  `;
  }
  yield list.length === 0 ? '[]' : `\n${indent}]`;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const PIECE_CHARACTERS = 1_000_000;

/**
 * The UTF-8 bytes of a text that comes in pieces.
 *
 * @param most bytes that it has at most, where that is known: they are then written where they stay, and never held twice.
 * @throws RangeError where there are more.
 */
export function bytesOf(pieces: Iterable<string>, most?: number): Uint8Array {
  if (most !== undefined) return joined(chunksOf(pieces), most);
  const chunks = [...chunksOf(pieces)];
  return joined(
    chunks,
    chunks.reduce((length, chunk) => length + chunk.length, 0),
  );
}

function joined(chunks: Iterable<Uint8Array>, most: number): Uint8Array {
  const bytes = new Uint8Array(most);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes.subarray(0, at);
}

/** Pieces together, a megabyte at a time. */
function* chunksOf(pieces: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let waiting = '';
  for (const piece of pieces) {
    waiting += piece;
    if (waiting.length < PIECE_CHARACTERS) continue;
    yield encoder.encode(waiting);
    waiting = '';
  }
  yield encoder.encode(waiting);
}

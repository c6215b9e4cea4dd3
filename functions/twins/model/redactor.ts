/** Takes secrets out of what a server said. */
export interface Redactor {
  /** The text, each piece of a secret in it replaced by `[key]`. */
  text(text: string): string;
  /** The JSON value with every text and every name in it so treated. */
  json(value: unknown): unknown;
}

/** So many characters in a row are a piece of a secret. Shorter keys are placeholders such as `ollama`, and stay. */
const PIECE = 8;

/**
 * A server may repeat a key, whole or cut off: every run of eight or more characters that stands in a secret is replaced.
 *
 * @param secrets keys and other values of headers.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const pieces = new Set(secrets.flatMap(piecesOf));
  const text = (value: string): string => (pieces.size === 0 ? value : withoutPieces(value, pieces));
  const json = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(json);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, held]) => [text(name), json(held)]));
  };
  return { text, json };
}

const piecesOf = (secret: string): readonly string[] =>
  Array.from({ length: Math.max(0, secret.length - PIECE + 1) }, (_, i) => secret.slice(i, i + PIECE));

function withoutPieces(value: string, pieces: ReadonlySet<string>): string {
  let kept = '';
  let from = 0;
  for (let i = 0; i + PIECE <= value.length; ) {
    if (!pieces.has(value.slice(i, i + PIECE))) {
      i++;
      continue;
    }
    let to = i + PIECE;
    while (pieces.has(value.slice(to - PIECE + 1, to + 1))) to++;
    kept += `${value.slice(from, i)}[key]`;
    from = to;
    i = to;
  }
  return kept + value.slice(from);
}

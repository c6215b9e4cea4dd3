const CHUNK_BYTES = 1 << 22;
/** Bytes that are read first: enough to tell what a file is, and little to make for a short one. */
export const BEGINNING = 1 << 16;

/** A file being read: the next bytes into a buffer, from its beginning; 0 at its end. */
export type ReadBytes = (buffer: Uint8Array) => number;

export interface Piece {
  readonly text: string;
  readonly last: boolean;
}

/** The text of a file in pieces of at most 4 MiB, a byte order mark left out; the last piece may be empty. Throws what `notText` makes where it is no UTF-8. */
export function* textPieces(read: ReadBytes, notText: () => Error): Generator<Piece> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw notText();
    }
  };
  let buffer = new Uint8Array(BEGINNING);
  for (let length = read(buffer); length > 0; length = read(buffer)) {
    yield { text: decode(buffer.subarray(0, length)), last: false };
    if (buffer.length < CHUNK_BYTES) buffer = new Uint8Array(CHUNK_BYTES);
  }
  yield { text: decode(), last: true };
}

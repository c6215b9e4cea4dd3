import { z } from 'zod';
import type { Store } from '../../../results/store/store.ts';
import { canonicalJson } from '../../study/canonical-json.ts';
import { sha256Hex } from '../../study/mechanism.ts';
import { float32Of, littleEndianBytes } from '../float-bytes.ts';
import { twinsKey } from '../keys.ts';
import { NO_TOKENS, plus, type Tokens } from '../model/spending.ts';

/** Vectors of texts that an endpoint gave, kept until the features are written. */
export interface EmbeddedTexts {
  has(text: string): boolean;
  /** The vector of a text; null where there is none, or its object is damaged. */
  get(text: string): Promise<Float32Array | null>;
  /** Stores the vectors of one answer, all of one length, in one step. */
  put(texts: readonly string[], vectors: readonly Float32Array[], tokens: Tokens | null): Promise<void>;
  /** What the stored answers took. */
  readonly spent: Tokens;
  /** Removes everything. */
  clear(): Promise<void>;
}

const Header = z.object({
  format: z.literal(1),
  /** SHA-256 of the embedder's provenance. */
  embedder: z.string(),
  columns: z.number().int().positive(),
  tokens: z.object({ input: z.number(), output: z.number() }).nullable(),
  /** SHA-256 of the vectors' bytes. */
  sha256: z.string(),
  texts: z.array(z.string()).min(1),
});
type Header = z.infer<typeof Header>;

interface Held {
  readonly header: Header;
  readonly values: Float32Array;
}

/** Headers of answers to requests of fifty texts are shorter. */
const HEADER_BYTES = 4096;
/** Objects kept in memory: texts are asked for in the order in which they were stored. */
const OBJECTS = 16;

/** 128 bits tell texts apart, in half the header. */
const textKey = (text: string): string => sha256Hex(text).slice(0, 32);

/**
 * Opens the vectors that were stored under this provenance. An object is a line of JSON that names its texts by hash, then the vectors as
 * float32, little-endian, one after the other; its own name is the hash of that line.
 */
export async function openEmbeddedTexts(
  store: Store,
  name: string,
  provenance: Readonly<Record<string, unknown>>,
): Promise<EmbeddedTexts> {
  const embedder = sha256Hex(canonicalJson(provenance));
  const folder = twinsKey(name, 'embedded/');
  const places = new Map<string, string>();
  let spent = NO_TOKENS;
  const learn = (key: string, header: Header): void => {
    for (const text of header.texts) places.set(text, key);
    if (header.tokens !== null) spent = plus(spent, header.tokens);
  };
  for (const key of await store.list(folder)) {
    const header = headerIn(await startOf(store, key));
    if (header?.embedder === embedder) learn(key, header);
  }
  const held = new Map<string, Held>();
  const hold = async (key: string): Promise<Held | null> => {
    const known = held.get(key);
    if (known !== undefined) return known;
    const object = heldIn(await store.get(key));
    if (object === null) return null;
    for (const oldest of held.keys()) if (held.size >= OBJECTS) held.delete(oldest);
    held.set(key, object);
    return object;
  };
  return {
    has: (text) => places.has(textKey(text)),
    get: async (text) => {
      const wanted = textKey(text);
      const key = places.get(wanted);
      const object = key === undefined ? null : await hold(key);
      if (object === null) {
        places.delete(wanted);
        return null;
      }
      const { columns, texts } = object.header;
      const at = texts.indexOf(wanted) * columns;
      return object.values.slice(at, at + columns);
    },
    put: async (texts, vectors, tokens) => {
      const columns = vectors[0].length;
      const values = new Float32Array(columns * vectors.length);
      for (const [i, vector] of vectors.entries()) values.set(vector, i * columns);
      const bytes = littleEndianBytes(values);
      const header: Header = {
        format: 1,
        embedder,
        columns,
        tokens,
        sha256: sha256Hex(bytes),
        texts: texts.map(textKey),
      };
      const line = `${JSON.stringify(header)}\n`;
      const hash = sha256Hex(line);
      const key = `${folder}${hash.slice(0, 2)}/${hash}.f4`;
      await store.replace(key, Buffer.concat([Buffer.from(line), bytes]));
      learn(key, header);
    },
    get spent() {
      return spent;
    },
    clear: async () => {
      for (const key of await store.list(folder)) await store.remove(key);
      places.clear();
      held.clear();
    },
  };
}

async function startOf(store: Store, key: string): Promise<Uint8Array | null> {
  const start = (await store.getStart?.(key, HEADER_BYTES)) ?? null;
  return start?.includes(NEWLINE) ? start : store.get(key);
}

const NEWLINE = '\n'.charCodeAt(0);

function headerIn(bytes: Uint8Array | null): Header | null {
  const end = bytes?.indexOf(NEWLINE) ?? -1;
  if (bytes === null || end < 0) return null;
  try {
    return Header.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))));
  } catch {
    return null;
  }
}

/** What is damaged counts as not there: it is asked for again. */
function heldIn(bytes: Uint8Array | null): Held | null {
  const header = headerIn(bytes);
  if (bytes === null || header === null) return null;
  const data = bytes.subarray(bytes.indexOf(NEWLINE) + 1);
  const whole = data.length === 4 * header.columns * header.texts.length && sha256Hex(data) === header.sha256;
  return whole ? { header, values: float32Of(data) } : null;
}

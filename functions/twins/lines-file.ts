import { z } from 'zod';
import type { Store } from '../../results/store/store.ts';
import { sha256Hex } from '../study/mechanism.ts';
import { partKey } from './keys.ts';
import { damaged, readPart } from './manifest.ts';

const LINES_A_PART = 4096;
/** Part of long lines ends earlier: a store is read and written a part at a time. */
const CHARACTERS_A_PART = 1 << 24;

/** A part of a list that is kept as JSON, one object a line. */
export const LinePart = z.object({
  key: z.string(),
  count: z.number().int().nonnegative(),
  sha256: z.string(),
});
export type LinePart = z.infer<typeof LinePart>;

export interface LinesWriter {
  push(value: object): Promise<void>;
  /** Stores the last part and gives all of them, for the manifest. */
  finish(): Promise<readonly LinePart[]>;
}

/** Writes a list in parts of at most 4,096 lines, each stored as soon as it is full. */
export function linesWriter(store: Store, name: string, what: string): LinesWriter {
  const parts: LinePart[] = [];
  let lines: string[] = [];
  let characters = 0;
  const flush = async (): Promise<void> => {
    const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
    const key = partKey(name, what, { index: parts.length, ending: 'ndjson' });
    await store.replace(key, bytes);
    parts.push({ key, count: lines.length, sha256: sha256Hex(bytes) });
    lines = [];
    characters = 0;
  };
  return {
    push: async (value) => {
      const line = JSON.stringify(value);
      lines.push(line);
      characters += line.length;
      if (lines.length === LINES_A_PART || characters >= CHARACTERS_A_PART) await flush();
    },
    finish: async () => {
      if (lines.length > 0) await flush();
      return parts;
    },
  };
}

/** The values of a list, read a part at a time. Throws StoreError, with the part's name, for damage. */
export async function* readLines<T>(
  store: Store,
  parts: readonly LinePart[],
  schema: z.ZodType<T>,
): AsyncGenerator<T> {
  for (const part of parts) {
    const text = new TextDecoder().decode(await readPart(store, part));
    const lines = text.split('\n').slice(0, -1);
    if (lines.length !== part.count) {
      throw damaged(store, part.key, `has ${lines.length} lines where its manifest says ${part.count}`);
    }
    for (const [i, line] of lines.entries()) {
      const parsed = schema.safeParse(parsedLine(line));
      if (!parsed.success)
        throw damaged(store, part.key, `has in line ${i + 1} what this version cannot read`);
      yield parsed.data;
    }
  }
}

function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

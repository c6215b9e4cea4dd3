import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openArray } from '../../../functions/twins/arrays/open-array.ts';
import { importPairs } from '../../../functions/twins/import-pairs.ts';
import { importPersonas } from '../../../functions/twins/import-personas.ts';
import { readPairs } from '../../../functions/twins/pairs-file.ts';
import { readPersonas } from '../../../functions/twins/personas-file.ts';
import { TwinsError } from '../../../functions/twins/twins-error.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import arrays from '../../golden/arrays.json' with { type: 'json' };
import { PREFERENCE_FILES } from '../../support/preference-files.ts';
import { twinsFolder } from '../../support/twins.ts';

/** Files that are right, by the name under which they are read. */
const parquet = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '../../golden/parquet', name));
const JSONL = Buffer.from(PREFERENCE_FILES.jsonl, 'base64');
const OTHERS = [
  '{"prompt":"Q","chosen":[{"role":"user","content":"a"}],"rejected":[{"role":"user","content":"b"}],"score_chosen":1}',
  '{"instruction":"Q","completions":[{"response":"a","overall_score":1},{"response":"b","overall_score":2}]}',
  '{"id":"1","text":"A nurse.","survey":{"q":[1,{"a":null}]}}',
];
const CSV = Buffer.from('prompt,chosen,rejected\n"q ""1""\n",a,b\nq,"a, b",c\n');

/** A few bytes changed, taken out, put in, or the file cut. */
const mutations = fc.array(
  fc.record({
    kind: fc.constantFrom('set', 'flip', 'remove', 'insert', 'cut', 'swap'),
    at: fc.nat(),
    length: fc.integer({ min: 1, max: 20 }),
    byte: fc.oneof(
      fc.constantFrom(0, 10, 34, 44, 91, 92, 123, 125, 127, 128, 255),
      fc.integer({ min: 0, max: 255 }),
    ),
  }),
  { minLength: 1, maxLength: 6 },
);
type Mutation = typeof mutations extends fc.Arbitrary<readonly (infer M)[]> ? M : never;

function mutated(bytes: Buffer, changes: readonly Mutation[]): Buffer {
  return changes.reduce((now, { kind, at, length, byte }) => {
    if (now.length === 0) return now;
    const place = at % now.length;
    const [before, after] = [now.subarray(0, place), now.subarray(place)];
    switch (kind) {
      case 'set':
        return Buffer.concat([before, Buffer.from([byte]), after.subarray(1)]);
      case 'flip':
        return Buffer.concat([before, Buffer.from([after[0] ^ (1 << (byte & 7))]), after.subarray(1)]);
      case 'remove':
        return Buffer.concat([before, after.subarray(length)]);
      case 'insert':
        return Buffer.concat([before, Buffer.alloc(length, byte), after]);
      case 'cut':
        return before;
      default:
        return Buffer.concat([after.subarray(0, length), before, after.subarray(length)]);
    }
  }, bytes);
}

/** Whether the work gave a result; anything but a sentence fails the test. */
async function sentenceOrResult(work: () => Promise<void>): Promise<'sentence' | 'result'> {
  try {
    await work();
    return 'result';
  } catch (error) {
    if (!(error instanceof TwinsError)) throw error;
    expect(error.message).toMatch(/\S .+[.!]$/s);
    return 'sentence';
  }
}

/** One store for all runs: opening one looks for what killed processes left. */
function newFolder() {
  const { put, store } = twinsFolder();
  return { put, store: openDirectoryStore(store) };
}
type Folder = ReturnType<typeof newFolder>;

const isHalf = { share: 0.5 };

async function importing(folder: Folder, name: string, bytes: Buffer): Promise<void> {
  const { store } = folder;
  const reading = { format: 'auto' } as const;
  const path = folder.put(name, bytes);
  const { manifest } = await importPairs(store, 'a', { path, reading, tolerance: isHalf, again: false });
  let count = 0;
  for await (const pair of (await readPairs(store, 'a')).pairs()) count += pair.chosen.length > 0 ? 1 : 0;
  expect(count).toBe(manifest.pairs);
}

async function importingPersonas(folder: Folder, name: string, bytes: Buffer): Promise<void> {
  const { store } = folder;
  const path = folder.put(name, bytes);
  const { manifest } = await importPersonas(store, 'a', { path, tolerance: isHalf, again: false });
  expect(await readPersonas(store, 'a')).toHaveLength(manifest.personas);
}

async function opening(folder: Folder, name: string, bytes: Buffer): Promise<void> {
  const array = await openArray(folder.put(name, bytes));
  try {
    const rows = Math.min(array.rows, 100);
    await array.readRows(0, rows, new Float64Array(rows * array.columns));
  } finally {
    await array.close();
  }
}

const base64 = (text: string): Buffer => Buffer.from(text, 'base64');
const npy = (name: string): Buffer => base64(arrays.npy.find((one) => one.name === name)?.file ?? '');

describe('A file of which anything may be wrong gives a result or a sentence', () => {
  test.each<[string, string, Buffer, number, typeof importing]>([
    ['HH-RLHF', 'a.jsonl', JSONL, 250, importing],
    ['HH-RLHF in gzip', 'a.jsonl.gz', gzipSync(JSONL), 150, importing],
    ['other JSON', 'a.jsonl', Buffer.from(OTHERS.join('\n')), 250, importing],
    ['CSV', 'a.csv', CSV, 200, importing],
    ['Parquet of texts', 'a.parquet', parquet('texts.parquet'), 250, importing],
    ['Parquet of messages', 'a.parquet', parquet('messages.parquet'), 250, importing],
    [
      'personas',
      'a.jsonl',
      Buffer.from(`${OTHERS[2]}\n${OTHERS[2].replace('"1"', '2')}`),
      500,
      importingPersonas,
    ],
    ['personas in Parquet', 'a.parquet', parquet('personas.parquet'), 150, importingPersonas],
    ['.npy', 'a.npy', npy('f4 C 1'), 500, opening],
    ['.npy in Fortran order', 'a.npy', npy('f2 F 2'), 500, opening],
    ['safetensors', 'a.safetensors', base64(arrays.safetensors[1].file), 1000, opening],
    ['Parquet of arrays', 'a.parquet', parquet('arrays.parquet'), 500, opening],
  ])('%s', async (_, name, right, numRuns, use) => {
    const folder = newFolder();
    expect(await sentenceOrResult(() => use(folder, name, right))).toBe('result');
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(mutations, async (changes) => {
        ends.add(await sentenceOrResult(() => use(folder, name, mutated(right, changes))));
      }),
      { seed: 2880, numRuns },
    );
    expect([...ends]).toContain('sentence');
  });
});

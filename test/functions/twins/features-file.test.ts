import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readFeatures, readFeaturesManifest } from '../../../functions/twins/features-file.ts';
import { type NewFeatures, writeFeatures } from '../../../functions/twins/write-features.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const about = (more: Partial<NewFeatures> = {}): NewFeatures => ({
  columns: 3,
  rows: 10,
  embedder: { kind: 'precomputed' },
  inputs: 'a',
  centre: false,
  partBytes: 48,
  ...more,
});

/** Row i is i, i / 4 and -i^2: each a float32. */
const rowOf = (i: number): number[] => [i, i / 4, -i * i];
const rowsFrom = (last = 10, asked: number[] = []) =>
  function* (first: number): Generator<Float32Array> {
    for (let i = first; i < last; i++) {
      asked.push(i);
      yield new Float32Array(rowOf(i));
    }
  };
const all = Array.from({ length: 10 }, (_, i) => rowOf(i)).flat();
const newStore = async () => openDirectoryStore(await temporaryFolder());

test('Features come back as they were written, on memory that threads share, in parts', async () => {
  const store = await newStore();
  const manifest = await writeFeatures(store, 'a', about(), rowsFrom());
  const { rows, columns, data } = await readFeatures(store, 'a');
  expect([rows, columns, Array.from(data)]).toEqual([10, 3, all]);
  expect(data.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(await readFeaturesManifest(store, 'a')).toEqual(manifest);
  expect(manifest.parts.map((part) => [part.key, part.rows])).toEqual([
    ['twins/a/features/00000.f4', 4],
    ['twins/a/features/00001.f4', 4],
    ['twins/a/features/00002.f4', 2],
  ]);
});

test('Parts are raw little-endian float32, row by row', async () => {
  const store = await newStore();
  await writeFeatures(store, 'a', about(), rowsFrom());
  const bytes = await readFile(store.locate('twins/a/features/00001.f4'));
  expect(Array.from({ length: 12 }, (_, i) => bytes.readFloatLE(4 * i))).toEqual(all.slice(12, 24));
});

test('Blocks of several rows that do not end with the parts give the same parts', async () => {
  const [one, two] = [await newStore(), await newStore()];
  const a = await writeFeatures(one, 'a', about(), rowsFrom());
  const b = await writeFeatures(two, 'a', about(), () => [
    new Float32Array(all.slice(0, 21)),
    new Float32Array(all.slice(21)),
  ]);
  expect(b).toEqual(a);
});

test('A centred reading takes the mean away, and the parts keep the differences', async () => {
  const store = await newStore();
  const manifest = await writeFeatures(store, 'a', about({ centre: true }), rowsFrom());
  const { data } = await readFeatures(store, 'a');
  const mean = await readFile(store.locate(manifest.mean));
  expect([0, 8, 16].map((at) => mean.readDoubleLE(at))).toEqual([4.5, 1.125, -28.5]);
  expect(Array.from(data)).toEqual(all.map((x, i) => x - [4.5, 1.125, -28.5][i % 3]));
});

test('An interrupted writing keeps its parts and asks only for the rows after them', async () => {
  const store = await newStore();
  const failing = function* (first: number): Generator<Float32Array> {
    yield* rowsFrom(9)(first);
    throw new Error('the power went');
  };
  await expect(writeFeatures(store, 'a', about(), failing)).rejects.toThrow('the power went');
  await expect(readFeatures(store, 'a')).rejects.toThrow('has no features.json of the data set a');
  const asked: number[] = [];
  await writeFeatures(store, 'a', about(), rowsFrom(10, asked));
  expect(asked).toEqual([8, 9]);
  expect(Array.from((await readFeatures(store, 'a')).data)).toEqual(all);
});

test('Parts of other inputs, and parts that rotted, are written again', async () => {
  const store = await newStore();
  const failing = function* (first: number): Generator<Float32Array> {
    yield* rowsFrom(9)(first);
    throw new Error('the power went');
  };
  await expect(writeFeatures(store, 'a', about(), failing)).rejects.toThrow();
  await writeFile(store.locate('twins/a/features/00001.f4'), 'rot');
  const asked: number[] = [];
  await writeFeatures(store, 'a', about(), rowsFrom(10, asked));
  expect(asked[0]).toBe(4);
  await expect(writeFeatures(store, 'a', about({ inputs: 'b' }), failing)).rejects.toThrow();
  asked.length = 0;
  await writeFeatures(store, 'a', about({ inputs: 'c' }), rowsFrom(10, asked));
  expect(asked[0]).toBe(0);
});

test('A damaged, shortened or missing part is refused by its name', async () => {
  const store = await newStore();
  await writeFeatures(store, 'a', about(), rowsFrom());
  const path = store.locate('twins/a/features/00001.f4');
  const bytes = await readFile(path);
  bytes[5] ^= 1;
  await writeFile(path, bytes);
  await expect(readFeatures(store, 'a')).rejects.toThrow(/00001\.f4 is damaged: its SHA-256/);
  await store.remove('twins/a/features/00001.f4');
  await expect(readFeatures(store, 'a')).rejects.toThrow(/00001\.f4 is missing/);
  await writeFile(store.locate('twins/a/features.json'), '{"format":1}');
  await expect(readFeatures(store, 'a')).rejects.toThrow(
    /features\.json is no manifest that this version can read/,
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 2e15])(
  'A value of %s is named by its pair and column',
  async (bad) => {
    const rows = [new Float32Array(all.slice(0, 21)), new Float32Array([7, 7, bad])];
    await expect(writeFeatures(await newStore(), 'a', about(), () => rows)).rejects.toThrow(
      /The features of pair 7 \(row 8\) have .+ in column 3; every value must be a number/,
    );
  },
);

test.each([
  [9, 'The features have 9 rows where there are 10 pairs'],
  [11, 'The features have more rows where there are 10 pairs'],
])('%i rows for 10 pairs are refused', async (last, sentence) => {
  await expect(writeFeatures(await newStore(), 'a', about(), rowsFrom(last))).rejects.toThrow(sentence);
});

test('A vector of another length is refused', async () => {
  const rows = [new Float32Array(3), new Float32Array(2)];
  await expect(writeFeatures(await newStore(), 'a', about(), () => rows)).rejects.toThrow(
    'A vector of features has 2 values after pair 1; all must have 3.',
  );
});

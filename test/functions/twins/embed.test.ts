import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { embedTexts } from '../../../functions/twins/embed-texts.ts';
import type { Embedder } from '../../../functions/twins/embedder.ts';
import { readFeatures } from '../../../functions/twins/features-file.ts';
import { StageInterrupted } from '../../../functions/twins/stage-progress.ts';
import { createHashedNgrams } from '../../../kernels/text/hashed-ngrams.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { twinsFolder } from '../../support/twins.ts';

const PAIRS = 4;
const pairs = Array.from({ length: PAIRS }, (_, i) =>
  JSON.stringify({ prompt: `Q ${i}`, chosen: `good answer ${i}`, rejected: `bad reply ${i * i}` }),
).join('\n');

const A = [
  [1.5, -2, 3],
  [0.25, 0, 1e-3],
  [7, 8, 9],
  [-1, -1, 100_000_001],
];
const B = [
  [1, 2, 3],
  [0.1, 0.2, 1e-3],
  [9, 8, 7],
  [5, 5, 100_000_000],
];
const X = A.map((row, i) => row.map((value, j) => Math.fround(value - B[i][j])));

/** A float64 .npy in C order. */
function npy(rows: readonly (readonly number[])[]): Buffer {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${rows.length}, ${rows[0].length}), }\n`;
  const values = Buffer.from(new Float64Array(rows.flat()).buffer);
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  return Buffer.concat([start, Buffer.from(header, 'latin1'), values]);
}

/** A safetensors file of float64 matrices. */
function safetensors(tensors: Readonly<Record<string, readonly (readonly number[])[]>>): Buffer {
  let end = 0;
  const header = Object.entries(tensors).map(([name, rows]) => {
    const begin = end;
    end += 8 * rows.length * rows[0].length;
    return [name, { dtype: 'F64', shape: [rows.length, rows[0].length], data_offsets: [begin, end] }];
  });
  const text = Buffer.from(JSON.stringify(Object.fromEntries(header)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const values = Object.values(tensors).map((rows) => Buffer.from(new Float64Array(rows.flat()).buffer));
  return Buffer.concat([length, text, ...values]);
}

const dataOf = async (store: string): Promise<number[][]> => {
  const { rows, columns, data } = await readFeatures(openDirectoryStore(store), 'twins');
  return Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
};

async function imported(files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const folder = twinsFolder({
    'pairs.jsonl': pairs,
    'a.npy': npy(A),
    'b.npy': npy(B),
    'x.npy': npy(X),
    ...files,
  });
  expect((await folder.twins('import', 'pairs.jsonl', '--tolerate', '1')).code).toBe(0);
  return folder;
}

describe('One file of both sides', () => {
  const sides = (file: string): readonly string[] => ['embed', '--chosen', file, '--rejected', file];

  test('is read by the names chosen and rejected, or by those that are given', async () => {
    const both = safetensors({ chosen: A, rejected: B });
    const { store, twins } = await imported({
      'both.safetensors': both,
      'other.safetensors': safetensors({ b: B, a: A }),
    });
    const { result } = await twins(...sides('both.safetensors'));
    expect(await dataOf(store)).toEqual(X);
    expect(result).toMatchObject({
      cached: false,
      embedder: { tensors: { chosen: 'chosen', rejected: 'rejected' } },
    });
    expect((await twins(...sides('both.safetensors'))).result).toMatchObject({ cached: true });
    const named = [...sides('other.safetensors'), '--chosen-tensor', 'b', '--rejected-tensor', 'a'];
    expect((await twins(...named)).result).toMatchObject({ cached: false });
    expect(await dataOf(store)).toEqual(X.map((row) => row.map((value) => (value === 0 ? 0 : -value))));
  });

  test('is refused where both sides would be the same tensor, or it lacks the names', async () => {
    const { twins } = await imported({ 'other.safetensors': safetensors({ b: B, a: A }) });
    const same = await twins(...sides('other.safetensors'), '--tensor', 'a');
    expect([same.code, same.stderr]).toEqual([
      2,
      expect.stringMatching(/hold the same.*--chosen-tensor and --rejected-tensor/),
    ]);
    const lacking = await twins(...sides('other.safetensors'));
    expect([lacking.code, lacking.stderr]).toEqual([
      2,
      expect.stringMatching(/has no tensor "chosen"; it has the tensors "b", "a"/),
    ]);
    const array = await twins('embed', '--chosen', 'a.npy', '--rejected', 'a.npy');
    expect([array.code, array.stderr]).toEqual([2, expect.stringMatching(/hold the same/)]);
  });
});

describe('Precomputed arrays', () => {
  test('Chosen minus rejected is what is stored, rounded once to float32', async () => {
    const { store, twins } = await imported();
    const { code, result } = await twins('embed', '--chosen', 'a.npy', '--rejected', 'b.npy');
    expect([code, result]).toMatchObject([
      0,
      { rows: PAIRS, columns: 3, embedder: { kind: 'precomputed' }, centred: false },
    ]);
    expect(await dataOf(store)).toEqual(X);
  });

  test('Differences are stored as they are', async () => {
    const { store, twins } = await imported();
    expect((await twins('embed', '--differences', 'x.npy')).code).toBe(0);
    expect(await dataOf(store)).toEqual(X);
  });

  test('--centre takes the mean away without reading the files into the store again', async () => {
    const { store, twins } = await imported();
    await twins('embed', '--differences', 'x.npy');
    expect((await twins('embed', '--differences', 'x.npy', '--centre')).result).toMatchObject({
      centred: true,
      cached: false,
    });
    const mean = [0, 1, 2].map((j) => X.reduce((sum, row) => sum + row[j], 0) / PAIRS);
    expect(await dataOf(store)).toEqual(X.map((row) => row.map((value, j) => Math.fround(value - mean[j]))));
    expect((await twins('embed', '--differences', 'x.npy', '--centre')).result).toMatchObject({
      cached: true,
    });
    await twins('embed', '--differences', 'x.npy');
    expect(await dataOf(store)).toEqual(X);
  });

  test('The same files are not embedded twice; other pairs, files and --again are', async () => {
    const { twins, put } = await imported();
    const cached = async (...words: string[]) =>
      (await twins('embed', '--differences', 'x.npy', ...words)).result?.cached;
    expect(await cached('--no-spectrum')).toBe(false);
    expect(await cached('--no-spectrum')).toBe(true);
    expect(await cached()).toBe(false);
    expect(await cached('--no-spectrum')).toBe(true);
    expect(await cached('--again')).toBe(false);
    put('x.npy', npy(A));
    expect(await cached()).toBe(false);
    put('pairs.jsonl', pairs.replace('good', 'better'));
    await twins('import', 'pairs.jsonl');
    expect(await cached()).toBe(false);
  });

  test.each([
    [
      'another number of rows',
      ['--differences', 'short.npy'],
      /short\.npy has 3 rows where 4 pairs were imported; each pair needs one row\.$/m,
    ],
    [
      'another number of columns',
      ['--chosen', 'a.npy', '--rejected', 'narrow.npy'],
      /a\.npy has 3 columns and .+narrow\.npy has 2/,
    ],
    [
      'NaN on both sides',
      ['--chosen', 'nan.npy', '--rejected', 'nan-too.npy'],
      /nan\.npy has NaN in row 3 \(pair 2\), column 2/,
    ],
    [
      'an infinite value',
      ['--differences', 'infinite.npy'],
      /infinite\.npy has -Infinity in row 4 \(pair 3\), column 1/,
    ],
    [
      'a value no float32 can square',
      ['--differences', 'large.npy'],
      /The features of pair 1 \(row 2\) have .+ in column 3/,
    ],
    [
      'the same file on both sides',
      ['--chosen', 'a.npy', '--rejected', 'a.npy'],
      /--chosen a\.npy and --rejected a\.npy hold the same/,
    ],
    ['one side only', ['--chosen', 'a.npy'], /--chosen and --rejected are needed both/],
    [
      'sides and differences',
      ['--chosen', 'a.npy', '--differences', 'x.npy'],
      /--differences is given with --chosen/,
    ],
  ])('%s is refused in a sentence, and nothing stands as complete', async (_, words, sentence) => {
    const at = (row: number, column: number, value: number): Buffer =>
      npy(A.map((values, i) => values.map((x, j) => (i === row && j === column ? value : x))));
    const { twins, store } = await imported({
      'short.npy': npy(A.slice(1)),
      'narrow.npy': npy(A.map((row) => row.slice(1))),
      'nan.npy': at(2, 1, Number.NaN),
      'nan-too.npy': npy(
        A.map((values, i) => values.map((x, j) => (i === 2 && j === 1 ? Number.NaN : x + 1))),
      ),
      'infinite.npy': at(3, 0, Number.NEGATIVE_INFINITY),
      'large.npy': at(1, 2, 1e200),
    });
    const { code, stderr } = await twins('embed', ...words);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
    await expect(dataOf(store)).rejects.toThrow(
      'has no features.json of the data set twins; signbench twins embed',
    );
  });

  test('Rows of skipped lines are spoken of where the numbers differ', async () => {
    const { twins } = await imported({ 'pairs.jsonl': `${pairs}\nbroken`, 'five.npy': npy([...A, A[0]]) });
    expect((await twins('embed', '--differences', 'five.npy')).stderr).toContain(
      'The import left out 1 skipped lines, whose rows must be left out too.',
    );
  });

  test('Parquet of DuckDB and a missing number in it', async () => {
    const parquet = (name: string): string => join(import.meta.dirname, '../../golden/parquet', name);
    const { twins, store } = twinsFolder();
    expect((await twins('import', parquet('texts.parquet'))).result).toMatchObject({ pairs: 3 });
    expect((await twins('embed', '--differences', parquet('arrays.parquet'))).code).toBe(0);
    expect(await dataOf(store)).toEqual([
      [0, 0],
      [Math.fround(1 / 3), 2],
      [Math.fround(2 / 3), 4],
    ]);
    expect((await twins('embed', '--differences', parquet('missing.parquet'))).stderr).toMatch(
      /missing\.parquet has NaN in row 2 \(pair 1\), column 2/,
    );
  });

  test('Without pairs there is nothing to embed', async () => {
    expect(await twinsFolder().twins('embed')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has no pairs.json of the data set twins; signbench twins import FILE'),
    });
  });
});

describe('Hashed n-grams', () => {
  test('Without arrays, features are those of the texts after the shared prompt, and named for what they are', async () => {
    const { store, twins } = await imported();
    const { result } = await twins('embed', '--dimension', '16', '--seed', '5');
    expect(result).toMatchObject({
      columns: 16,
      embedder: {
        kind: 'hashed',
        method: 'hashed n-grams with a sparse random projection',
        seed: 5,
        reads: 'reply',
      },
      spectrum: { method: 'exact' },
    });
    const embed = createHashedNgrams(16, 5);
    const of = (text: string): Float32Array => embed(new TextEncoder().encode(text));
    const expected = Array.from({ length: PAIRS }, (_, i) => {
      const [a, b] = [of(`good answer ${i}`), of(`bad reply ${i * i}`)];
      return Array.from(a, (value, j) => Math.fround(value - b[j]));
    });
    expect(await dataOf(store)).toEqual(expected);
  });
});

describe('Any embedder', () => {
  /** A text's vector is its length and its number of spaces. */
  const counting = (asked: string[], more: Partial<Embedder> = {}): Embedder => ({
    kind: 'endpoint',
    provenance: { model: 'counting' },
    reads: 'conversation',
    batch: 4,
    embed: async (texts) => {
      asked.push(...texts);
      return texts.map((text) => new Float32Array([text.length, text.split(' ').length]));
    },
    ...more,
  });
  const request = { centre: false, spectrum: false, again: false };

  test('reads whole conversations where it says so, in batches', async () => {
    const { store } = await imported();
    const asked: string[] = [];
    const { manifest } = await embedTexts(openDirectoryStore(store), 'twins', {
      ...request,
      embedder: counting(asked),
    });
    // The first text is asked for once more, to learn how long vectors are.
    expect(asked.slice(1)).toEqual(
      Array.from({ length: PAIRS }, (_, i) => [
        `Human: Q ${i}\n\nAssistant: good answer ${i}`,
        `Human: Q ${i}\n\nAssistant: bad reply ${i * i}`,
      ]).flat(),
    );
    expect(manifest.embedder).toEqual({ kind: 'endpoint', model: 'counting', reads: 'conversation' });
    expect(await dataOf(store)).toEqual(
      Array.from({ length: PAIRS }, (_, i) => [`good answer ${i}`.length - `bad reply ${i * i}`.length, 0]),
    );
  });

  test('is not asked again for what is stored, and stops at an interruption', async () => {
    const { store } = await imported();
    const controller = new AbortController();
    const asked: string[] = [];
    const embedder = counting(asked, { columns: 2 });
    controller.abort();
    await expect(
      embedTexts(openDirectoryStore(store), 'twins', { ...request, embedder }, { signal: controller.signal }),
    ).rejects.toThrow(StageInterrupted);
    expect(asked).toEqual([]);
    await embedTexts(openDirectoryStore(store), 'twins', { ...request, embedder });
    expect(asked).toHaveLength(2 * PAIRS);
    expect(await embedTexts(openDirectoryStore(store), 'twins', { ...request, embedder })).toMatchObject({
      cached: true,
    });
    expect(asked).toHaveLength(2 * PAIRS);
  });

  test('that fails midway is asked only for the rest', async () => {
    const { store } = await imported();
    const wide = 250_000;
    const asked: string[] = [];
    let failsAt = 3;
    const embedder = counting(asked, {
      columns: wide,
      batch: 2,
      embed: async (texts) => {
        if (--failsAt === 0) throw new Error('the line was cut');
        asked.push(...texts);
        return texts.map((text) => new Float32Array(wide).fill(text.length));
      },
    });
    const embed = () => embedTexts(openDirectoryStore(store), 'twins', { ...request, embedder });
    await expect(embed()).rejects.toThrow('the line was cut');
    const before = [...asked];
    await embed();
    expect(before).toHaveLength(4);
    expect(asked).toHaveLength(2 * PAIRS);
    expect(new Set(asked).size).toBe(2 * PAIRS);
    const expected = Array.from(
      { length: PAIRS },
      (_, i) => `good answer ${i}`.length - `bad reply ${i * i}`.length,
    );
    expect((await dataOf(store)).map((row) => [row[0], row[wide - 1]])).toEqual(expected.map((x) => [x, x]));
  });

  test.each<[string, Embedder['embed'], string]>([
    ['too few vectors', async () => [new Float32Array(2)], 'The embedder gave 1 vectors for 4 texts.'],
    [
      'vectors of two lengths',
      async (texts) => texts.map((_, i) => new Float32Array(i < 3 ? 2 : 3)),
      'The embedder gave a vector of 3 numbers for pair 1, and of 2 before.',
    ],
    [
      'a NaN',
      async (texts) => texts.map((_, i) => new Float32Array([i === 2 ? Number.NaN : 1, 1])),
      'The features of pair 1 (row 2) have NaN in column 1',
    ],
  ])('that gives %s is refused', async (_, embed, sentence) => {
    const { store } = await imported();
    const embedder = counting([], { columns: 2, embed });
    await expect(embedTexts(openDirectoryStore(store), 'twins', { ...request, embedder })).rejects.toThrow(
      sentence,
    );
  });
});

import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ArrayFile } from '../../../functions/twins/arrays/array-file.ts';
import { openArray } from '../../../functions/twins/arrays/open-array.ts';
import golden from '../../golden/arrays.json' with { type: 'json' };
import { twinsFolder } from '../../support/twins.ts';

const parquet = (name: string): string =>
  join(import.meta.dirname, '../../golden/parquet', `${name}.parquet`);
const file = (name: string, content: string | Uint8Array): string => twinsFolder().put(name, content);
const base64 = (name: string, text: string): string => file(name, Buffer.from(text, 'base64'));

async function opened(path: string, tensor?: string): Promise<ArrayFile> {
  const array = await openArray(path, tensor);
  onTestFinished(() => array.close());
  return array;
}

async function rowsOf(array: ArrayFile, first = 0, count = array.rows - first): Promise<number[][]> {
  const out = new Float64Array(count * array.columns);
  await array.readRows(first, count, out);
  return Array.from({ length: count }, (_, i) =>
    Array.from(out.subarray(i * array.columns, (i + 1) * array.columns)),
  );
}

test.each(golden.npy)('A .npy of numpy, $name, gives its values', async ({ file: bytes, values }) => {
  const array = await opened(base64('a.npy', bytes));
  expect(await rowsOf(array)).toEqual(values);
  expect(await rowsOf(array, 1, 2)).toEqual(values.slice(1, 3));
});

test.each(golden.safetensors)(
  'A safetensors file of $name gives its values',
  async ({ file: bytes, values }) => {
    const array = await opened(base64('a.safetensors', bytes));
    expect(await rowsOf(array)).toEqual(values);
    expect(await rowsOf(array, 3, 1)).toEqual(values.slice(3));
  },
);

test('Of several tensors one is named', async () => {
  const path = base64('a.safetensors', golden.several);
  const [single, double] = [
    golden.npy.find(({ name }) => name === 'f4 C 1'),
    golden.npy.find(({ name }) => name === 'f8 C 1'),
  ];
  expect(await rowsOf(await opened(path, 'chosen'))).toEqual(single?.values);
  expect(await rowsOf(await opened(path, 'rejected'))).toEqual(double?.values);
  await expect(openArray(path)).rejects.toThrow(
    'has the tensors "ids", "chosen", "rejected", "counts"; name one matrix with --tensor.',
  );
  await expect(openArray(path, 'x')).rejects.toThrow('has no tensor "x"; it has the tensors "ids"');
  await expect(openArray(path, 'counts')).rejects.toThrow(
    'has the type I32; allowed are F16, BF16, F32, F64',
  );
  await expect(openArray(path, 'ids')).rejects.toThrow('has the type I64');
});

describe('Parquet files of DuckDB', () => {
  test('Lists of float32, over row groups', async () => {
    const array = await opened(parquet('lists'));
    const expected = Array.from({ length: 5000 }, (_, i) => [i + 0.25, -i, Math.fround(0.1 * i)]);
    expect([array.rows, array.columns]).toEqual([5000, 3]);
    expect(await rowsOf(array)).toEqual(expected.map((row) => row.map((x) => x + 0)));
    expect(await rowsOf(array, 2000, 100)).toEqual(expected.slice(2000, 2100));
    expect((await opened(parquet('lists'), 'embedding')).columns).toBe(3);
  });

  test('Arrays of a fixed length', async () => {
    expect(await rowsOf(await opened(parquet('arrays')))).toEqual([
      [0, 0],
      [1 / 3, 2],
      [2 / 3, 4],
    ]);
  });

  test('A column a feature, whatever their types', async () => {
    const expected = Array.from({ length: 5000 }, (_, i) => [i / 3, Math.fround(i * i), 0 - i]);
    expect(await rowsOf(await opened(parquet('wide')))).toEqual(expected);
  });

  test('What is missing is no number, and a list of another length is refused', async () => {
    expect(await rowsOf(await opened(parquet('missing')))).toEqual([
      [1, 2],
      [1, Number.NaN],
      [1, 2],
    ]);
    await expect(rowsOf(await opened(parquet('ragged')))).rejects.toThrow(
      'has a list of 1 in row 3; row 1 has a list of 2, and all must.',
    );
    await expect(openArray(parquet('texts'))).rejects.toThrow('has the column "prompt", which is no feature');
    await expect(openArray(parquet('lists'), 'id')).rejects.toThrow(
      'has no column of lists "id"; it has embedding',
    );
    await expect(openArray(parquet('messages'))).rejects.toThrow('name one with --tensor');
    await expect(opened(parquet('messages'), 'chosen').then(rowsOf)).resolves.toEqual(
      Array.from({ length: 3 }, () => [Number.NaN, Number.NaN]),
    );
  });
});

const npyWith = (header: string, bytes = 16): Buffer => {
  const text = `${header}\n`;
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8]);
  return Buffer.concat([start, Buffer.from(text, 'latin1'), Buffer.alloc(bytes)]);
};
const dictionary = (shape: string, descr = "'<f4'"): string =>
  `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`;

test.each([
  [
    'Python objects',
    Buffer.from(golden.objects, 'base64'),
    /holds Python objects, which only running code of the file would read/,
  ],
  ['big-endian', Buffer.from(golden.bigEndian, 'base64'), /is in big-endian order \(">f8"\)/],
  ['whole numbers', Buffer.from(golden.integers, 'base64'), /has the type "<i8"/],
  ['structures', Buffer.from(golden.structured, 'base64'), /has no plain type/],
  ['a vector', Buffer.from(golden.vector, 'base64'), /has the shape \(3\)/],
  ['a cube', Buffer.from(golden.cube, 'base64'), /has the shape \(2, 2, 3\)/],
  ['a scalar', Buffer.from(golden.scalar, 'base64'), /has the shape \(\)/],
  ['other bytes', Buffer.from('hello, world'), /does not begin as a \.npy does/],
  ['nothing', Buffer.alloc(0), /ends too early/],
  ['another version', Buffer.from('\x93NUMPY\x09\0\0\0', 'latin1'), /has version 9 of the \.npy format/],
  ['a header without an end', npyWith(dictionary('(2, 2)')).subarray(0, 30), /ends too early/],
  [
    'a header of 4 GB',
    Buffer.from('\x93NUMPY\x02\0\xff\xff\xff\xff', 'latin1'),
    /has a header of more than 65536 bytes/,
  ],
  [
    'more values than bytes',
    npyWith(dictionary('(3, 2)')),
    /has \d+ bytes where its header, 3 rows of 2 in f4, needs \d+/,
  ],
  ['more bytes than values', npyWith(dictionary('(1, 2)')), /has \d+ bytes where its header/],
  ['rows beyond counting', npyWith(dictionary('(99999999999999999999, 2)')), /has no shape that can be read/],
  [
    'a product beyond counting',
    npyWith(dictionary('(4503599627370496, 4096)')),
    /has 4503599627370496 rows of 4096 columns/,
  ],
  ['columns beyond any model', npyWith(dictionary('(1, 4000000)')), /from 1 to 1000000 columns are allowed/],
  ['no columns', npyWith(dictionary('(4, 0)'), 0), /has 4 rows of 0 columns/],
  ['negative rows', npyWith(dictionary('(-1, 2)')), /has no shape that can be read/],
  ['no order', npyWith("{'descr': '<f4', 'shape': (2, 2)}"), /does not say its order/],
])('A .npy with %s is refused in a sentence', async (_, bytes, sentence) => {
  await expect(openArray(file('a.npy', bytes))).rejects.toThrow(sentence);
});

const tensors = (header: unknown, { length, data = 32 }: { length?: bigint; data?: number } = {}): Buffer => {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(length ?? BigInt(text.length));
  return Buffer.concat([start, text, Buffer.alloc(data)]);
};
const tensor = (shape: unknown, offsets: unknown, dtype: unknown = 'F32') => ({
  x: { dtype, shape, data_offsets: offsets },
});

test.each<[string, Buffer, RegExp]>([
  ['nothing', Buffer.alloc(0), /name a header of no bytes in a file of 0/],
  [
    'a header longer than any file',
    tensors({}, { length: 2n ** 63n }),
    /name a header of 9223372036854775808 bytes/,
  ],
  [
    'a header longer than the file',
    tensors({}, { length: 1000n }),
    /name a header of 1000 bytes in a file of 42/,
  ],
  ['an empty header', tensors({}, { length: 0n }), /name a header of 0 bytes/],
  ['a header that is no JSON', tensors('{"x": '), /its header is no JSON object/],
  ['a list as header', tensors('[1,2]'), /its header is no JSON object/],
  ['no tensors', tensors({ __metadata__: { a: 'b' } }), /has no tensors; name one matrix/],
  ['a vector', tensors(tensor([8], [0, 32])), /has the tensors "x"; name one matrix/],
  ['another size', tensors(tensor([2, 3], [0, 32])), /has 32 bytes where 2 rows of 3 in F32 need 24/],
  [
    'bytes behind the end',
    tensors(tensor([4, 3], [0, 48])),
    /ends too early: the tensor "x" goes on to byte \d+ of \d+/,
  ],
  ['offsets turned round', tensors(tensor([2, 4], [32, 0])), /the header of the tensor "x" is not one/],
  ['offsets that are no numbers', tensors(tensor([2, 4], ['0', '32'])), /name one matrix/],
  [
    'a shape beyond counting',
    tensors(tensor([2 ** 52, 4], [0, 32])),
    /has 4503599627370496 rows of 4 columns/,
  ],
  ['an unknown type', tensors(tensor([2, 4], [0, 32], 'F8_E4M3')), /has the type F8_E4M3/],
])('A safetensors file with %s is refused in a sentence', async (_, bytes, sentence) => {
  await expect(openArray(file('a.safetensors', bytes))).rejects.toThrow(sentence);
});

test.each([
  ['none.npy', 'There is no file'],
  ['a.txt', 'ends in none of .npy, .safetensors and .parquet'],
  ['a.parquet', 'cannot be read as Parquet'],
  ['folder.npy', 'is a folder'],
])('%s is refused in a sentence', async (name, sentence) => {
  const { path, put } = twinsFolder({ 'a.txt': '', 'a.parquet': 'PAR1' });
  put('folder.npy/x', '');
  await expect(openArray(path(name))).rejects.toThrow(sentence);
});

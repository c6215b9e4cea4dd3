import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { TwinsError } from '../twins-error.ts';
import type { ArrayFile } from './array-file.ts';
import { bytesOf, type FloatType } from './float-types.ts';
import { rawMatrix } from './raw-matrix.ts';

const LONGEST_HEADER = 100_000_000;
const TYPES: Readonly<Record<string, FloatType>> = { F16: 'f2', BF16: 'bf2', F32: 'f4', F64: 'f8' };
const NAMES_SHOWN = 8;

const Tensor = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});
type Tensor = z.infer<typeof Tensor>;

/**
 * A matrix of a safetensors file: F16, BF16, F32 or F64.
 *
 * Throws TwinsError. Source: the safetensors format (8 bytes with the length of a JSON header, the header, the values).
 *
 * @param name of the tensor; may be left out where the file has one matrix only.
 */
export async function safetensorsArray(path: string, file: FileHandle, name?: string): Promise<ArrayFile> {
  const { size } = await file.stat();
  const { header, start } = await headerOf(path, file, size);
  const { tensor, name: found } = chosenTensor(path, header, name);
  const type = TYPES[tensor.dtype];
  if (type === undefined) {
    throw new TwinsError(
      `${path}: the tensor ${found} has the type ${tensor.dtype}; allowed are ${Object.keys(TYPES).join(', ')}.`,
    );
  }
  if (tensor.shape.length !== 2) {
    throw new TwinsError(
      `${path}: the tensor ${found} has the shape [${tensor.shape.join(', ')}]; a matrix is needed.`,
    );
  }
  const [rows, columns] = tensor.shape;
  const [begin, end] = tensor.data_offsets;
  const array = rawMatrix(path, file, { type, rows, columns, fortran: false, start: start + begin });
  if (end - begin !== rows * columns * bytesOf(type)) {
    throw new TwinsError(
      `${path}: the tensor ${found} has ${end - begin} bytes where ${rows} rows of ${columns} in ${tensor.dtype} need ${rows * columns * bytesOf(type)}.`,
    );
  }
  if (start + end > size)
    throw new TwinsError(
      `${path} ends too early: the tensor ${found} goes on to byte ${start + end} of ${size}.`,
    );
  return array;
}

async function headerOf(
  path: string,
  file: FileHandle,
  size: number,
): Promise<{ readonly header: ReadonlyMap<string, unknown>; readonly start: number }> {
  const length = size < 8 ? -1n : (await bytesAt(file, 0, 8)).readBigUInt64LE();
  if (length < 2n || length > BigInt(Math.min(LONGEST_HEADER, size - 8))) {
    throw new TwinsError(
      `${path} is no safetensors file: its first 8 bytes name a header of ${length < 0n ? 'no' : length} bytes in a file of ${size}.`,
    );
  }
  const text = (await bytesAt(file, 8, Number(length))).toString('utf8');
  const parsed = parsedJson(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new TwinsError(`${path} is no safetensors file: its header is no JSON object.`);
  }
  return { header: new Map(Object.entries(parsed)), start: 8 + Number(length) };
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes;
}

interface Chosen {
  readonly name: string;
  readonly tensor: Tensor;
}

function chosenTensor(path: string, header: ReadonlyMap<string, unknown>, name: string | undefined): Chosen {
  const names = [...header.keys()].filter((one) => one !== '__metadata__');
  const matrices = names.filter((one) => Tensor.safeParse(header.get(one)).data?.shape.length === 2);
  const wanted = name ?? (matrices.length === 1 ? matrices[0] : undefined);
  if (wanted === undefined || !names.includes(wanted)) {
    const list = names
      .slice(0, NAMES_SHOWN)
      .map((one) => JSON.stringify(one.slice(0, 60)))
      .join(', ');
    const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
    const has = names.length === 0 ? 'no tensors' : `the tensors ${list}${more}`;
    throw new TwinsError(
      name === undefined
        ? `${path} has ${has}; name one matrix with --tensor.`
        : `${path} has no tensor ${JSON.stringify(name.slice(0, 60))}; it has ${has}.`,
    );
  }
  const parsed = Tensor.safeParse(header.get(wanted));
  if (parsed.success && parsed.data.data_offsets[0] <= parsed.data.data_offsets[1])
    return { name: JSON.stringify(wanted.slice(0, 60)), tensor: parsed.data };
  throw new TwinsError(
    `${path}: the header of the tensor ${JSON.stringify(wanted.slice(0, 60))} is not one of the safetensors format.`,
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

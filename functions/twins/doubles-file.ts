import type { Store } from '../../results/store/store.ts';
import { sha256Hex } from '../study/mechanism.ts';
import { littleEndianBytes } from './float-bytes.ts';
import { damaged, readPart } from './manifest.ts';

/** Where numbers are and what their bytes must be. */
export interface StoredDoubles {
  readonly key: string;
  readonly sha256: string;
}

/** Stores float64, little-endian; the memory given may be swapped in place on machines of another order. */
export async function writeDoubles(store: Store, key: string, values: Float64Array): Promise<StoredDoubles> {
  const bytes = littleEndianBytes(values.slice());
  await store.replace(key, bytes);
  return { key, sha256: sha256Hex(bytes) };
}

/** The numbers again. Throws StoreError where they are missing, damaged, or not `length`. */
export async function readDoubles(
  store: Store,
  stored: StoredDoubles,
  length: number,
): Promise<Float64Array> {
  const bytes = await readPart(store, stored);
  if (bytes.length !== 8 * length) {
    throw damaged(store, stored.key, `has ${bytes.length} bytes where ${8 * length} are expected`);
  }
  const values = new Float64Array(length);
  new Uint8Array(values.buffer).set(bytes);
  littleEndianBytes(values);
  return values;
}

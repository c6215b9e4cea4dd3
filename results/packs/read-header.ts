import type { Store } from '../store/store.ts';
import { decodeHeader, PackError, type PackHeader } from './pack-format.ts';

/** Holds the header of a pack of 380 records, such as 100 blocks have of three estimators. */
const FIRST_BYTES = 32 * 1024;

/**
 * The header of a pack in a store, reading no more of it than that where the store can; null where there is no such pack.
 *
 * @throws PackError when it is damaged or of a later format.
 */
export async function readHeader(store: Store, key: string): Promise<PackHeader | null> {
  if (store.getStart !== undefined) {
    const start = await store.getStart(key, FIRST_BYTES);
    if (start === null) return null;
    const header = decodeHeader(start);
    if (header !== null) return header;
  }
  const bytes = await store.get(key);
  if (bytes === null) return null;
  const whole = decodeHeader(bytes);
  if (whole === null) throw new PackError('damaged', `it is cut off in its header (${bytes.length} bytes)`);
  return whole;
}

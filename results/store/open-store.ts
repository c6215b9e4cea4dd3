import { openDirectoryStore } from './directory.ts';
import { NODE_DISK } from './disk.ts';
import type { SetAside } from './obstacles.ts';
import { parseS3Location } from './s3/location.ts';
import type { Store } from './store.ts';
import { StoreError } from './store-error.ts';

export interface OpenOptions {
  /** The server of an s3:// store; AWS by default. */
  readonly endpoint?: string | undefined;
  /** Ends the work of an s3:// store; see `graceMs`. */
  readonly signal?: AbortSignal;
  /** How long after the abort an s3:// store still stores what is done, in milliseconds; 0 by default. */
  readonly graceMs?: number;
  /** Told of everything that stood in the way of a directory store and was moved. */
  readonly onSetAside?: (moved: SetAside) => void;
}

/** Whether a location names a bucket, and no directory. */
export const isS3 = (location: string): boolean => /^s3:/i.test(location);

/**
 * Opens the store at a location: a directory, or `s3://bucket/prefix`. Nothing is read or written yet.
 *
 * @throws StoreError when the location is an s3:// URL that names no bucket.
 */
export async function openStore(location: string, options: OpenOptions = {}): Promise<Store> {
  if (!isS3(location)) return openDirectoryStore(location, NODE_DISK, options.onSetAside);
  const place = parseS3Location(location);
  if ('problem' in place) throw new StoreError('failed', `${place.problem}.`);
  // The SDK takes longer to load than most commands take.
  const { openS3Store } = await import('./s3/store.ts');
  return openS3Store(place, options);
}

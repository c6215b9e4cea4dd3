import type { z } from 'zod';
import type { Store } from '../../results/store/store.ts';
import { StoreError } from '../../results/store/store-error.ts';
import { canonicalJson } from '../study/canonical-json.ts';
import { sha256Hex } from '../study/mechanism.ts';
import { twinsKey } from './keys.ts';
import { TwinsError } from './twins-error.ts';

/** What must be run before a manifest is there, said to a person who lacks it. */
interface Wanted<T> {
  readonly schema: z.ZodType<T>;
  /** For instance `signbench twins import`. */
  readonly madeBy: string;
}

/**
 * Reads a manifest of a data set.
 *
 * @throws TwinsError where there is none yet, StoreError where it is damaged.
 */
export async function readManifest<T>(
  store: Store,
  { name, file }: ManifestAddress,
  { schema, madeBy }: Wanted<T>,
): Promise<T> {
  const found = await findManifest(store, { name, file }, schema);
  if (found !== null) return found;
  throw new TwinsError(
    `${store.location} has no ${file} of the data set ${name}; ${madeBy} --name ${name} makes it.`,
  );
}

interface ManifestAddress {
  readonly name: string;
  readonly file: string;
}

/** As `readManifest`, but null where there is none. Throws StoreError where it is damaged. */
export async function findManifest<T>(
  store: Store,
  { name, file }: ManifestAddress,
  schema: z.ZodType<T>,
): Promise<T | null> {
  const key = twinsKey(name, file);
  const bytes = await store.get(key);
  if (bytes === null) return null;
  const parsed = schema.safeParse(parsedJson(bytes));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw damaged(
    store,
    key,
    `is no manifest that this version can read (${issue.path.join('.') || 'whole'}: ${issue.message})`,
  );
}

/** Writes a manifest in one step; its parts must stand before. */
export async function writeManifest(
  store: Store,
  { name, file }: ManifestAddress,
  content: object,
): Promise<void> {
  await store.replace(twinsKey(name, file), new TextEncoder().encode(`${canonicalJson(content)}\n`));
}

/** The bytes of a part that has the hash its manifest names. Throws StoreError where it is missing or damaged. */
export async function readPart(
  store: Store,
  part: { readonly key: string; readonly sha256: string },
): Promise<Uint8Array> {
  const bytes = await store.get(part.key);
  if (bytes === null) throw damaged(store, part.key, 'is missing');
  if (sha256Hex(bytes) !== part.sha256)
    throw damaged(store, part.key, 'is damaged: its SHA-256 is not the one in its manifest');
  return bytes;
}

/** A value of a store that cannot be trusted. */
export const damaged = (store: Store, key: string, what: string): StoreError =>
  new StoreError('failed', `${store.locate(key)} ${what}; run the stage that wrote it again, with --again.`);

function parsedJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

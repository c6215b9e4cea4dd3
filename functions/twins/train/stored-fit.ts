import { z } from 'zod';
import type { Store } from '../../../results/store/store.ts';
import { littleEndianBytes } from '../float-bytes.ts';
import { damaged } from '../manifest.ts';

const FitShape = z.object({
  format: z.literal(1),
  estimator: z.string(),
  n: z.number(),
  seed: z.number(),
  status: z.enum(['ok', 'degenerate', 'diverged', 'not-converged']),
  objective: z.number().nullable(),
  evaluations: z.number(),
  diagnostics: z.record(z.string(), z.number().nullable()),
  /** Float64, little-endian, in base64; empty where the fit failed. */
  direction: z.string(),
});
export type FitRecord = z.infer<typeof FitShape>;

/** A stored fit, with its direction where it has one. Throws StoreError where it is missing or damaged. */
export async function readFit(
  store: Store,
  key: string,
  columns: number,
): Promise<FitRecord & { readonly vector: Float64Array | null }> {
  const bytes = await store.get(key);
  if (bytes === null) throw damaged(store, key, 'is missing');
  const read = FitShape.safeParse(parsed(bytes));
  if (!read.success) throw damaged(store, key, 'is no fit that this version can read');
  if (read.data.status !== 'ok') return { ...read.data, vector: null };
  const raw = Buffer.from(read.data.direction, 'base64');
  if (raw.length !== 8 * columns) throw damaged(store, key, `has no direction of ${columns} columns`);
  const vector = new Float64Array(columns);
  new Uint8Array(vector.buffer).set(raw);
  littleEndianBytes(vector);
  return { ...read.data, vector };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

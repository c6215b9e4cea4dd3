import { createArena } from '../kernels/arena.ts';
import { createJsBackend } from '../kernels/js/js-backend.ts';
import { featuresSampler } from '../kernels/populations/features.ts';
import type { FeaturesLaw } from '../kernels/populations/population.ts';
import { NO_TABLES, type Tables } from '../kernels/populations/table.ts';

/** Philox key of the fixed sample. */
const KEY: readonly [number, number] = [0x7468656f, 0x72792e31];

/**
 * A fixed large sample of features, row-major n x d: the same for everyone, so that predictions from it do not vary.
 * Drawn by the samplers of the study. Null for a file whose table is not given.
 */
export function featureSample(
  features: FeaturesLaw,
  n: number,
  tables: Tables = NO_TABLES,
): Float64Array | null {
  if (features.law === 'file' && !tables.has(features.sha256)) return null;
  const d = features.dimension;
  const arena = createArena(createJsBackend());
  const rows = new Float64Array(n * d);
  const chunk = 64;
  const x = arena.f64(chunk * 8 * d);
  const fill = featuresSampler(arena, features, tables);
  for (let first = 0; first < n; first += chunk * 8) {
    fill({ x, row: first, blocks: chunk }, (role) => ({ key0: KEY[0], key1: KEY[1], role, replicate: 0 }));
    const values = arena.backend.f64(x, chunk * 8 * d);
    for (let i = 0; i < chunk * 8 && first + i < n; i++) {
      // Blocks of eight rows, column by column.
      for (let j = 0; j < d; j++) rows[(first + i) * d + j] = values[(i >> 3) * 8 * d + j * 8 + (i & 7)];
    }
  }
  return rows;
}

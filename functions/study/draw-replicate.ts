import { sampleIndex } from '../../kernels/arena.ts';
import { comparisonsLength } from '../../kernels/comparisons.ts';
import { createSampler } from '../../kernels/populations/sampler.ts';
import type { Engine } from './engine.ts';
import { philoxKey } from './mechanism.ts';
import type { Cell } from './plan.ts';

/** The data set of one replicate, no estimator asked: z_ij = s_i x_ij, row by row, n x d values, the same bits as in its block. */
export function drawReplicate(cell: Cell, replicate: number, engine: Engine): Float64Array {
  const release = engine.mark();
  const sampler = createSampler(engine, cell.population, cell.n, engine.tables);
  sampler.draw(philoxKey(cell), replicate);
  const { arena, n, d, z } = sampler.sample;
  const values = arena.backend.f64(z, comparisonsLength(n, d));
  const rows = new Float64Array(n * d);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) rows[i * d + j] = values[sampleIndex(i, j, d)];
  release();
  return rows;
}

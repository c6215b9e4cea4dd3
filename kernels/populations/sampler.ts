import type { Arena, Sample } from '../arena.ts';
import type { Stream } from '../backend.ts';
import { JUDGEMENT_ROLE } from '../random/roles.ts';
import { choiceSampler } from './choice-sampler.ts';
import { CHUNK } from './chunk.ts';
import { featuresSampler } from './features.ts';
import type { Population } from './population.ts';
import { NO_TABLES, type Tables } from './table.ts';
import { tastesSampler } from './tastes.ts';

/** Draws data sets of one size from one population into one place, over and over. */
export interface Sampler {
  readonly sample: Sample;
  /** Fills the sample with the comparisons of one replicate: a pure function of (key, replicate). */
  draw(key: readonly [number, number], replicate: number): void;
}

/**
 * A sampler of n comparisons; features of the law `file` are copied from `tables` into the arena.
 * Row i of a replicate is the same for every n > i. Throws RangeError where a table is missing or has another size.
 */
export function createSampler(
  arena: Arena,
  population: Population,
  n: number,
  tables: Tables = NO_TABLES,
): Sampler {
  const { backend } = arena;
  const d = population.features.dimension;
  const blocks = Math.ceil(n / 8);
  const z = arena.scratch(blocks * 64 * d);
  const t = arena.f64(CHUNK * 8);
  const u = arena.f64(CHUNK * 8);
  const w = arena.f64(CHUNK * 8);
  const labelsPerUser = population.users.panel?.labelsPerUser ?? 1;
  const features = featuresSampler(arena, population.features, tables);
  // One user for the whole data set is one for any longer one: the kernels count rows of a user in 32 bits.
  const tastes = tastesSampler(arena, population.users, d, Math.min(labelsPerUser, 8 * blocks));
  const choose = choiceSampler(arena, population, CHUNK);
  const padding = { x: z + (blocks - 1) * d * 64, from: n - (blocks - 1) * 8 };

  function draw(key: readonly [number, number], replicate: number): void {
    const streamOf = (role: number): Stream => ({ key0: key[0], key1: key[1], role, replicate });
    const judgement = streamOf(JUDGEMENT_ROLE);
    for (let first = 0; first < blocks; first += CHUNK) {
      const chunk = { x: z + first * d * 64, row: first * 8, blocks: Math.min(CHUNK, blocks - first) };
      features(chunk, streamOf);
      backend.uniformPair(u, w, chunk.blocks, judgement, chunk.row);
      tastes(chunk, t, u, streamOf);
      choose(chunk, t, w, streamOf);
    }
    const last = backend.f64(padding.x, 8 * d);
    for (let j = 0; j < d; j++) last.fill(0, 8 * j + padding.from, 8 * j + 8);
  }
  return { sample: { arena, n, d, blocks, z, labelsPerUser }, draw };
}

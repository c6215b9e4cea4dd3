import { describe, expect, it } from 'vitest';
import { createArena, sampleIndex } from '../../../kernels/arena.ts';
import type { Population } from '../../../kernels/populations/population.ts';
import { createSampler } from '../../../kernels/populations/sampler.ts';
import { createWasmBackend } from '../../../kernels/wasm/wasm-backend.ts';
import { EVERY_LAW, TABLES } from '../../support/populations.ts';

const KEY = [0x12345678, 0xfedcba98] as const;
const LONGEST = 2100;

/** The rows of the replicates, drawn one after the other with one sampler; row-major, padding included. */
function drawnRows(
  population: Population,
  n: number,
  replicates: readonly number[],
): readonly Float64Array[] {
  const sampler = createSampler(createArena(createWasmBackend()), population, n, TABLES);
  const { arena, z, blocks, d } = sampler.sample;
  return replicates.map((replicate) => {
    sampler.draw(KEY, replicate);
    const data = arena.backend.f64(z, 8 * blocks * d);
    return Float64Array.from(
      { length: 8 * blocks * d },
      (_, k) => data[sampleIndex(Math.floor(k / d), k % d, d)],
    );
  });
}

describe('a sample is a pure function of key and replicate', () => {
  it.each(Object.entries(EVERY_LAW))('whose rows do not depend on n: %s', (_, population) => {
    const d = population.features.dimension;
    const [long] = drawnRows(population, LONGEST, [4]);
    for (const n of [1, 7, 8, 9, 1000, 1024, 1025, 2048]) {
      const [short] = drawnRows(population, n, [4]);
      expect(short.slice(0, n * d)).toEqual(long.slice(0, n * d));
      expect(short.slice(n * d).every((value) => value === 0)).toBe(true);
    }
  });

  it.each(Object.entries(EVERY_LAW))('whatever was drawn before: %s', (_, population) => {
    const [alone] = drawnRows(population, 1030, [4]);
    const [other, , again] = drawnRows(population, 1030, [2, 9, 4]);
    expect(again).toEqual(alone);
    expect(other).not.toEqual(alone);
  });
});

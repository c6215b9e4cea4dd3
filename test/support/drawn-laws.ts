import { createArena, sampleIndex } from '../../kernels/arena.ts';
import type { Backend, Stream } from '../../kernels/backend.ts';
import { CHUNK } from '../../kernels/populations/chunk.ts';
import { featuresSampler } from '../../kernels/populations/features.ts';
import type { FeaturesLaw, UsersLaw } from '../../kernels/populations/population.ts';
import { tastesSampler } from '../../kernels/populations/tastes.ts';
import { JUDGEMENT_ROLE } from '../../kernels/random/roles.ts';
import { createWasmBackend } from '../../kernels/wasm/wasm-backend.ts';
import type { Columns } from './moments.ts';
import { TABLES } from './populations.ts';

const streamOf = (role: number): Stream => ({ key0: 20251028, key1: 7, role, replicate: 0 });

/** Calls `draw` chunk by chunk on rows 0..size - 1, size a multiple of 8. */
function inChunks(size: number, draw: (row: number, blocks: number) => void): void {
  for (let row = 0; row < size; row += 8 * CHUNK) draw(row, Math.min(CHUNK, (size - row) / 8));
}

const emptyColumns = (d: number, size: number): Columns =>
  Array.from({ length: d }, () => new Float64Array(size));

/** The features of rows 0.., before any choice. */
export function featureColumns(features: FeaturesLaw, size: number): Columns {
  const backend = createWasmBackend();
  const arena = createArena(backend);
  const d = features.dimension;
  const x = arena.f64(8 * CHUNK * d);
  const fill = featuresSampler(arena, features, TABLES);
  const columns = emptyColumns(d, size);
  inChunks(size, (row, blocks) => {
    fill({ x, row, blocks }, streamOf);
    const data = backend.f64(x, 8 * blocks * d);
    columns.forEach((column, j) => {
      for (let i = 0; i < 8 * blocks; i++) column[row + i] = data[sampleIndex(i, j, d)];
    });
  });
  return columns;
}

/** The tastes beta of the users of rows 0..: coordinate j is what a comparison with the unit vector e_j sees. */
export function tasteColumns(
  users: UsersLaw,
  d: number,
  size: number,
  backend: Backend = createWasmBackend(),
): Columns {
  const arena = createArena(backend);
  const [t, u, w] = [arena.f64(8 * CHUNK), arena.f64(8 * CHUNK), arena.f64(8 * CHUNK)];
  const unitRows = Array.from({ length: d }, (_, j) => arena.copy(rowsOfUnitVector(j, d)));
  const tastes = tastesSampler(arena, users, d, users.panel?.labelsPerUser ?? 1);
  const columns = emptyColumns(d, size);
  inChunks(size, (row, blocks) => {
    columns.forEach((column, j) => {
      backend.uniformPair(u, w, blocks, streamOf(JUDGEMENT_ROLE), row);
      tastes({ x: unitRows[j], row, blocks }, t, u, streamOf);
      column.set(backend.f64(t, 8 * blocks), row);
    });
  });
  return columns;
}

function rowsOfUnitVector(j: number, d: number): Float64Array {
  const rows = new Float64Array(8 * CHUNK * d);
  for (let i = 0; i < 8 * CHUNK; i++) rows[sampleIndex(i, j, d)] = 1;
  return rows;
}

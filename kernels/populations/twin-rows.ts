import { type Arena, sampleIndex } from '../arena.ts';
import type { Stream } from '../backend.ts';
import { JUDGEMENT_ROLE } from '../random/roles.ts';
import { choiceSampler } from './choice-sampler.ts';
import { CHUNK } from './chunk.ts';
import { featuresSampler } from './features.ts';
import type { ChoiceLaw, FeaturesLaw } from './population.ts';
import { NO_TABLES } from './table.ts';

/** Rows that are drawn at once. */
export const ROWS_AT_ONCE = 8 * CHUNK;

/**
 * Draws difference features, row-major in float32: rows first .. first + count - 1, count at most `ROWS_AT_ONCE`, first a
 * multiple of it. Row i is a pure function of (key, i). The array is used again by the next call.
 */
export function featureRows(
  arena: Arena,
  features: FeaturesLaw,
  [key0, key1]: readonly [number, number],
): (first: number, count: number) => Float32Array {
  const d = features.dimension;
  const x = arena.scratch(ROWS_AT_ONCE * 8 * d);
  const fill = featuresSampler(arena, features, NO_TABLES);
  const rows = new Float32Array(ROWS_AT_ONCE * d);
  return (first, count) => {
    fill({ x, row: first, blocks: Math.ceil(count / 8) }, (role) => ({ key0, key1, role, replicate: 0 }));
    const values = arena.backend.f64(x, ROWS_AT_ONCE * d);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < d; j++) rows[i * d + j] = values[sampleIndex(i, j, d)];
    }
    return rows.subarray(0, count * d);
  };
}

/** Labels of some rows: who was asked, and what they answered. */
export interface Answers {
  readonly persona: Uint32Array;
  /** +1 or -1. */
  readonly y: Int8Array;
}

interface Asked {
  readonly choice: ChoiceLaw;
  /** U x d row-major. */
  readonly tastes: Float64Array;
  readonly dimension: number;
  readonly key: readonly [number, number];
}

/**
 * Asks personas about rows: label `turn` of row i comes of a persona that was not asked in an earlier turn of that row, each with the same
 * chance, and is drawn by the law of choices with the taste's x . beta. It is a pure function of (key, i, turn).
 */
export function askPersonas(
  arena: Arena,
  { choice, tastes, dimension: d, key: [key0, key1] }: Asked,
): (x: Float32Array, first: number, turn: number) => Answers {
  const personas = tastes.length / d;
  const z = arena.scratch(ROWS_AT_ONCE * 8 * d);
  const [t, u, w] = [arena.f64(ROWS_AT_ONCE), arena.f64(ROWS_AT_ONCE), arena.f64(ROWS_AT_ONCE)];
  const features = { law: 'gaussian', dimension: d, covariance: null } as const;
  const choose = choiceSampler(arena, { choice, features, users: { law: 'point', mean: [] } }, CHUNK);
  return (x, first, turn) => {
    const count = x.length / d;
    const blocks = Math.ceil(count / 8);
    const streamOf = (role: number, replicate = turn): Stream => ({ key0, key1, role, replicate });
    const { backend } = arena;
    const persona = new Uint32Array(count);
    const asked: Uint32Array[] = [];
    for (let one = 0; one <= turn; one++) {
      backend.uniformPair(u, w, blocks, streamOf(JUDGEMENT_ROLE, one), first);
      const uniforms = backend.f64(u, count);
      for (let i = 0; i < count; i++) {
        const drawn = Math.floor(uniforms[i] * (personas - one));
        persona[i] = notYet(drawn, asked, i);
      }
      asked.push(persona.slice());
    }
    const rows = backend.f64(z, 8 * blocks * d).fill(0);
    const tasted = backend.f64(t, 8 * blocks).fill(0);
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let j = 0; j < d; j++) {
        rows[sampleIndex(i, j, d)] = x[i * d + j];
        sum += x[i * d + j] * tastes[persona[i] * d + j];
      }
      tasted[i] = sum;
    }
    choose({ x: z, row: first, blocks }, t, w, streamOf);
    const y = Int8Array.from(persona, (_, i) => signOf(backend.f64(z, 8 * blocks * d), x, i, d));
    return { persona, y };
  };
}

/** The persona number `drawn` of those that were not asked about row i. */
function notYet(drawn: number, asked: readonly Uint32Array[], i: number): number {
  const taken = asked.map((turn) => turn[i]).sort((a, b) => a - b);
  return taken.reduce((persona, one) => (one <= persona ? persona + 1 : persona), drawn);
}

/** Whether the row kept its sign; a row of zeros says nothing, and counts as chosen. */
function signOf(z: Float64Array, x: Float32Array, i: number, d: number): 1 | -1 {
  for (let j = 0; j < d; j++)
    if (x[i * d + j] !== 0) return z[sampleIndex(i, j, d)] === x[i * d + j] ? 1 : -1;
  return 1;
}

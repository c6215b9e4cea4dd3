import type { Arena, Sample } from '../arena.ts';
import type { Stream } from '../backend.ts';
import { featuresRole, JUDGEMENT_ROLE, tastesRole } from '../random/roles.ts';
import { choiceSampler } from './choice-sampler.ts';
import { choleskyFactor } from './covariance.ts';
import type { Matrix, Population } from './population.ts';

/** Blocks drawn at a time: features, tastes and choices of 1,024 rows stay in the nearest cache. */
const CHUNK = 128;

/** Draws data sets of one size from one population into one place, over and over. */
export interface Sampler {
  readonly sample: Sample;
  /** Fills the sample with the comparisons of one replicate: a pure function of (key, replicate). */
  draw(key: readonly [number, number], replicate: number): void;
}

/** Where a chunk stands: address of its features, its first row, its blocks. */
interface Chunk {
  readonly x: number;
  readonly row: number;
  readonly blocks: number;
}

type StreamOf = (role: number) => Stream;

/** Fills x with features. */
type Features = (chunk: Chunk, streamOf: StreamOf) => void;

/** Fills t with x . beta; u holds the users' uniforms. */
type Tastes = (chunk: Chunk, t: number, u: number, streamOf: StreamOf) => void;

export function createSampler(arena: Arena, population: Population, n: number): Sampler {
  const { backend } = arena;
  const d = population.features.dimension;
  const blocks = Math.ceil(n / 8);
  const z = arena.scratch(blocks * 64 * d);
  const t = arena.f64(CHUNK * 8);
  const u = arena.f64(CHUNK * 8);
  const w = arena.f64(CHUNK * 8);
  const features = featuresSampler(arena, population);
  const tastes = tastesSampler(arena, population);
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
  return { sample: { arena, n, d, blocks, z }, draw };
}

function featuresSampler(arena: Arena, { features }: Population): Features {
  const { backend } = arena;
  const d = features.dimension;
  const normals = normalRows(arena, d, featuresRole);
  if (features.law === 'sphere') {
    if (d === 2) {
      return ({ x, row, blocks }, streamOf) => backend.circle(x, blocks, streamOf(featuresRole(0)), row);
    }
    return (chunk, streamOf) => {
      normals(chunk, streamOf);
      backend.normaliseRows(chunk.x, chunk.blocks, d);
    };
  }
  if (features.covariance === null) return normals;
  const factor = arena.copy(choleskyFactor(features.covariance));
  const mean = arena.f64(d);
  return (chunk, streamOf) => {
    normals(chunk, streamOf);
    backend.affine(chunk.x, chunk.blocks, d, factor, mean);
  };
}

function normalRows({ backend }: Arena, d: number, role: (pair: number) => number): Features {
  return ({ x, row, blocks }, streamOf) => {
    for (let j = 0; j < d; j += 2) {
      backend.gaussianPair(x + j * 64, d * 64, blocks, j + 1 < d, streamOf(role(j / 2)), row);
    }
  };
}

function tastesSampler(arena: Arena, { users, features }: Population): Tastes {
  const { backend } = arena;
  const d = features.dimension;
  switch (users.law) {
    case 'point': {
      const beta = arena.copy(users.mean);
      return ({ x, blocks }, t) => backend.dotFixed(t, x, blocks, d, beta);
    }
    case 'gaussian':
      return gaussianTastes(arena, users.mean, users.covariance);
    case 'mixture': {
      const types = arena.copy(users.types.flat());
      const cumulative = arena.copy(cumulativeWeights(users.weights));
      const kinds = users.types.length;
      return ({ x, blocks }, t, u) => backend.dotTypes(t, x, u, { blocks, d, types, cumulative, kinds });
    }
    case 'scale': {
      const direction = arena.copy(users.direction);
      const scales = arena.copy(users.scales);
      const cumulative = arena.copy(cumulativeWeights(users.weights));
      return ({ x, blocks }, t, u) => {
        backend.dotFixed(t, x, blocks, d, direction);
        backend.scaleByType(t, u, blocks, scales, cumulative, users.scales.length);
      };
    }
  }
}

function gaussianTastes(arena: Arena, mean: readonly number[], covariance: Matrix): Tastes {
  const { backend } = arena;
  const d = mean.length;
  const beta = arena.f64(CHUNK * 8 * d);
  const factor = arena.copy(choleskyFactor(covariance));
  const centre = arena.copy(mean);
  const normals = normalRows(arena, d, tastesRole);
  return ({ x, row, blocks }, t, _u, streamOf) => {
    normals({ x: beta, row, blocks }, streamOf);
    backend.affine(beta, blocks, d, factor, centre);
    backend.dotRows(t, x, beta, blocks, d);
  };
}

/** Cumulative weights but the last: type k has u in [c_(k-1), c_k). One value at least, so that it has an address. */
function cumulativeWeights(weights: readonly number[]): number[] {
  let sum = 0;
  const cumulative = weights.map((weight) => {
    sum += weight;
    return sum;
  });
  return cumulative.length > 1 ? cumulative.slice(0, -1) : [1];
}

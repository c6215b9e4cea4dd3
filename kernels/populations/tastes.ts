import type { Arena } from '../arena.ts';
import { JUDGEMENT_ROLE, TASTE_GAMMA_ROLE, tastesRole } from '../random/roles.ts';
import { CHUNK, type Chunk, type Fill, type StreamOf } from './chunk.ts';
import { choleskyFactor } from './covariance.ts';
import { normalRows } from './normal-rows.ts';
import { perUser } from './panel.ts';
import type { GammaUsers, Matrix, UsersLaw } from './population.ts';

/** Fills t with x . beta; u holds the uniforms of the judgements, by row, and may be overwritten. */
export type Tastes = (chunk: Chunk, t: number, u: number, streamOf: StreamOf) => void;

/** Draws a law of users; m >= 1 rows a user. */
export function tastesSampler(arena: Arena, users: UsersLaw, d: number, m: number): Tastes {
  const { backend } = arena;
  switch (users.law) {
    case 'point': {
      const beta = arena.copy(users.mean);
      return ({ x, blocks }, t) => backend.dotFixed(t, x, blocks, d, beta);
    }
    case 'gaussian':
      return gaussianTastes(arena, users.mean, users.covariance, m);
    case 'mixture': {
      const types = arena.copy(users.types.flat());
      const cumulative = arena.copy(cumulativeWeights(users.weights));
      const kinds = users.types.length;
      return typedTastes(arena, m, ({ x, blocks }, t, u) =>
        backend.dotTypes(t, x, u, { blocks, d, types, cumulative, kinds }),
      );
    }
    case 'scale': {
      const direction = arena.copy(users.direction);
      const scales = arena.copy(users.scales);
      const cumulative = arena.copy(cumulativeWeights(users.weights));
      return typedTastes(arena, m, ({ x, blocks }, t, u) => {
        backend.dotFixed(t, x, blocks, d, direction);
        backend.scaleByType(t, u, blocks, scales, cumulative, users.scales.length);
      });
    }
    case 'gamma':
      return gammaTastes(arena, users, m);
    default:
      return users satisfies never;
  }
}

/** Tastes that the user's uniform decides: in a panel it is spread over the user's rows first. */
function typedTastes(arena: Arena, m: number, tastes: Tastes): Tastes {
  if (m === 1) return tastes;
  const { backend } = arena;
  const other = arena.f64(CHUNK * 8);
  const uniforms = perUser(arena, m, 1, ({ x, row, blocks }, streamOf) =>
    backend.uniformPair(x, other, blocks, streamOf(JUDGEMENT_ROLE), row),
  );
  return (chunk, t, u, streamOf) => {
    uniforms({ ...chunk, x: u }, streamOf);
    tastes(chunk, t, u, streamOf);
  };
}

function gaussianTastes(arena: Arena, mean: readonly number[], covariance: Matrix, m: number): Tastes {
  const { backend } = arena;
  const d = mean.length;
  const beta = arena.f64(CHUNK * 8 * d);
  const factor = arena.copy(choleskyFactor(covariance));
  const centre = arena.copy(mean);
  const normals = normalRows(arena, d, tastesRole);
  const fresh: Fill = (users, streamOf) => {
    normals(users, streamOf);
    backend.affine(users.x, users.blocks, d, factor, centre);
  };
  const tastes = perUser(arena, m, d, fresh);
  return ({ x, row, blocks }, t, _u, streamOf) => {
    tastes({ x: beta, row, blocks }, streamOf);
    backend.dotRows(t, x, beta, blocks, d);
  };
}

/** Beyond this shape a standard gamma variate is a normal one to rounding: it stands for that of zero skewness. */
const NORMAL_SHAPE = 1e32;

function gammaTastes(arena: Arena, { mean, along, skew, scale }: GammaUsers, m: number): Tastes {
  const { backend } = arena;
  const d = mean.length;
  const centre = arena.copy(mean);
  const direction = arena.copy(unit(along).map((value) => (skew < 0 ? -scale : scale) * value));
  const shape = Math.min(4 / (skew * skew), NORMAL_SHAPE);
  const g = arena.f64(CHUNK * 8);
  const variates = perUser(arena, m, 1, ({ x, row, blocks }, streamOf) =>
    backend.standardGamma(x, blocks, shape, streamOf(TASTE_GAMMA_ROLE), row),
  );
  return ({ x, row, blocks }, t, _u, streamOf) => {
    variates({ x: g, row, blocks }, streamOf);
    backend.dotLine(t, x, g, blocks, d, centre, direction);
  };
}

/** v / |v|; the largest coordinate is divided out first, so that no square overflows. */
function unit(v: readonly number[]): readonly number[] {
  const largest = Math.max(...v.map(Math.abs));
  const scaled = v.map((value) => value / largest);
  const norm = Math.sqrt(scaled.reduce((sum, value) => sum + value * value, 0));
  return scaled.map((value) => value / norm);
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

import { createArena } from '../arena.ts';
import type { Stream } from '../backend.ts';
import { log } from '../math/log.ts';
import { sincosTurn } from '../math/trigonometry.ts';
import { ownRandom } from '../random/own-random.ts';
import { TASTE_GAMMA_ROLE, tastesRole } from '../random/roles.ts';
import { createWasmBackend } from '../wasm/wasm-backend.ts';
import { choleskyFactor } from './covariance.ts';
import type { GammaUsers, UsersLaw } from './population.ts';

/**
 * Tastes of U personas of a law of users, U x d row-major: the few fixed people whom a data set of twins asks again and again.
 *
 * Kinds of a mixture or of a scale law are allotted in proportion to their weights, the largest remainders first, so that 200 personas of two
 * kinds of weight 1/2 are 100 and 100. Other laws draw: persona u's taste is a pure function of (key, u).
 */
export function personaTastes(users: UsersLaw, count: number, key: readonly [number, number]): Float64Array {
  switch (users.law) {
    case 'point':
      return rows(count, () => users.mean);
    case 'mixture': {
      const kinds = allotted(users.weights, count);
      return rows(count, (u) => users.types[kinds[u]]);
    }
    case 'scale': {
      const kinds = allotted(users.weights, count);
      return rows(count, (u) => users.direction.map((value) => users.scales[kinds[u]] * value));
    }
    case 'gaussian': {
      const d = users.mean.length;
      const factor = choleskyFactor(users.covariance);
      return rows(count, (u) => {
        const normals = standardNormals(d, key, u);
        return users.mean.map((value, j) => {
          let sum = value;
          for (let k = 0; k <= j; k++) sum += factor[j * d + k] * normals[k];
          return sum;
        });
      });
    }
    case 'gamma':
      return gammaTastes(users, count, key);
    default:
      return users satisfies never;
  }
}

function rows(count: number, rowOf: (u: number) => readonly number[]): Float64Array {
  const first = rowOf(0);
  const all = new Float64Array(count * first.length);
  for (let u = 0; u < count; u++) all.set(u === 0 ? first : rowOf(u), u * first.length);
  return all;
}

/** Which kind each persona is, in runs: floor(w U) of each, and one more of those with the largest remainders. */
function allotted(weights: readonly number[], count: number): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (weight / total) * count);
  const sizes = exact.map(Math.floor);
  const byRemainder = exact
    .map((_, k) => k)
    .sort((a, b) => exact[b] - sizes[b] - (exact[a] - sizes[a]) || a - b);
  const missing = count - sizes.reduce((sum, size) => sum + size, 0);
  for (const k of byRemainder.slice(0, missing)) sizes[k]++;
  return sizes.flatMap((size, k) => Array<number>(size).fill(k));
}

function standardNormals(d: number, [key0, key1]: readonly [number, number], u: number): Float64Array {
  const normals = new Float64Array(d + 1);
  for (let j = 0; j < d; j += 2) {
    const [a, b] = ownRandom({ key0, key1, role: tastesRole(j / 2), replicate: 0 }).uniforms(u);
    const radius = Math.sqrt(-2 * log(b));
    const { sin, cos } = sincosTurn(a);
    normals[j] = radius * cos;
    normals[j + 1] = radius * sin;
  }
  return normals;
}

function gammaTastes(
  { mean, along, skew, scale }: GammaUsers,
  count: number,
  [key0, key1]: readonly [number, number],
): Float64Array {
  const arena = createArena(createWasmBackend());
  const blocks = Math.ceil(count / 8);
  const at = arena.f64(8 * blocks);
  const stream: Stream = { key0, key1, role: TASTE_GAMMA_ROLE, replicate: 0 };
  // Beyond this shape a standard gamma variate is a normal one to rounding.
  arena.backend.standardGamma(at, blocks, Math.min(4 / (skew * skew), 1e32), stream, 0);
  const variates = arena.backend.f64(at, count);
  const length = Math.sqrt(along.reduce((sum, value) => sum + value * value, 0));
  const factor = (skew < 0 ? -scale : scale) / length;
  return rows(count, (u) => mean.map((value, j) => value + factor * along[j] * variates[u]));
}

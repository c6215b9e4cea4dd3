import type { Sample } from '../arena.ts';
import type { UserRows } from './user-rows.ts';

/** K tastes and the logarithms of their shares. */
export interface Mixture {
  /** K vectors of length d. */
  readonly thetas: readonly Float64Array[];
  /** Length K; their exponentials sum to 1. */
  readonly logWeights: Float64Array;
}

/** What a step of EM needs; sums over all users. */
export interface MixtureSums {
  /** sum_u log sum_k w_k prod_i sigma(z_i . theta_k), i over user u's rows. */
  readonly logLikelihood: number;
  readonly components: readonly ComponentSums[];
}

/** r_u is the component's responsibility for user u. */
interface ComponentSums {
  /** sum_u r_u. */
  readonly users: number;
  /** sum r_u sigma(-v) z over rows, length d. */
  readonly gradient: Float64Array;
  /** sum r_u sigma'(v) z z' over rows, row-major d x d. */
  readonly hessian: Float64Array;
}

/** Rows at hand at once: the terms of a few components then stay in a core's second cache. */
const ROOM = 512;

/** A sample of panels with what the kernel of mixtures needs, laid out once; `release` gives back the memory. */
export function loadMixture(sample: Sample, { users, offsets, longest }: UserRows, components: number) {
  const { arena, z, d } = sample;
  const release = arena.mark();
  const size = 1 + d + (d * (d + 1)) / 2;
  const room = Math.max(ROOM, Math.ceil(longest / 8) * 8 + 8);
  const at = {
    z,
    d,
    components,
    users,
    room,
    offsets: arena.u32(users + 1),
    thetas: arena.f64(components * d),
    logWeights: arena.f64(components),
    scratch: arena.scratch(8 * 6 * components * (room + 2)),
  };
  const out = arena.scratch(16 * (1 + components * size));
  arena.backend.u32(at.offsets, users + 1).set(offsets);
  const sums = ({ thetas, logWeights }: Mixture): MixtureSums => {
    const memory = arena.backend.doubles();
    for (let k = 0; k < components; k++) memory.set(thetas[k], at.thetas / 8 + k * d);
    memory.set(logWeights, at.logWeights / 8);
    arena.backend.mixture(at, out);
    const found = memory.slice(out / 8, out / 8 + 1 + components * size);
    return {
      logLikelihood: found[0],
      components: thetas.map((_, k) => componentOf(found.subarray(1 + k * size, 1 + (k + 1) * size), d)),
    };
  };
  return { sums, release };
}

function componentOf(found: Float64Array, d: number): ComponentSums {
  const hessian = new Float64Array(d * d);
  let at = 1 + d;
  for (let j = 0; j < d; j++) {
    for (let k = 0; k <= j; k++) hessian[j * d + k] = hessian[k * d + j] = found[at++];
  }
  return { users: found[0], gradient: found.slice(1, 1 + d), hessian };
}

import type { Stream } from '../kernels/backend.ts';
import { cholesky, choleskySolve } from '../kernels/math/cholesky.ts';
import { exp } from '../kernels/math/exp.ts';
import { dot, norm, unit } from '../kernels/math/vectors.ts';
import { standardNormals } from '../kernels/mixed-logit/standard-normals.ts';
import type { TastePrior } from '../kernels/mixed-logit/taste-posterior.ts';
import { lowerTimes, upperTimes } from '../kernels/mixed-logit/triangular.ts';
import { ownRandom } from '../kernels/random/own-random.ts';
import { linkOf } from './link.ts';
import { noiseOf } from './noise.ts';
import { NORMAL_PEAK } from './special-functions.ts';

const DRAWS = 256;
/** The trapezoid rule in t between -7 and 7, whose error is below 1e-9. */
const NODES_A_UNIT = 3;
const NODES = 7 * NODES_A_UNIT;
const LINK = linkOf({ law: 'normal' }, noiseOf({ law: 'logistic', scale: 1 }));

/**
 * How far a skewness of 1 of a . beta turns the sign estimator's direction from that of the mean taste: a vector orthogonal to that, in
 * radians where it is short, for tastes that are otherwise normal and features X ~ N(0, I).
 *
 * To first order in the skewness the tastes have the density f (1 + s (t^3 - 3 t) / 6), t the standardised a . beta, so that the slope of the
 * population score at the mean is s G with G = E[omega(|b|) b (t^3 - 3 t)] / 6, b = P beta, and the turn is V^-1 G, V its curvature there
 * (both without the factor 4 phi(0)). Expectations by the trapezoid rule in t and 512 antithetic normals across it.
 *
 * Null where V is not positive definite: the mean's direction is then no maximum.
 */
export function skewnessTurn(
  { mean, factor }: TastePrior,
  { direction, stream }: { readonly direction: Float64Array; readonly stream: Stream },
): Float64Array | null {
  const d = mean.length;
  const target = unit(mean);
  const axis = unit(upperTimes(factor, direction, d));
  const random = ownRandom(stream);
  const slope = new Float64Array(d);
  // What is along the target is no turn; a curvature of 1 there keeps V regular.
  const curvature = target.reduce(
    (sums, value, j) => {
      for (let k = 0; k < d; k++) sums[j * d + k] = value * target[k];
      return sums;
    },
    new Float64Array(d * d),
  );
  const step = lowerTimes(factor, axis, d);
  for (let r = 0; r < DRAWS; r++) {
    const z = standardNormals(random, { index: r, d });
    const along = dot(axis, z);
    const rest = lowerTimes(
      factor,
      z.map((value, j) => value - along * axis[j]),
      d,
    );
    for (const sign of [1, -1]) {
      for (let k = -NODES; k <= NODES; k++) {
        const t = k / NODES_A_UNIT;
        const deviation = rest.map((value, j) => sign * value + t * step[j]);
        const weight = (NORMAL_PEAK * exp((-t * t) / 2)) / (NODES_A_UNIT * 2 * DRAWS);
        addDraw({ slope, curvature }, { deviation, mean, target, t, weight });
      }
    }
  }
  const l = cholesky(curvature, d, () => 1e-9);
  return l && choleskySolve(l, slope, d);
}

interface Sums {
  readonly slope: Float64Array;
  readonly curvature: Float64Array;
}

interface Draw {
  readonly deviation: Float64Array;
  readonly mean: Float64Array;
  readonly target: Float64Array;
  readonly t: number;
  readonly weight: number;
}

function addDraw({ slope, curvature }: Sums, { deviation, mean, target, t, weight }: Draw): void {
  const d = mean.length;
  const beta = mean.map((value, j) => value + deviation[j]);
  const a = dot(beta, target);
  const b = beta.map((value, j) => value - a * target[j]);
  const length = norm(b);
  const omega = LINK.rate(length);
  // E[b (t^3 - 3 t)] is 0, so that omega less its value at 0 has the same mean and less noise.
  const skewed = (weight * (omega - 0.25) * (t * t * t - 3 * t)) / 6;
  const ray = length === 0 ? 0 : (LINK.slope(length) - omega) / (length * length);
  for (let j = 0; j < d; j++) {
    slope[j] += skewed * b[j];
    for (let k = 0; k < d; k++) {
      const same = (j === k ? 1 : 0) - target[j] * target[k];
      curvature[j * d + k] += weight * a * (omega * same + ray * b[j] * b[k]);
    }
  }
}

import { type Sample, sampleIndex } from '../arena.ts';
import { comparisonsLength } from '../comparisons.ts';
import { sampleLosses } from '../losses/linear-losses.ts';
import { cholesky } from '../math/cholesky.ts';
import { exp } from '../math/exp.ts';
import { sandwichProduct } from '../math/sandwich.ts';
import type { Units } from './resample.ts';

/**
 * The sandwich covariance of the logistic maximum likelihood estimate theta, robust to heterogeneous users:
 * A^-1 B A^-1, A the Hessian of the summed loss and B = U / (U - 1) sum over units of g_u g_u', g_u the gradient of the
 * loss over the rows of unit u; U units. Rows of one person are a unit, so that their choices may depend on each other.
 *
 * @param theta the estimate itself, not its direction, length d.
 * @returns row-major d x d; null where A is singular.
 *
 * Source: Huber (1967); Liang & Zeger (1986) for units.
 */
export function logisticSandwich(sample: Sample, theta: Float64Array, units: Units): Float64Array | null {
  const { d } = sample;
  const [{ hessian }] = sampleLosses(sample).logisticCurvature([theta]);
  const factor = cholesky(hessian, d);
  if (factor === null) return null;
  return sandwichProduct(factor, scoreProducts(sample, theta, units), d);
}

/** U / (U - 1) sum over units of g_u g_u'. */
function scoreProducts(sample: Sample, theta: Float64Array, units: Units): Float64Array {
  const { arena, n, d } = sample;
  const z = arena.backend.f64(sample.z, comparisonsLength(n, d));
  const sums = new Float64Array(d * d);
  const score = new Float64Array(d);
  for (let unit = 0; unit < units.count; unit++) {
    score.fill(0);
    const first = units.starts === null ? unit : units.starts[unit];
    const last = units.starts === null ? unit + 1 : units.starts[unit + 1];
    for (let i = first; i < last; i++) {
      let v = 0;
      for (let j = 0; j < d; j++) v += z[sampleIndex(i, j, d)] * theta[j];
      const weight = tail(v);
      for (let j = 0; j < d; j++) score[j] += weight * z[sampleIndex(i, j, d)];
    }
    for (let j = 0; j < d; j++) for (let k = 0; k < d; k++) sums[j * d + k] += score[j] * score[k];
  }
  const correction = units.count / Math.max(1, units.count - 1);
  return sums.map((value) => correction * value);
}

/** sigma(-v). */
function tail(v: number): number {
  const e = exp(-Math.abs(v));
  return v > 0 ? e / (1 + e) : 1 / (1 + e);
}

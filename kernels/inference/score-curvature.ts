import { exp } from '../math/exp.ts';
import type { ChartedRows } from './chart.ts';

const DENSITY = 0.3989422804014327; // 1 / sqrt(2 pi)

/**
 * Minus the second derivative of the population score in a chart's coordinates at xi = 0, estimated by smoothing:
 * H_kl = (2 / n) sum_i (v_i / h) phi(v_i / h) s_ik s_il / h^2, v_i = z_i . theta and s_i the slopes.
 *
 * It is the curvature of mean (2 Phi(z.theta / h) - 1), the score M_n (T1) with a normal kernel of bandwidth h > 0, in
 * the units of z . theta. Result row-major (d - 1) x (d - 1), symmetric, not always positive definite. Consistent where
 * h -> 0 and n h^3 -> infinity.
 *
 * Source: Cattaneo, Jansson & Nagasawa (2020), Bootstrap-based inference for cube root asymptotics, section 4.1; their score
 * is half of M_n.
 */
export function plugInCurvature(
  { n, dimension, offsets, slopes }: ChartedRows,
  bandwidth: number,
): Float64Array {
  const sums = new Float64Array(dimension * dimension);
  for (let i = 0; i < n; i++) {
    const u = offsets[i] / bandwidth;
    if (Math.abs(u) > 38) continue;
    const weight = u * DENSITY * exp((-u * u) / 2);
    for (let k = 0; k < dimension; k++) {
      for (let l = 0; l <= k; l++) {
        sums[k * dimension + l] += weight * slopes[i * dimension + k] * slopes[i * dimension + l];
      }
    }
  }
  const scale = 2 / (n * bandwidth * bandwidth);
  for (let k = 0; k < dimension; k++) {
    for (let l = 0; l <= k; l++) {
      const value = scale * sums[k * dimension + l];
      sums[k * dimension + l] = sums[l * dimension + k] = value;
    }
  }
  return sums;
}

/**
 * The same by differences of the score itself:
 * H_kl = -(M(e e_k + e e_l) - M(e e_k - e e_l) - M(-e e_k + e e_l) + M(-e e_k - e e_l)) / (4 e^2), e the step in xi.
 *
 * Needs no smoothness beyond that of the population score. Consistent where e -> 0 and n e^3 -> infinity.
 *
 * Source: as `plugInCurvature`, their generic estimator.
 */
export function numericalCurvature(rows: ChartedRows, step: number): Float64Array {
  const { dimension } = rows;
  const curvature = new Float64Array(dimension * dimension);
  const at = (k: number, l: number, signK: number, signL: number): number => {
    const xi = new Float64Array(dimension);
    xi[k] += signK * step;
    xi[l] += signL * step;
    return scoreAt(rows, xi);
  };
  for (let k = 0; k < dimension; k++) {
    for (let l = 0; l <= k; l++) {
      const second = at(k, l, 1, 1) - at(k, l, 1, -1) - at(k, l, -1, 1) + at(k, l, -1, -1);
      curvature[k * dimension + l] = curvature[l * dimension + k] = -second / (4 * step * step);
    }
  }
  return curvature;
}

function scoreAt({ n, dimension, offsets, slopes }: ChartedRows, xi: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let v = offsets[i];
    for (let k = 0; k < dimension; k++) v += xi[k] * slopes[i * dimension + k];
    sum += Math.sign(v);
  }
  return sum / n;
}

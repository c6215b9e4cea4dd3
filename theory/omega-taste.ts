import { exp } from '../kernels/math/exp.ts';
import { PI } from '../kernels/math/trigonometry.ts';
import { cholesky, dot, norm, solveLower, solveLowerTransposed } from './linear-algebra.ts';
import { integrateEven } from './quadrature.ts';
import { omega } from './special-functions.ts';
import type { TasteComponent } from './tastes.ts';

/** Beyond 14 the density below is under 1e-17 of its height. */
export const FREQUENCY_RANGE = { step: 0.25, upTo: 14 };

/** w / sinh(pi w): half the characteristic function of the logistic law, so that omega(s) = Int_0^inf of it * exp(-w^2 s^2 / 2). */
export function logisticFrequency(w: number): number {
  if (w < 1e-4) return (1 - (PI * w * PI * w) / 6) / PI;
  const e = exp(-PI * w);
  return (2 * w * e) / (1 - e * e);
}

/**
 * E[omega(|beta|) beta], beta of the mixture (S3): the Gaussian-feature score direction of T2, T3 and T9.
 *
 * A point mass gives omega(|m|) m. For N(m, S): Int_0^inf w / sinh(pi w) |I + w^2 S|^(-1/2) exp(-w^2 m'q / 2) q dw with
 * q = (I + w^2 S)^-1 m, one dimension of quadrature whatever d is. Relative error below 1e-12; null where it does not converge.
 */
export function meanOmegaTaste(components: readonly TasteComponent[]): number[] | null {
  const d = components[0].mean.length;
  const sum = new Array<number>(d).fill(0);
  for (const { weight, mean, covariance } of components) {
    const part =
      covariance === null
        ? scaled(mean, omega(norm(mean)))
        : integrateEven((w) => gaussianIntegrand(w, mean, covariance), FREQUENCY_RANGE);
    if (part === null) return null;
    for (let j = 0; j < d; j++) sum[j] += weight * part[j];
  }
  return sum;
}

const scaled = (vector: readonly number[], factor: number): number[] => vector.map((value) => factor * value);

function gaussianIntegrand(
  w: number,
  mean: readonly number[],
  covariance: readonly (readonly number[])[],
): readonly number[] {
  const damped = covariance.map((row, i) => row.map((value, j) => w * w * value + (i === j ? 1 : 0)));
  const lower = cholesky(damped);
  if (lower === null) return mean.map(() => Number.NaN);
  const determinantRoot = lower.reduce((product, row, i) => product * row[i], 1);
  const q = solveLowerTransposed(lower, solveLower(lower, mean));
  return scaled(q, (logisticFrequency(w) * exp((-w * w * dot(mean, q)) / 2)) / determinantRoot);
}

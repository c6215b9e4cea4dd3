import { exp } from '../kernels/math/exp.ts';
import { PI } from '../kernels/math/trigonometry.ts';
import { dot, norm } from '../kernels/math/vectors.ts';
import type { Matrix } from '../kernels/populations/population.ts';
import { integrateHalfLine } from './quadrature.ts';
import { omega } from './special-functions.ts';
import type { TasteComponent } from './tastes.ts';
import { solveShifted, tridiagonalise } from './tridiagonal.ts';

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
    const part = covariance === null ? scaled(mean, omega(norm(mean))) : gaussianMean(mean, covariance);
    if (part === null) return null;
    for (let j = 0; j < d; j++) sum[j] += weight * part[j];
  }
  return sum;
}

const scaled = (vector: readonly number[], factor: number): number[] => vector.map((value) => factor * value);

function gaussianMean(mean: readonly number[], covariance: Matrix): number[] | null {
  const reduced = tridiagonalise(covariance);
  const turned = reduced.into(mean);
  const integral = integrateHalfLine((w) => {
    const { x, determinantRoot } = solveShifted(reduced, w * w, turned);
    return scaled(x, (logisticFrequency(w) * exp((-w * w * dot(turned, x)) / 2)) / determinantRoot);
  });
  return integral === null ? null : reduced.back(integral);
}

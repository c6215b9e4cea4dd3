import { exp } from '../kernels/math/exp.ts';
import { PI, sincos } from '../kernels/math/trigonometry.ts';
import { dot } from '../kernels/math/vectors.ts';
import { form } from './linear-algebra.ts';
import { logisticFrequency } from './omega-taste.ts';
import { integrateHalfLine, sigmoidNodes } from './quadrature.ts';
import { kPrime, NORMAL_PEAK, omega, sigmoidSlope, signedChoice } from './special-functions.ts';
import type { TasteComponent } from './tastes.ts';

/** M'(phi) and -M''(phi) of the population score M in d = 2 (T1, T6), with theta(phi) = (cos phi, sin phi). */
export interface ScoreSlope {
  readonly slope: number;
  readonly curvature: number;
}

/** Means over a component of (k(b), k'(b) a) or of their kin, a = beta . theta and b = beta . theta_perp. */
type ComponentMeans = (along: Projection) => readonly [slope: number, curvature: number];

interface Projection {
  readonly a: number;
  readonly b: number;
  /** Variance of b, and its covariance with a; zero for a point mass. */
  readonly bb: number;
  readonly ab: number;
}

/**
 * Slope and curvature of the population score at the angle phi.
 *
 * X ~ N(0, I): M' = 4 phi(0) E k(b), V = 4 phi(0) E[k'(b) a]. X uniform on the circle: M' = (2/pi) E tanh(b/2),
 * V = (4/pi) E[sigma'(b) a]. Tastes as seen by those features (whitened where need be). Relative error below 1e-11.
 */
export function scoreSlope(
  features: 'gaussian' | 'circle',
  components: readonly TasteComponent[],
  phi: number,
): ScoreSlope {
  const { sin, cos } = sincos(phi);
  const [along, across] = [
    [cos, sin],
    [-sin, cos],
  ];
  const means = features === 'gaussian' ? gaussianMeans : circleMeans;
  const factor = features === 'gaussian' ? 4 * NORMAL_PEAK : 2 / PI;
  let slope = 0;
  let curvature = 0;
  for (const { weight, mean, covariance } of components) {
    const bb = covariance === null ? 0 : form(across, covariance, across);
    const ab = covariance === null ? 0 : form(along, covariance, across);
    const [s, v] = means({ a: dot(mean, along), b: dot(mean, across), bb, ab });
    slope += weight * s;
    curvature += weight * v;
  }
  return { slope: factor * slope, curvature: factor * curvature };
}

/**
 * E k(b) and E[k'(b) a]. With D = 1 + w^2 Var b, E k(b) = Int w / sinh(pi w) Eb D^(-3/2) exp(-w^2 (Eb)^2 / 2D) dw; the second
 * is minus its derivative as theta turns, under which Eb falls by Ea and Var b by 2 Cov(a, b).
 */
const gaussianMeans: ComponentMeans = ({ a, b, bb, ab }) => {
  if (bb === 0) return [b * omega(b), a * kPrime(b)];
  const means = integrateHalfLine((w) => {
    const damping = 1 + w * w * bb;
    const x = (w * w * b * b) / damping;
    const height = (logisticFrequency(w) * exp(-x / 2)) / (damping * Math.sqrt(damping));
    return [b * height, height * (a * (1 - x) + ab * b * ((w * w) / damping) * (x - 3))];
  });
  return means === null ? [Number.NaN, Number.NaN] : [means[0], means[1]];
};

/** E tanh(b/2) and 2 E[sigma'(b) a], with E[a | b] linear in b. */
const circleMeans: ComponentMeans = ({ a, b, bb, ab }) => {
  if (bb === 0) return [signedChoice(b), 2 * a * sigmoidSlope(b)];
  const sd = Math.sqrt(bb);
  const nodes = sigmoidNodes(sd);
  if (nodes === null) return [Number.NaN, Number.NaN];
  return nodes.reduce<readonly [number, number]>(
    ([slope, curvature], { z, weight }) => [
      slope + weight * signedChoice(b + sd * z),
      curvature + weight * 2 * (a + (ab / sd) * z) * sigmoidSlope(b + sd * z),
    ],
    [0, 0],
  );
};

import { exp } from '../kernels/math/exp.ts';
import { sincos } from '../kernels/math/trigonometry.ts';
import { dot } from '../kernels/math/vectors.ts';
import { form } from './linear-algebra.ts';
import type { Link } from './link.ts';
import { logisticFrequency } from './omega-taste.ts';
import { integrateHalfLine, normalNodes } from './quadrature.ts';
import type { TasteComponent } from './tastes.ts';

/** M'(phi) and -M''(phi) of the population score M in d = 2 (T1, T6), with theta(phi) = (cos phi, sin phi). */
export interface ScoreSlope {
  readonly slope: number;
  readonly curvature: number;
}

/** Means over a component of (k(b), k'(b) a), a = beta . theta and b = beta . theta_perp. */
type ComponentMeans = (along: Projection) => readonly [slope: number, curvature: number];

interface Projection {
  readonly a: number;
  readonly b: number;
  /** Variance of b, and its covariance with a; zero for a point mass. */
  readonly bb: number;
  readonly ab: number;
}

/**
 * Slope and curvature of the population score at the angle phi, for spherically symmetric features whose coordinates have the density
 * `peak` at 0: M' = 4 peak E k(b), V = 4 peak E[k'(b) a]. N(0, I): peak = phi(0). The circle: peak = 1/pi and
 * k(b) = tanh(b/2) / 2 for logistic noise. Relative error below 1e-11 for those two, else that of the link.
 *
 * components: tastes as those features see them (whitened), in units of the noise.
 */
export function scoreSlope(
  { link, peak }: { readonly link: Link; readonly peak: number },
  components: readonly TasteComponent[],
  phi: number,
): ScoreSlope {
  const { sin, cos } = sincos(phi);
  const [along, across] = [
    [cos, sin],
    [-sin, cos],
  ];
  const means = link.gaussianLogit ? gaussianLogitMeans(link) : trapezoidMeans(link);
  let slope = 0;
  let curvature = 0;
  for (const { weight, mean, covariance } of components) {
    const bb = covariance === null ? 0 : Math.max(0, form(across, covariance, across));
    const ab = covariance === null ? 0 : form(along, covariance, across);
    const [s, v] = means({ a: dot(mean, along), b: dot(mean, across), bb, ab });
    slope += weight * s;
    curvature += weight * v;
  }
  return { slope: 4 * peak * slope, curvature: 4 * peak * curvature };
}

/**
 * E k(b) and E[k'(b) a]. With D = 1 + w^2 Var b, E k(b) = Int w / sinh(pi w) Eb D^(-3/2) exp(-w^2 (Eb)^2 / 2D) dw; the second
 * is minus its derivative as theta turns, under which Eb falls by Ea and Var b by 2 Cov(a, b).
 */
const gaussianLogitMeans =
  ({ rate, slope }: Link): ComponentMeans =>
  ({ a, b, bb, ab }) => {
    if (bb === 0) return [b * rate(b), a * slope(b)];
    const means = integrateHalfLine((w) => {
      const damping = 1 + w * w * bb;
      const x = (w * w * b * b) / damping;
      const height = (logisticFrequency(w) * exp(-x / 2)) / (damping * Math.sqrt(damping));
      return [b * height, height * (a * (1 - x) + ab * b * ((w * w) / damping) * (x - 3))];
    });
    return means === null ? [Number.NaN, Number.NaN] : [means[0], means[1]];
  };

/** Most nodes of a mean over Gaussian tastes. */
const FINEST = 1 / 128;

/** E k(b) and E[k'(b) a] with E[a | b] linear in b; k has the poles of tanh(b/2) or lies farther from any. */
const trapezoidMeans =
  ({ rate, slope }: Link): ComponentMeans =>
  ({ a, b, bb, ab }) => {
    if (bb === 0) return [b * rate(b), a * slope(b)];
    const sd = Math.sqrt(bb);
    const step = Math.min(0.5, 0.7 / sd);
    if (step < FINEST) return [Number.NaN, Number.NaN];
    let value = 0;
    let turned = 0;
    for (const { z, weight } of normalNodes(step)) {
      const at = b + sd * z;
      value += weight * at * rate(at);
      turned += weight * (a + (ab / sd) * z) * slope(at);
    }
    return [value, turned];
  };

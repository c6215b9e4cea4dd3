import { exp } from '../kernels/math/exp.ts';
import { sincos } from '../kernels/math/trigonometry.ts';
import { dot } from '../kernels/math/vectors.ts';
import { integrate, unitNodes } from './double-exponential.ts';
import { form } from './linear-algebra.ts';
import type { Link } from './link.ts';
import { logisticFrequency } from './omega-taste.ts';
import { integrateHalfLine } from './quadrature.ts';
import { NORMAL_PEAK } from './special-functions.ts';
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
  const means = link.gaussianLogit ? gaussianLogitMeans(link) : splitMeans(link);
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

/** Standard deviations of Gaussian tastes that count; beyond lie 1e-18 of them. */
const REACH = 9;

/**
 * E k(b) and E[k'(b) a] with E[a | b] linear in b, by the double exponential rule on either side of b = 0: there heavy-tailed features or
 * noise leave k a singularity of the kind |b|^p, which no rule of one step sees; and a link varies on the scale 1 however wide tastes are.
 */
const splitMeans =
  ({ rate, slope }: Link): ComponentMeans =>
  ({ a, b, bb, ab }) => {
    if (bb === 0) return [b * rate(b), a * slope(b)];
    const sd = Math.sqrt(bb);
    const [low, high] = [b - REACH * sd, b + REACH * sd];
    const nearest = Math.max(low, Math.min(0, high));
    let value = 0;
    let turned = 0;
    for (const end of [low, high]) {
      const length = end - nearest;
      if (length === 0) continue;
      const half = integrate(
        unitNodes,
        ({ at: share }) => {
          const at = nearest + length * share;
          const z = (at - b) / sd;
          const density = (Math.abs(length) / sd) * NORMAL_PEAK * exp((-z * z) / 2);
          return [density * at * rate(at), density * (a + (ab / sd) * z) * slope(at)];
        },
        { tolerance: 1e-11, levels: 8 },
      );
      value += half.value[0];
      turned += half.value[1];
    }
    return [value, turned];
  };

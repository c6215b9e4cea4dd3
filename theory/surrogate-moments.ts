import { exp } from '../kernels/math/exp.ts';
import { PI, sincos } from '../kernels/math/trigonometry.ts';
import { dot, norm } from '../kernels/math/vectors.ts';
import type { blurredChoice } from './blurred-choice.ts';
import { type GaussianTastes, tilted } from './gaussian-tilt.ts';
import { NORMAL_PEAK } from './special-functions.ts';
import type { TasteComponent } from './tastes.ts';

/**
 * Derivatives of F(u) = E[h(x) tanh(lambda x . u / 2)] for x ~ N(0, I) in some orthonormal axes, as sums that grow term by term: the gradient and the Hessian, row-major
 * with its lower triangle filled; and the means of K'^2 z^2 and K'^2, K' = d tanh(lambda t / 2) / dt at t = |u| z, which the noise of a surrogate is made of.
 */
export interface SurrogateMoments {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly along: number;
  readonly across: number;
}

/** A node of E over z > 0 with both of its signs: density times step, K' and K'' there. */
interface ChoiceNode {
  readonly z: number;
  readonly rise: number;
  readonly bend: number;
}

const RANGE = 8.5;
/** Beyond this many units of 1 / lambda the surrogate is flat to 1e-19. */
const REACH = 44;

/** Nodes of a trapezoid rule that resolves tanh(lambda |u| z / 2) and choices of slope `rate`; weights are in rise and bend. */
function surrogateNodes(
  lambda: number,
  size: number,
  rate: number,
): { readonly nodes: readonly ChoiceNode[]; readonly along: number; readonly across: number } {
  const sharp = lambda * size;
  // The fourth power of a hyperbolic secant has a finer scale than a sigmoid.
  const step = Math.max(0.002, Math.min(0.25, 0.7 / Math.max(1.5 * sharp, rate)));
  const count = Math.ceil(Math.min(RANGE, REACH / sharp) / step);
  let [along, across] = [0, 0];
  const nodes = Array.from({ length: count }, (_, i) => {
    const z = (i + 0.5) * step;
    const share = 2 * step * NORMAL_PEAK * exp((-z * z) / 2);
    const e = exp(-sharp * z);
    const rise = (2 * lambda * e) / ((1 + e) * (1 + e));
    along += share * rise * rise * z * z;
    across += share * rise * rise;
    return { z, rise: share * rise, bend: (-share * rise * lambda * (1 - e)) / (1 + e) };
  });
  return { nodes, along, across };
}

/** h and its derivatives in the mean and the standard deviation of normal utilities. */
type Blur = typeof blurredChoice;

/**
 * Tastes on points, logistic or normal noise: with a = beta . u / |u| and b across, E_y h = h(a z, |b|) is the choice of utilities N(a z, |b|^2), so that
 * all moments are one sum over z.
 */
export function pointMoments(
  components: readonly TasteComponent[],
  u: readonly number[],
  { lambda, blur }: { readonly lambda: number; readonly blur: Blur },
): SurrogateMoments {
  const [d, size] = [u.length, norm(u)];
  const own = u.map((value) => value / size);
  const gradient = new Float64Array(d);
  const hessian = new Float64Array(d * d);
  const rate = Math.max(...components.map(({ mean }) => Math.abs(dot(mean, own))));
  const { nodes, along, across } = surrogateNodes(lambda, size, Math.min(rate, 350));
  let [forward, bend, flat] = [0, 0, 0];
  for (const { weight, mean } of components) {
    const a = dot(mean, own);
    const b = mean.map((value, j) => value - a * own[j]);
    const length = norm(b);
    let [turn, mixed, curl] = [0, 0, 0];
    for (const node of nodes) {
      const { value, byMean, bySd } = blur(a * node.z, length);
      forward += weight * node.rise * node.z * value;
      turn += weight * node.rise * byMean;
      bend += weight * node.bend * node.z * node.z * value;
      flat += weight * node.bend * value;
      mixed += weight * node.bend * node.z * byMean;
      curl += length < 1e-9 ? 0 : (weight * node.bend * bySd) / length;
    }
    for (let i = 0; i < d; i++) {
      gradient[i] += turn * b[i];
      const [first, second] = [mixed * own[i] + curl * b[i], mixed * b[i]];
      for (let j = 0; j <= i; j++) hessian[i * d + j] += first * b[j] + second * own[j];
    }
  }
  for (let i = 0; i < d; i++) {
    gradient[i] += forward * own[i];
    hessian[i * d + i] += flat;
    for (let j = 0; j <= i; j++) hessian[i * d + j] += (bend - flat) * own[i] * own[j];
  }
  return { gradient, hessian, along, across };
}

/** Ends of the double exponential rule w = exp(v - exp(-v)) over all frequencies. */
const [FROM, UNTIL] = [-4, 2.75];

/**
 * Gaussian tastes, noise of a known characteristic function, in the axes of their covariance: h(x) = 2 Int frequency(w) sin(w x . beta) / w dw, and with the tilted law of
 * gaussian-tilt.ts the mean over tastes and over x across u leaves sums over w and z.
 *
 * step: of the rule in w.
 */
export function gaussianMoments(
  tastes: GaussianTastes,
  u: readonly number[],
  {
    lambda,
    frequency,
    step,
  }: { readonly lambda: number; readonly frequency: (w: number) => number; readonly step: number },
): SurrogateMoments {
  const [d, size] = [u.length, norm(u)];
  const own = u.map((value) => value / size);
  const gradient = new Float64Array(d);
  const hessian = new Float64Array(d * d);
  const { nodes, along, across } = surrogateNodes(lambda, size, 2);
  let [forward, bend] = [0, 0];
  for (let v = FROM; v <= UNTIL; v += step) {
    const thin = exp(-v);
    const w = exp(v - thin);
    const { share, a, variance, q, r, inverse, edge, reach } = tilted(tastes, own, w);
    const weight = 2 * frequency(w) * share * step * w * (1 + thin);
    if (!(weight > 1e-30)) continue;
    let [riseSin, riseCos, flatSin, nearCos, farSin] = [0, 0, 0, 0, 0];
    for (const { z, rise, bend: fall } of nodes) {
      const damping = exp((-w * w * variance * z * z) / 2);
      if (damping < 1e-18) break;
      const wave = sincos(w * a * z);
      const [sin, cos] = [damping * wave.sin, damping * wave.cos];
      riseSin += rise * z * sin;
      riseCos += rise * cos;
      flatSin += fall * sin;
      nearCos += fall * z * cos;
      farSin += fall * z * z * sin;
    }
    const square = w * w;
    forward += (weight / w) * riseSin;
    bend += (weight / w) * farSin;
    const corner = (weight / w) * flatSin;
    for (let i = 0; i < d; i++) {
      gradient[i] += weight * (riseCos * q[i] - w * riseSin * r[i]);
      const mixed = weight * (nearCos * q[i] - w * farSin * r[i]);
      const byEdge = (-corner * edge[i]) / reach;
      const byQ = -corner * square * q[i] - weight * square * nearCos * r[i];
      const byR = weight * square * w * farSin * r[i] - weight * square * nearCos * q[i];
      hessian[i * d + i] += corner * inverse[i];
      for (let j = 0; j <= i; j++) {
        hessian[i * d + j] += byEdge * edge[j] + byQ * q[j] + byR * r[j];
        hessian[i * d + j] += mixed * own[j] + weight * own[i] * (nearCos * q[j] - w * farSin * r[j]);
      }
    }
  }
  for (let i = 0; i < d; i++) {
    gradient[i] += forward * own[i];
    for (let j = 0; j <= i; j++) hessian[i * d + j] += bend * own[i] * own[j];
  }
  return { gradient, hessian, along, across };
}

/** E erf((m + sd Z) / sqrt 2) with its derivatives: the mean choice of normal noise and utilities N(m, sd^2). */
export function normalBlur(erf: (x: number) => number): Blur {
  return (m, sd) => {
    const total = Math.sqrt(1 + sd * sd);
    const t = m / total;
    const peak = (Math.sqrt(2 / PI) * exp((-t * t) / 2)) / total;
    return { value: erf(t * Math.SQRT1_2), byMean: peak, bySd: (-peak * t * sd) / total };
  };
}

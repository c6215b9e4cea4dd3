import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import { dot } from '../kernels/math/vectors.ts';
import { type Eigen, eigenvalues } from './eigenvalues.ts';
import { times, transposedTimes } from './linear-algebra.ts';
import type { TasteComponent } from './tastes.ts';

/** Gaussian tastes N(m, S) in the axes of S, in which (I + w^2 S)^-1 is diagonal for every w. */
export interface GaussianTastes {
  readonly axes: Eigen;
  /** m in those axes. */
  readonly mean: readonly number[];
}

/** Turns Gaussian tastes into the axes of their covariance, once for every direction that follows. */
export function gaussianTastes({
  mean,
  covariance,
}: Pick<TasteComponent, 'mean' | 'covariance'>): GaussianTastes {
  const axes = eigenvalues(covariance ?? []);
  return { axes, mean: into(axes, mean) };
}

/** Coordinates of a vector in the axes, and back. */
export const into = ({ vectors }: Eigen, vector: readonly number[]): number[] => times(vectors, vector);
export const back = ({ vectors }: Eigen, vector: readonly number[]): number[] =>
  transposedTimes(vectors, vector);

/** What remains of N(m, S) under the weight e^(-w^2 |b|^2 / 2), b = P beta across a direction u, in the axes of S. */
export interface Tilt {
  /** E e^(-w^2 |b|^2 / 2). */
  readonly share: number;
  /** Mean and variance of a = beta . u under the weight, and the mean q of b; its covariance with a is r. */
  readonly a: number;
  readonly variance: number;
  readonly q: readonly number[];
  readonly r: readonly number[];
  /** R = (I + w^2 P S P)^-1 on the tangent = diag(inverse) - edge edge' / reach; Cov(b) = (I - R) / w^2. */
  readonly inverse: readonly number[];
  readonly edge: readonly number[];
  readonly reach: number;
}

/**
 * The tilted law for one w > 0, u in the axes of S: with D = (I + w^2 S)^-1 and c = u'Du, R = D - D u u'D / c, the share is
 * (|I + w^2 S| c)^(-1/2) e^(-w^2 m'Rm / 2), q = R m, r = R S u = (u - D u / c) / w^2, and a has mean m.u - w^2 u'S q
 * and variance u'S u - w^2 u'S r. Costs d operations.
 */
export function tilted({ axes: { values }, mean }: GaussianTastes, u: readonly number[], w: number): Tilt {
  const square = w * w;
  const inverse = values.map((value) => 1 / (1 + square * Math.max(0, value)));
  const edge = inverse.map((value, i) => value * u[i]);
  const reach = dot(edge, u);
  const pull = dot(edge, mean) / reach;
  const q = inverse.map((value, i) => value * mean[i] - pull * edge[i]);
  // From S u, since (u - D u / c) / w^2 cancels for small w.
  const stretched = values.map((value, i) => Math.max(0, value) * u[i]);
  const lean = dot(edge, stretched) / reach;
  const r = inverse.map((value, i) => value * stretched[i] - lean * edge[i]);
  const spread = inverse.reduce((sum, value) => sum - log(value), log(reach));
  return {
    share: exp(-(spread + square * dot(mean, q)) / 2),
    a: dot(mean, u) - square * dot(stretched, q),
    variance: Math.max(0, dot(stretched, u) - square * dot(stretched, r)),
    q,
    r,
    inverse,
    edge,
    reach,
  };
}

/** E[rate(|b|) b], rate(s) = Int_0^inf frequency e^(-w^2 s^2 / 2) dw, at any unit u in the coordinates of the tastes: Int frequency share q dw. Relative error 1e-9. */
export const gaussianSlope =
  (tastes: GaussianTastes, frequency: (w: number) => number) =>
  (u: readonly number[]): number[] => {
    const own = into(tastes.axes, u);
    const sum = new Array<number>(u.length).fill(0);
    for (let v = FROM; v <= UNTIL; v += STEP) {
      const thin = exp(-v);
      const w = exp(v - thin);
      const { share, q } = tilted(tastes, own, w);
      const height = frequency(w) * share * STEP * w * (1 + thin);
      for (let j = 0; j < sum.length; j++) sum[j] += height * q[j];
    }
    return back(tastes.axes, sum);
  };

/** The double exponential rule w = exp(v - exp(-v)), as quadrature.ts begins with. */
const [FROM, UNTIL, STEP] = [-4, 2.75, 0.125];

import { exp } from '../kernels/math/exp.ts';
import { PI } from '../kernels/math/trigonometry.ts';
import type { Matrix } from '../kernels/populations/population.ts';
import { back, type GaussianTastes, into, tilted } from './gaussian-tilt.ts';
import type { Noise } from './noise.ts';
import { logisticFrequency } from './omega-taste.ts';
import { integrateHalfLine } from './quadrature.ts';

/**
 * Of a noise V, its characteristic function over pi, so that rate(s) = Int_0^inf of it * exp(-w^2 s^2 / 2) dw for normal features (S1); null for
 * Student's, which has none of the kind.
 */
export function frequencyOf({ law }: Pick<Noise, 'law'>): ((w: number) => number) | null {
  if (law === 'logistic') return logisticFrequency;
  return law === 'normal' ? (w) => exp((-w * w) / 2) / PI : null;
}

/**
 * E[a (rate(|b|) (I - bb'/|b|^2) + k'(|b|) bb'/|b|^2)] on the tangent at the direction u of the mean of beta ~ N(m, S), normal features, a = beta . u, b = P beta (T8b): by the
 * tilted law of gaussian-tilt.ts, whose q is 0 there, |m| Int_0^inf frequency share R dw, one dimension of quadrature whatever d is.
 *
 * u: m / |m|. The d x d matrix, 0 along u; null where the quadrature does not settle. Relative error below 1e-12.
 */
export function omegaCurvature(
  tastes: GaussianTastes,
  u: readonly number[],
  frequency: (w: number) => number,
): Matrix | null {
  const own = into(tastes.axes, u);
  const d = own.length;
  const integral = integrateHalfLine((w) => {
    const { share, a, inverse, edge, reach } = tilted(tastes, own, w);
    const height = frequency(w) * share * a;
    const upper: number[] = [];
    for (let i = 0; i < d; i++) {
      const shrunk = edge[i] / reach;
      for (let j = i; j < d; j++) upper.push(height * ((i === j ? inverse[i] : 0) - shrunk * edge[j]));
    }
    return upper;
  });
  if (integral === null) return null;
  const place = (i: number, j: number): number => (i * (2 * d - i - 1)) / 2 + j;
  const inAxes = own.map((_, i) => own.map((__, j) => integral[place(Math.min(i, j), Math.max(i, j))]));
  const half = inAxes.map((row) => back(tastes.axes, row));
  const columns = own.map((_, j) =>
    back(
      tastes.axes,
      half.map((row) => row[j]),
    ),
  );
  return own.map((_, i) => own.map((__, j) => columns[j][i]));
}

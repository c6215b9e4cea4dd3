import type { Stream } from '../backend.ts';
import { cholesky } from '../math/cholesky.ts';
import { type Chart, type ChartedRows, pointAt } from './chart.ts';
import { drawWithReplacement, rowWeights, type Units } from './resample.ts';
import { reshapedSearch } from './reshaped-search.ts';

export interface ReshapedBootstrap {
  readonly chart: Chart;
  readonly rows: ChartedRows;
  /** Row-major H; see kernels/inference/score-curvature.ts. */
  readonly curvature: Float64Array;
  readonly units: Units;
  readonly draws: number;
  readonly stream: Stream;
}

/**
 * Directions theta(xi*) of the reshaped bootstrap, one a draw, up to length; null where H is not positive definite, so
 * that the bootstrap score need not have a maximum near the estimate.
 *
 * The ordinary bootstrap fails for cube-root estimators, since the bootstrap score has a random curvature of its own. Here
 * only its noise is kept, M*_n - M_n, and the parabola -xi'H xi / 2 takes the place of the mean. Percentiles of
 * theta* - theta_hat then give valid intervals.
 *
 * Source: Cattaneo, Jansson & Nagasawa (2020), Bootstrap-based inference for cube root asymptotics, Econometrica 88, 2203-2219.
 */
export function reshapedBootstrap(bootstrap: ReshapedBootstrap): readonly Float64Array[] | null {
  const { chart, rows, curvature, units, draws, stream } = bootstrap;
  if (cholesky(curvature, rows.dimension) === null) return null;
  const search = reshapedSearch(rows, curvature, stream);
  const times = new Uint32Array(units.count);
  const weights = new Float64Array(rows.n);
  return Array.from({ length: draws }, (_, sample) => {
    drawWithReplacement(times, { draws: units.count, stream, sample });
    rowWeights(weights, times, units);
    for (let i = 0; i < weights.length; i++) weights[i] -= 1;
    return pointAt(chart, search(weights, sample));
  });
}

import type { Sample } from '../../../kernels/arena.ts';
import type { Stream } from '../../../kernels/backend.ts';
import type { Fit } from '../../../kernels/estimators/fit.ts';
import { argmaxCurvature } from '../../../kernels/inference/argmax-curvature.ts';
import { mseBandwidth, ruleBandwidth } from '../../../kernels/inference/bandwidth.ts';
import {
  type Chart,
  type ChartedRows,
  type ChartKind,
  chartAt,
  chartRows,
} from '../../../kernels/inference/chart.ts';
import { boundaryNoise, chernoffInterval } from '../../../kernels/inference/chernoff-interval.ts';
import { defaultSize, refittedDraws } from '../../../kernels/inference/refitted-draws.ts';
import type { Units } from '../../../kernels/inference/resample.ts';
import { reshapedBootstrap } from '../../../kernels/inference/reshaped-bootstrap.ts';
import { logisticSandwich } from '../../../kernels/inference/sandwich.ts';
import { numericalCurvature, plugInCurvature } from '../../../kernels/inference/score-curvature.ts';
import type { Uncertainty } from '../../../kernels/inference/uncertainty.ts';
import { cubeRoot } from '../../../kernels/math/cube-root.ts';
import { normalQuantile } from '../../../kernels/math/normal-quantile.ts';
import { chernoffQuantile } from '../../../theory/chernoff.ts';
import type { IntervalSpec } from '../study.ts';

/** A fit that succeeded, and what says how sure it is. */
export interface Fitted {
  readonly sample: Sample;
  readonly fit: Fit;
  /** The estimator itself, for samples that are drawn from this one. */
  readonly estimate: (sample: Sample) => Fit;
  /** Whether errors shrink like n^(-1/3) or like n^(-1/2). */
  readonly rate: 'cube-root' | 'root-n';
  readonly chart: ChartKind;
  readonly units: Units;
  readonly stream: Stream;
}

/** How far the direction of a fit may be from the truth; null where the data do not say, such as for a score without curvature. */
export function uncertaintyOf(spec: IntervalSpec, fitted: Fitted): Uncertainty | null {
  switch (spec.method) {
    case 'reshaped':
      return reshaped(spec, fitted);
    case 'chernoff':
      return chernoff(spec, fitted);
    case 'sandwich':
      return sandwich(spec, fitted);
    case 'bootstrap':
    case 'm-out-of-n':
    case 'subsampling':
      return refitted({ ...spec, method: spec.method }, fitted);
    default:
      return spec.method satisfies never;
  }
}

function reshaped(
  spec: IntervalSpec,
  { sample, fit, chart: kind, units, stream }: Fitted,
): Uncertainty | null {
  const chart = chartAt(fit.direction, kind);
  const rows = chartRows(sample, chart);
  const curvature = curvatureOf(spec, rows, bandwidthOf(spec, rows));
  if (curvature === null) return null;
  const directions = reshapedBootstrap({ chart, rows, curvature, units, draws: spec.draws, stream });
  return directions && { kind: 'draws', theta: chart.origin, directions, shrink: 1 };
}

function chernoff(spec: IntervalSpec, { sample, fit, chart: kind }: Fitted): Uncertainty | null {
  const chart: Chart = chartAt(fit.direction, kind);
  const rows = chartRows(sample, chart);
  const bandwidth = bandwidthOf(spec, rows);
  const curvature = curvatureOf(spec, rows, bandwidth);
  if (curvature === null) return null;
  const quantile = chernoffQuantile((1 + spec.level) / 2);
  const noise = boundaryNoise(rows, bandwidth);
  const interval = chernoffInterval(rows, { curvature: curvature[0], noise, quantile });
  return interval && { kind: 'chart', chart, interval };
}

const bandwidthOf = ({ bandwidth }: IntervalSpec, rows: ChartedRows): number =>
  typeof bandwidth === 'number' ? bandwidth : bandwidth === 'mse' ? mseBandwidth(rows) : ruleBandwidth(rows);

/** H; null where noise alone may have made what is there. */
function curvatureOf({ curvature }: IntervalSpec, rows: ChartedRows, bandwidth: number): Float64Array | null {
  switch (curvature) {
    case 'plug-in':
      return plugInCurvature(rows, bandwidth);
    case 'numerical':
      return numericalCurvature(rows, bandwidth);
    case 'debiased': {
      const [found] = plugInCurvature(rows, bandwidth);
      const noise = boundaryNoise(rows, bandwidth);
      const debiased = argmaxCurvature(rows, { curvature: found, bandwidth, noise });
      return debiased === null ? null : Float64Array.of(debiased);
    }
    default:
      return curvature satisfies never;
  }
}

function sandwich({ level }: IntervalSpec, { sample, fit, units }: Fitted): Uncertainty | null {
  const theta = fit.direction.map((value) => value * fit.diagnostics.norm);
  const covariance = logisticSandwich(sample, theta, units);
  const quantile = normalQuantile((1 - level) / 2);
  return covariance && { kind: 'normal', theta, covariance, quantile };
}

type Refitted = IntervalSpec & { readonly method: 'bootstrap' | 'm-out-of-n' | 'subsampling' };

function refitted({ method, draws, size: wanted }: Refitted, fitted: Fitted): Uncertainty {
  const { sample, fit, estimate, rate, units, stream } = fitted;
  const size =
    method === 'bootstrap'
      ? units.count
      : Math.min(units.count, wanted === 'auto' ? defaultSize(units.count) : wanted);
  const [fits] = refittedDraws(sample, {
    units,
    size,
    replacement: method !== 'subsampling',
    draws,
    stream,
    estimates: [estimate],
  });
  const share = size / units.count;
  return {
    kind: 'draws',
    theta: fit.direction,
    directions: fits.filter(({ status }) => status === 'ok').map(({ direction }) => direction),
    shrink: rate === 'cube-root' ? cubeRoot(share) : Math.sqrt(share),
  };
}

import type { Sample } from '../../../kernels/arena.ts';
import type { Fit, FitCall } from '../../../kernels/estimators/fit.ts';
import { userRows } from '../../../kernels/estimators/user-rows.ts';
import type { Units } from '../../../kernels/inference/resample.ts';
import { functionalInterval, type Uncertainty } from '../../../kernels/inference/uncertainty.ts';
import { unit } from '../../../kernels/math/vectors.ts';
import { secondCoefficient } from '../../../kernels/metrics/first-coefficient.ts';
import { signedAngle } from '../../../kernels/metrics/signed-angle.ts';
import type { Estimator } from '../estimators/estimator.ts';
import type { EstimatorSpec, IntervalSpec } from '../study.ts';
import { uncertaintyOf } from './uncertainty-of.ts';

type Estimate = Estimator['fit'];

/**
 * An estimator that also says how sure it is, in its diagnostics: `lower` and `upper`, of b = theta_2 / theta_1 where the first
 * coefficient is fixed at 1, else in d = 2 of the turn from the estimate to the truth in radians, counter-clockwise positive,
 * and in more dimensions `lower1`, `upper1`, ... of the coordinates of the unit direction. NaN where there is no interval.
 */
export function withInterval(spec: EstimatorSpec, estimate: Estimate): Estimate {
  const { interval, normalise, kind } = spec;
  if (interval === undefined) return estimate;
  return (sample, call = {}) => {
    const fit = estimate(sample, call);
    if (fit.status !== 'ok') return fit;
    const uncertainty = uncertaintyOf(interval, {
      sample,
      fit,
      estimate: (drawn) => estimate(drawn, call.stream && { stream: call.stream }),
      rate: kind === 'sign' ? 'cube-root' : 'root-n',
      chart: normalise === 'first' ? 'first' : 'tangent',
      units: unitsOf(sample),
      stream: intervalStream(call),
    });
    return {
      ...fit,
      diagnostics: { ...fit.diagnostics, ...bounds(fit, { uncertainty, interval, normalise }) },
    };
  };
}

interface Found {
  readonly uncertainty: Uncertainty | null;
  readonly interval: IntervalSpec;
  readonly normalise: EstimatorSpec['normalise'];
}

function bounds(
  { direction }: Fit,
  { uncertainty, interval: { level }, normalise }: Found,
): Readonly<Record<string, number>> {
  if (normalise === 'first') {
    const ratio = (theta: Float64Array): number => (theta[0] > 0 ? secondCoefficient(theta) : Number.NaN);
    return boundsOf('', uncertainty && functionalInterval(uncertainty, ratio, level));
  }
  if (direction.length === 2) {
    const turn = (theta: Float64Array): number => signedAngle(theta, direction);
    return boundsOf('', uncertainty && functionalInterval(uncertainty, turn, level));
  }
  const coordinate = (j: number) => (theta: Float64Array) => unit(theta)[j];
  return Object.assign(
    {},
    ...Array.from(direction, (_, j) =>
      boundsOf(String(j + 1), uncertainty && functionalInterval(uncertainty, coordinate(j), level)),
    ),
  );
}

function boundsOf(
  suffix: string,
  interval: { readonly lower: number; readonly upper: number } | null,
): Readonly<Record<string, number>> {
  const { lower, upper } = interval ?? { lower: Number.NaN, upper: Number.NaN };
  return { [`lower${suffix}`]: lower, [`upper${suffix}`]: upper };
}

/** The rows of one person are drawn together. */
export function unitsOf(sample: Sample): Units {
  if (sample.labelsPerUser === 1 && sample.userOffsets === undefined)
    return { count: sample.n, starts: null };
  const { users, offsets } = userRows(sample);
  return { count: users, starts: offsets };
}

/** Drawn samples have a role beside the estimator's own. */
function intervalStream({ stream }: FitCall): NonNullable<FitCall['stream']> {
  const { key0, key1, role, replicate } = stream ?? { key0: 0, key1: 0, role: 0x80000000, replicate: 0 };
  return { key0, key1, role: ((role ^ 0x5a5a5a5a) | 0x80000000) >>> 0, replicate };
}

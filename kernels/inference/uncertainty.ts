import { type Chart, pointAt } from './chart.ts';
import { type Interval, percentileInterval } from './percentile-interval.ts';

/** What is known of how far a direction may be from its estimate; theta is the estimate, of any length. */
export type Uncertainty =
  /** Directions of a bootstrap; errors of the estimate are `shrink` times as large as theirs around `theta`. */
  | {
      readonly kind: 'draws';
      readonly theta: Float64Array;
      readonly directions: readonly Float64Array[];
      readonly shrink: number;
    }
  /** A normal law of theta with this covariance, row-major; `quantile` of its two-sided level. */
  | {
      readonly kind: 'normal';
      readonly theta: Float64Array;
      readonly covariance: Float64Array;
      readonly quantile: number;
    }
  /** An interval of the one coordinate of a chart. */
  | { readonly kind: 'chart'; readonly chart: Chart; readonly interval: Interval };

/** A number that a direction has: it does not depend on the length of theta. */
export type Functional = (theta: Float64Array) => number;

/** Steps of the numerical gradient, relative to |theta|. */
const STEP = 1e-5;

/** The interval of a functional, which must be monotone along a chart. Ends are NaN where no draw has a value. */
export function functionalInterval(
  uncertainty: Uncertainty,
  functional: Functional,
  level: number,
): Interval {
  switch (uncertainty.kind) {
    case 'draws': {
      const { theta, directions, shrink } = uncertainty;
      const estimate = functional(theta);
      const differences = Float64Array.from(directions, (drawn) => functional(drawn) - estimate);
      return percentileInterval(estimate, differences, { level, shrink });
    }
    case 'normal': {
      const estimate = functional(uncertainty.theta);
      const width = uncertainty.quantile * deltaError(uncertainty, functional);
      return { lower: estimate - width, upper: estimate + width };
    }
    case 'chart': {
      const { chart, interval } = uncertainty;
      const ends = [interval.lower, interval.upper].map((xi) => functional(pointAt(chart, [xi])));
      return { lower: Math.min(...ends), upper: Math.max(...ends) };
    }
    default:
      return uncertainty satisfies never;
  }
}

/** Standard error of a functional by the delta method, its gradient by central differences. */
function deltaError(
  { theta, covariance }: Extract<Uncertainty, { readonly kind: 'normal' }>,
  functional: Functional,
): number {
  const d = theta.length;
  let square = 0;
  for (const value of theta) square += value * value;
  const step = STEP * Math.sqrt(square);
  const gradient = theta.map((_, j) => {
    const up = theta.map((value, k) => (k === j ? value + step : value));
    const down = theta.map((value, k) => (k === j ? value - step : value));
    return (functional(up) - functional(down)) / (2 * step);
  });
  let variance = 0;
  for (let j = 0; j < d; j++) {
    for (let k = 0; k < d; k++) variance += gradient[j] * covariance[j * d + k] * gradient[k];
  }
  return Math.sqrt(Math.max(0, variance));
}

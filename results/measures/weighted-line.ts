import { weightedLinearRegression } from 'simple-statistics';

/** A value y with known standard error at x. */
export interface WeightedPoint {
  readonly x: number;
  readonly y: number;
  readonly se: number;
}

/** A coefficient with its standard error. */
export interface Coefficient {
  readonly value: number;
  readonly se: number;
}

/**
 * The slope of y on x by weighted least squares, weights 1 / se^2; its standard error takes the `se` as known,
 * 1 / sqrt(sum w (x - mean x)^2), and is not rescaled by the residuals.
 * points: at least two, with different x and se > 0.
 */
export function weightedSlope(points: readonly WeightedPoint[]): Coefficient {
  const weights = points.map(weightOf);
  const xs = points.map((point) => point.x);
  const line = weightedLinearRegression(
    points.map((point) => [point.x, point.y]),
    weights,
  );
  const centre = weightedTotal(weights, xs) / weightedTotal(weights);
  const spread = weightedTotal(
    weights,
    xs.map((x) => (x - centre) * (x - centre)),
  );
  return { value: line.m, se: 1 / Math.sqrt(spread) };
}

/**
 * How much the slope of y on x changes from the first point to the last: 2 q (x_last - x_first), q the coefficient of
 * x^2 in the weighted least-squares parabola. q is read off the part of x^2 that no line explains.
 * points: at least three, in order of x, se > 0.
 */
export function slopeDrift(points: readonly WeightedPoint[]): Coefficient {
  const weights = points.map(weightOf);
  const middle = (points[0].x + points[points.length - 1].x) / 2;
  const squares = points.map(({ x }) => (x - middle) * (x - middle));
  const line = weightedLinearRegression(
    points.map(({ x }, i) => [x - middle, squares[i]]),
    weights,
  );
  const bend = squares.map((square, i) => square - line.b - line.m * (points[i].x - middle));
  const information = weightedTotal(
    weights,
    bend.map((value) => value * value),
  );
  const product = weightedTotal(
    weights,
    bend.map((value, i) => value * points[i].y),
  );
  const change = 2 * (points[points.length - 1].x - points[0].x);
  return { value: (change * product) / information, se: change / Math.sqrt(information) };
}

const weightOf = (point: WeightedPoint): number => 1 / (point.se * point.se);

const weightedTotal = (weights: readonly number[], values?: readonly number[]): number =>
  weights.reduce((total, weight, i) => total + weight * (values?.[i] ?? 1), 0);

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

/** How badly a fit misses its points. */
export interface Misfit {
  /** Sum of squared residuals in standard errors: chi-square with `freedom` degrees of freedom when the fit is right. */
  readonly chiSquare: number;
  readonly freedom: number;
  /** Largest residual in absolute value. */
  readonly largest: number;
}

/** What the weighted least-squares constant or line leaves unexplained. points: more than the fit has parameters. */
export function misfit(points: readonly WeightedPoint[], fit: 'constant' | 'line'): Misfit {
  const weights = points.map(weightOf);
  const total = weightedTotal(weights);
  const centre = (values: readonly number[]): number => weightedTotal(weights, values) / total;
  const [x, y] = [centre(points.map((point) => point.x)), centre(points.map((point) => point.y))];
  const slope = fit === 'line' ? weightedSlope(points).value : 0;
  const residuals = points.map((point) => point.y - y - slope * (point.x - x));
  return {
    chiSquare: weightedTotal(
      weights,
      residuals.map((residual) => residual * residual),
    ),
    freedom: points.length - (fit === 'line' ? 2 : 1),
    largest: Math.max(...residuals.map(Math.abs)),
  };
}

/**
 * The chi-square quantile at the level of a standard normal z, freedom (1 - 2/(9 freedom) + z sqrt(2/(9 freedom)))^3;
 * at z = 2 within 2 % of the exact one, at z = 3.3 up to 4 % above it. Source: Wilson & Hilferty 1931.
 */
export function chiSquareQuantile(z: number, freedom: number): number {
  const spread = 2 / (9 * freedom);
  const root = 1 - spread + z * Math.sqrt(spread);
  return freedom * root * root * root;
}

const weightOf = (point: WeightedPoint): number => 1 / (point.se * point.se);

const weightedTotal = (weights: readonly number[], values?: readonly number[]): number =>
  weights.reduce((total, weight, i) => total + weight * (values?.[i] ?? 1), 0);

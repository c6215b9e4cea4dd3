import { exp } from '../kernels/math/exp.ts';
import { PI } from '../kernels/math/trigonometry.ts';

/** Halvings of the step before an integral is given up. */
const MAX_HALVINGS = 5;
const FIRST_STEP = 0.125;
const RELATIVE_ERROR = 2e-14;
/** Beyond u = 2.75, w > 14.6; below u = -4, w < 1e-25. */
const FROM = -4;
const UNTIL = 2.75;

/**
 * Integral of f over [0, inf), for f analytic inside and falling like exp(-pi w).
 *
 * The double exponential rule for the half line, w = exp(u - exp(-u)): the trapezoid rule in u, its step halved until two
 * estimates agree to 2e-14 of the largest coordinate. Its points are spread over all orders of magnitude, so features of f at any
 * scale cost the same.
 * Source: Takahasi & Mori (1974); Trefethen & Weideman (2014).
 *
 * @param f vector-valued; every call returns the same number of coordinates
 * @returns null where the last two estimates still differ: the integral is not known
 */
export function integrateHalfLine(f: (w: number) => readonly number[]): number[] | null {
  let sum: number[] = [];
  const add = (first: number, by: number): void => {
    for (let u = first; u <= UNTIL; u += by) {
      const e = exp(-u);
      const w = exp(u - e);
      const weight = w * (1 + e);
      sum = f(w).map((value, i) => (sum[i] ?? 0) + weight * value);
    }
  };
  let h = FIRST_STEP;
  add(FROM, h);
  let estimate = sum.map((value) => value * h);
  for (let halving = 0; halving < MAX_HALVINGS; halving++) {
    add(FROM + h / 2, h);
    h /= 2;
    const finer = sum.map((value) => value * h);
    const size = Math.max(...finer.map(Math.abs));
    const change = Math.max(...finer.map((value, i) => Math.abs(value - estimate[i])));
    estimate = finer;
    if (change <= RELATIVE_ERROR * size) return estimate;
  }
  return null;
}

/** A node of a quadrature rule against the standard normal density. */
export interface NormalNode {
  readonly z: number;
  readonly weight: number;
}

const NORMAL_RANGE = 9;

/** Nodes of E f(Z), Z ~ N(0, 1): the trapezoid rule with the given step on [-9, 9]; the density at 9 is 1e-18. */
export function normalNodes(step: number): readonly NormalNode[] {
  const count = Math.ceil(NORMAL_RANGE / step);
  return Array.from({ length: 2 * count + 1 }, (_, i) => {
    const z = (i - count) * step;
    return { z, weight: (step / Math.sqrt(2 * PI)) * exp((-z * z) / 2) };
  });
}

const SIGMOID_NODES = [0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625].map((step) => ({
  largestSd: 0.7 / step,
  nodes: normalNodes(step),
}));

/**
 * Nodes of E f(m + sd Z) for f with the poles of tanh(t/2), at +-i pi: a step of 0.7 / sd leaves an error of
 * exp(-2 pi^2 / 0.7) = 6e-13. Null for sd beyond 44.8: more nodes than it is worth.
 */
export const sigmoidNodes = (sd: number): readonly NormalNode[] | null =>
  SIGMOID_NODES.find(({ largestSd }) => sd <= largestSd)?.nodes ?? null;

import { exp } from '../kernels/math/exp.ts';
import { PI } from '../kernels/math/trigonometry.ts';

/** Halvings of the step before an integral is given up: 2^-12 of the first step. */
const MAX_HALVINGS = 12;
const RELATIVE_ERROR = 2e-14;
const NORMAL_RANGE = 9;

/**
 * Integral of f over [0, upTo], for f even, analytic near the real line and negligible beyond upTo.
 *
 * The trapezoid rule, its step halved until two estimates agree to 2e-14 of the largest coordinate. For such f it
 * converges geometrically (Trefethen & Weideman 2014), so that agreement of two steps means the finer one is exact.
 *
 * @param f vector-valued; every call returns the same number of coordinates
 * @returns null where the last two estimates still differ: the integral is not known
 */
export function integrateEven(
  f: (x: number) => readonly number[],
  { step, upTo }: { readonly step: number; readonly upTo: number },
): number[] | null {
  const sum = f(0).map((value) => value / 2);
  const add = (first: number, by: number): void => {
    for (let x = first; x <= upTo; x += by) {
      const values = f(x);
      for (let i = 0; i < sum.length; i++) sum[i] += values[i];
    }
  };
  let h = step;
  add(h, h);
  let estimate = sum.map((value) => value * h);
  for (let halving = 0; halving < MAX_HALVINGS; halving++) {
    add(h / 2, h);
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

/** Nodes of E f(Z), Z ~ N(0, 1): the trapezoid rule with the given step on [-9, 9]; the density at 9 is 1e-18. */
export function normalNodes(step: number): readonly NormalNode[] {
  const count = Math.ceil(NORMAL_RANGE / step);
  return Array.from({ length: 2 * count + 1 }, (_, i) => {
    const z = (i - count) * step;
    return { z, weight: (step / Math.sqrt(2 * PI)) * exp((-z * z) / 2) };
  });
}

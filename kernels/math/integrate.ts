import { PI, sincos } from './trigonometry.ts';

/** Nodes and weights of Gauss and Legendre's rule on [-1, 1]. */
export interface QuadratureRule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** Gauss and Legendre's rule with m nodes, by Newton's method on the Legendre polynomial; exact to rounding. */
export function gaussLegendre(m: number): QuadratureRule {
  const nodes = new Float64Array(m);
  const weights = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    let x = sincos((PI * (i + 0.75)) / (m + 0.5)).cos;
    let slope = 1;
    for (let step = 0; step < 8; step++) {
      let [before, value] = [0, 1];
      for (let k = 0; k < m; k++) [before, value] = [value, ((2 * k + 1) * x * value - k * before) / (k + 1)];
      slope = (m * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

const RULE = gaussLegendre(12);
const MAX_HALVINGS = 30;

/**
 * The integral of f from the smallest to the largest of the knots, between which f is smooth.
 *
 * Every interval between knots is halved until twelve nodes on it and twelve on either half agree within `tolerance`.
 */
export function integrate(f: (x: number) => number, knots: readonly number[], tolerance: number): number {
  const sorted = [...new Set(knots)].sort((a, b) => a - b);
  let sum = 0;
  for (let k = 0; k + 1 < sorted.length; k++) {
    const whole = onInterval(f, sorted[k], sorted[k + 1]);
    sum += refined(f, sorted[k], sorted[k + 1], { whole, tolerance, halvings: 0 });
  }
  return sum;
}

interface Refinement {
  readonly whole: number;
  readonly tolerance: number;
  readonly halvings: number;
}

function refined(
  f: (x: number) => number,
  from: number,
  to: number,
  { whole, tolerance, halvings }: Refinement,
): number {
  const middle = (from + to) / 2;
  const [left, right] = [onInterval(f, from, middle), onInterval(f, middle, to)];
  if (Math.abs(left + right - whole) <= tolerance || halvings === MAX_HALVINGS) return left + right;
  const next = { tolerance, halvings: halvings + 1 };
  return (
    refined(f, from, middle, { ...next, whole: left }) + refined(f, middle, to, { ...next, whole: right })
  );
}

function onInterval(f: (x: number) => number, from: number, to: number): number {
  const middle = (from + to) / 2;
  const radius = (to - from) / 2;
  let sum = 0;
  for (let i = 0; i < RULE.nodes.length; i++) sum += RULE.weights[i] * f(middle + radius * RULE.nodes[i]);
  return sum * radius;
}

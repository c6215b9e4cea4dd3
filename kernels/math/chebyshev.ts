import { PI, sincos } from './trigonometry.ts';

/** c_0 + c_1 T_1(t) + ... + c_n T_n(t) for t in [-1, 1], by Clenshaw's recurrence. */
export function chebyshevSum(c: ArrayLike<number>, t: number): number {
  let next = 0;
  let after = 0;
  for (let j = c.length - 1; j > 0; j--) {
    const value = 2 * t * next - after + c[j];
    after = next;
    next = value;
  }
  return t * next - after + c[0];
}

/** A function of one variable as Chebyshev series on neighbouring intervals. */
export interface ChebyshevTable {
  /** Increasing; series k is for [edges[k], edges[k + 1]]. */
  readonly edges: Float64Array;
  readonly series: readonly Float64Array[];
}

const NODES = 9;
/** Where the series is compared with the function; not Chebyshev nodes of it. */
const CHECKS = [-0.97, -0.4, 0.21, 0.8];
const MAX_HALVINGS = 40;

/**
 * Tabulates f on [edges[0], edges.at(-1)]: intervals are halved until the series of degree 8 is within `tolerance` of f at
 * four more points, or has a 2^-40 th of its first length, so that kinks and steps cost little.
 */
export function chebyshevTable(
  f: (x: number) => number,
  edges: readonly number[],
  tolerance: number,
): ChebyshevTable {
  const starts: number[] = [];
  const series: Float64Array[] = [];
  const add = (from: number, to: number, halvings: number): void => {
    const middle = (from + to) / 2;
    const radius = (to - from) / 2;
    const c = interpolate((t) => f(middle + radius * t));
    const near = CHECKS.every((t) => Math.abs(chebyshevSum(c, t) - f(middle + radius * t)) <= tolerance);
    if (near || halvings === MAX_HALVINGS) {
      starts.push(from);
      series.push(c);
      return;
    }
    add(from, middle, halvings + 1);
    add(middle, to, halvings + 1);
  };
  for (let k = 0; k + 1 < edges.length; k++) add(edges[k], edges[k + 1], 0);
  return { edges: Float64Array.of(...starts, edges[edges.length - 1]), series };
}

/** The tabulated function at x; beyond the ends its value there. */
export function tabulated({ edges, series }: ChebyshevTable, x: number): number {
  let low = 0;
  let high = series.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (x >= edges[middle]) low = middle;
    else high = middle - 1;
  }
  const t = (2 * x - edges[low] - edges[low + 1]) / (edges[low + 1] - edges[low]);
  return chebyshevSum(series[low], Math.max(-1, Math.min(1, t)));
}

const COSINES = Float64Array.from(
  { length: NODES * NODES },
  (_, i) => sincos((PI * Math.floor(i / NODES) * (2 * (i % NODES) + 1)) / (2 * NODES)).cos,
);

/** The series of degree 8 through f at the Chebyshev nodes of [-1, 1]. */
function interpolate(f: (t: number) => number): Float64Array {
  const values = Float64Array.from({ length: NODES }, (_, k) => f(COSINES[NODES + k]));
  return Float64Array.from({ length: NODES }, (_, j) => {
    let sum = 0;
    for (let k = 0; k < NODES; k++) sum += values[k] * COSINES[j * NODES + k];
    return ((j === 0 ? 1 : 2) * sum) / NODES;
  });
}

import { exp } from '../kernels/math/exp.ts';
import { PI } from '../kernels/math/trigonometry.ts';

/** A node of a rule: f is taken at `at` with `weight`. */
export interface Node {
  readonly at: number;
  readonly weight: number;
  /** Distance from the upper end of a finite interval, without cancellation; `Infinity` on the half line. */
  readonly short: number;
}

/** Steps u = k / 2^level: level 0 has all k, every later level the odd k, which halve the step of those before. */
const LEVELS = 9;
const RANGE = 4.5;

/**
 * Nodes that level `level` adds to the double exponential rule for [0, inf), x = exp((pi/2) sinh u); the estimate of level l
 * is 2^-l times the sum over levels 0..l. Exact to rounding at level 4 for functions analytic near the half line that fall
 * at least like x^-1.2; the nodes lie at all orders of magnitude.
 * Source: Takahasi & Mori (1974).
 */
export const halfLineNodes = (level: number): readonly Node[] => memo(HALF, level, halfNode);

/** The same for [0, 1], x = 1 / (1 + exp(-pi sinh u)): singularities at the ends do no harm. */
export const unitNodes = (level: number): readonly Node[] => memo(UNIT, level, unitNode);

const HALF: (readonly Node[])[] = [];
const UNIT: (readonly Node[])[] = [];

function memo(store: (readonly Node[])[], level: number, node: (u: number) => Node): readonly Node[] {
  store[level] ??= steps(level)
    .map(node)
    .filter(({ at, weight }) => at > 0 && weight > 1e-300 && Number.isFinite(at) && Number.isFinite(weight));
  return store[level];
}

function steps(level: number): number[] {
  const step = halves(level) / 2;
  const count = Math.ceil(RANGE / step);
  const all = Array.from({ length: 2 * count + 1 }, (_, i) => (i - count) * step);
  return level === 0 ? all : all.filter((_, i) => (i - count) % 2 !== 0);
}

function halfNode(u: number): Node {
  const e = exp(u);
  const at = exp((PI / 4) * (e - 1 / e));
  return { at, weight: 0.5 * at * (PI / 4) * (e + 1 / e), short: Number.POSITIVE_INFINITY };
}

function unitNode(u: number): Node {
  const e = exp(u);
  const q = exp((-PI / 2) * (e - 1 / e));
  const at = 1 / (1 + q);
  const short = q / (1 + q);
  return { at, weight: 0.5 * at * short * (PI / 2) * (e + 1 / e), short };
}

/** An integral and how far its last two estimates differ. */
export interface Estimate {
  readonly value: readonly number[];
  readonly error: number;
}

/**
 * Doubles the nodes until two estimates agree to `tolerance` of the largest coordinate, or the levels end; `error` says
 * which. f is called with a node and returns all coordinates, already free of NaN.
 */
export function integrate(
  nodes: (level: number) => readonly Node[],
  f: (node: Node) => readonly number[],
  { tolerance = 1e-13, levels = LEVELS }: { readonly tolerance?: number; readonly levels?: number } = {},
): Estimate {
  let sum: number[] = [];
  let value: number[] = [];
  let error = Number.POSITIVE_INFINITY;
  for (let level = 0; level < levels; level++) {
    for (const node of nodes(level)) {
      const terms = f(node);
      if (sum.length === 0) sum = terms.map(() => 0);
      for (let i = 0; i < terms.length; i++) sum[i] += node.weight * terms[i];
    }
    const finer = sum.map((one) => one * halves(level));
    const before = value;
    value = finer;
    if (level < 2) continue;
    error = finer.reduce((worst, one, i) => Math.max(worst, Math.abs(one - before[i])), 0);
    if (error <= tolerance * Math.max(...finer.map(Math.abs))) break;
  }
  return { value, error };
}

const halves = (level: number): number => 1 / (1 << level);

import { bitLength } from './dyadic.ts';
import { type ExactRows, entry, primitiveVector } from './exact-rows.ts';
import { exactDot, signsAt } from './signs.ts';

/** p / q with q > 0. */
interface Fraction {
  readonly p: bigint;
  readonly q: bigint;
}

/** Bits that a centred direction keeps, if they leave it in its cell. */
const KEPT_BITS = 80;
const ROUNDS = 3;

/**
 * Moves a direction to the middle of its cell along each coordinate in turn, exactly, so that rounding it to float64
 * does not leave the cell, and off the boundaries of rows that cancel, on which it may be.
 */
export function centred(rows: ExactRows, theta: readonly bigint[]): readonly bigint[] {
  let here = theta;
  for (let round = 0; round < ROUNDS; round++) {
    for (let j = 0; j < rows.m; j++) here = shortened(rows, inMiddle(rows, here, j));
  }
  return here;
}

/**
 * The middle of the interval of t on which theta + t e_j is in theta's cell, of that above t = 0 where this is a boundary.
 * Where the interval has no end, theta, or from a boundary a step away from it.
 */
function inMiddle(rows: ExactRows, theta: readonly bigint[], j: number): readonly bigint[] {
  let low: Fraction | null = null;
  let high: Fraction | null = null;
  for (let i = 0; i < rows.n; i++) {
    const slope = entry(rows, i * rows.m + j);
    if (slope === 0n) continue;
    const at = exactDot(rows, i, theta);
    // Where the row's sign changes.
    const change: Fraction = slope > 0n ? { p: -at, q: slope } : { p: at, q: -slope };
    if (change.p > 0n) {
      if (high === null || isLess(change, high)) high = change;
    } else if (low === null || isLess(low, change)) low = change;
  }
  if (low !== null && low.p === 0n && high === null) {
    const step = theta.map(sizeOf).reduce(larger, 1n);
    return theta.map((v, k) => v + (k === j ? step : 0n));
  }
  if (low === null || high === null) return theta;
  const [sum, scale] = [low.p * high.q + high.p * low.q, 2n * low.q * high.q];
  return primitiveVector(theta.map((v, k) => v * scale + (k === j ? sum : 0n)));
}

// Math.max does not take big integers.
const larger = (a: bigint, b: bigint): bigint => (isLess({ p: a, q: 1n }, { p: b, q: 1n }) ? b : a);
const sizeOf = (v: bigint): bigint => (v < 0n ? -v : v);

const isLess = (a: Fraction, b: Fraction): boolean => a.p * b.q < b.p * a.q;

/** The direction with fewer digits, where that changes no row's sign. */
function shortened(rows: ExactRows, theta: readonly bigint[]): readonly bigint[] {
  const excess = Math.max(...theta.map(bitLength)) - KEPT_BITS;
  if (excess <= 0) return theta;
  const short = theta.map((v) => v >> BigInt(excess));
  const before = signsAt(rows, theta);
  const after = signsAt(rows, short);
  // Off a boundary is as good as on it, where rows cancel.
  return before.every((sign, i) => sign === after[i] || (sign === 0 && rows.weights[i] === 0))
    ? short
    : theta;
}

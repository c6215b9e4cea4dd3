import { binaryOrder, powerOfTwo, shifted } from './dyadic.ts';
import type { ExactRows } from './exact-rows.ts';
import { exactDot } from './signs.ts';

/**
 * Directions as (V, c): theta = sum_l V_l f_l + c g, where g is a direction that no row is orthogonal to.
 *
 * Row i is right where features_i . V + signs_i c > 0: its own z_i . theta over |z_i . g|. The f_l are the coordinate
 * directions less a multiple of g that centres column l, scaled by a power of two so that the columns are alike.
 */
export interface Chart {
  readonly rows: ExactRows;
  /** m - 1, the length of V. */
  readonly q: number;
  /** Row-major n x q. */
  readonly features: Float64Array;
  /** Sign of z_i . g. */
  readonly signs: Int8Array;
  /** How far features_i . V in float64 may be from the true value where |V|_1 <= 1. */
  readonly widening: Float64Array;
  /** Vertices of no more fractional bits make features_i . V exact; -1 where none do. */
  readonly exactBits: number;
  /** f_l in the coordinates of theta, times 2^scale. */
  readonly frame: readonly (readonly bigint[])[];
  /** g, times 2^scale. */
  readonly axis: readonly bigint[];
}

/** A column's linear change: V's coordinate l belongs to f_l = unit (e_l - centre g). */
interface Change {
  readonly column: number;
  /** log2 of 1 / unit. */
  readonly order: number;
  readonly centre: number;
}

/** The chart of rows around `axis`, a direction g with z_i . g != 0 for all rows. */
export function chartOf(rows: ExactRows, axis: readonly bigint[]): Chart {
  const { n, m } = rows;
  const along = Array.from({ length: n }, (_, i) => exactDot(rows, i, axis));
  const heights = Float64Array.from(along, Number);
  const unitHeights = along.every((v) => v === 1n || v === -1n);
  const whole = unitHeights && rows.big === null;
  const left = widestColumn(axis);
  const columns = Array.from({ length: m }, (_, j) => j).filter((j) => j !== left);
  const changes = columns.map((column) => changeOf(rows, heights, { column, whole }));
  const q = m - 1;
  const features = new Float64Array(n * q);
  const widening = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let largest = 0;
    let lost = 0;
    for (let l = 0; l < q; l++) {
      const { column, order, centre } = changes[l];
      const unit = powerOfTwo(-order);
      const raw = rows.numbers[i * m + column] / heights[i];
      const value = (raw - centre) * unit;
      features[i * q + l] = heights[i] > 0 ? value : -value;
      largest = Math.max(largest, Math.abs(value));
      lost = Math.max(lost, (4 * Math.abs(raw) + Math.abs(centre)) * unit);
    }
    widening[i] = ((q + 4) * largest + lost) * EPSILON;
    if (!Number.isFinite(widening[i])) {
      // Beyond the range of float64 the row says nothing, which is always sound.
      features.fill(0, i * q, i * q + q);
      widening[i] = Number.POSITIVE_INFINITY;
    }
  }
  const signs = Int8Array.from(heights, Math.sign);
  const exactBits = whole ? exactVertexBits(features, changes) : -1;
  return { rows, q, features, signs, widening, exactBits, ...frameOf(changes, axis) };
}

/** 2^-51, four times the rounding of one operation. */
const EPSILON = 4.440892098500626e-16;

/** The column in which g is largest, which V then has no coordinate for. */
function widestColumn(axis: readonly bigint[]): number {
  const size = (v: bigint): bigint => (v < 0n ? -v : v);
  return axis.reduce((best, v, j) => (size(v) > size(axis[best]) ? j : best), 0);
}

/** Centre: the median of the column over z . g; unit: a power of two near the median distance from it. */
function changeOf(
  { n, m, numbers }: ExactRows,
  heights: Float64Array,
  { column, whole }: { readonly column: number; readonly whole: boolean },
): Change {
  const ratios = Float64Array.from({ length: n }, (_, i) => numbers[i * m + column] / heights[i]).sort();
  const middle = ratios[n >> 1] ?? 0;
  const distances = ratios.map((v) => Math.abs(v - middle)).sort();
  const spread = distances[Math.floor(0.68 * n)] || distances[n - 1] || Math.abs(middle) || 1;
  const order = binaryOrder(spread);
  // A centre of few bits keeps the exact frame short.
  const grain = whole ? 1 : powerOfTwo(order - 4);
  return { column, order, centre: Math.round(middle / grain) * grain };
}

/** Bits below 2^0 that vertices may have so that each product and each partial sum fits 53 bits. */
function exactVertexBits(features: Float64Array, changes: readonly Change[]): number {
  const largest = features.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const above = largest === 0 ? 0 : binaryOrder(largest) + 1;
  const below = changes.reduce((most, { order }) => Math.max(most, order), 0);
  return 53 - above - below - 2;
}

function frameOf(changes: readonly Change[], axis: readonly bigint[]): Pick<Chart, 'frame' | 'axis'> {
  const scale = changes.reduce((most, { order }) => Math.max(most, order), 0) + 64;
  const frame = changes.map(({ column, order, centre }) => {
    const unit = 1n << BigInt(scale - order);
    const multiple = shifted(centre, scale - order);
    return axis.map((g, j) => (j === column ? unit : 0n) - multiple * g);
  });
  return { frame, axis: axis.map((g) => g << BigInt(scale)) };
}

/** Where a vertex V is in the coordinates of theta, at c = 0, times 2^(scale + VERTEX_BITS). */
export function vertexDirection({ frame, rows }: Chart, vertex: ArrayLike<number>): readonly bigint[] {
  const theta = new Array<bigint>(rows.m).fill(0n);
  frame.forEach((f, l) => {
    const amount = shifted(vertex[l], VERTEX_BITS);
    if (amount !== 0n)
      f.forEach((v, j) => {
        theta[j] += amount * v;
      });
  });
  return theta;
}

/** Vertices have no more fractional bits. */
export const VERTEX_BITS = 52;

/** The coordinates of theta of c = 1 at V = 0, times 2^(scale + VERTEX_BITS). */
export const axisDirection = ({ axis }: Chart): readonly bigint[] =>
  axis.map((g) => g << BigInt(VERTEX_BITS));

import { type Sample, sampleIndex } from '../arena.ts';
import { comparisonsLength } from '../comparisons.ts';
import { norm, unit } from '../math/vectors.ts';

/**
 * Coordinates around an estimate: theta(xi) = origin + sum_k xi_k axes[k], xi in R^(d-1), for directions up to length.
 *
 * `tangent`: the origin is the unit direction and the axes an orthonormal basis of its tangent space; all directions of the
 * open half sphere around it have coordinates. `first`: the first coefficient is fixed at 1, the axes are the other ones.
 */
export interface Chart {
  readonly origin: Float64Array;
  readonly axes: readonly Float64Array[];
}

export type ChartKind = 'tangent' | 'first';

/**
 * @param theta the estimate, length d >= 2; for `first` with a positive first coordinate.
 * @throws RangeError for a zero vector, or a first coordinate that is not positive where it is to be 1.
 */
export function chartAt(theta: ArrayLike<number>, kind: ChartKind): Chart {
  const vector = Float64Array.from(theta);
  if (kind === 'first') {
    if (!(vector[0] > 0)) {
      throw new RangeError(`chartAt: the first coordinate is ${vector[0]}, a positive one expected`);
    }
    const axes = Array.from({ length: vector.length - 1 }, (_, k) => unitVector(vector.length, k + 1));
    return { origin: vector.map((value) => value / vector[0]), axes };
  }
  if (!(norm(vector) > 0)) throw new RangeError('chartAt: theta is zero');
  const origin = unit(vector);
  return { origin, axes: tangentBasis(origin) };
}

/** theta(xi), not normalised. */
export function pointAt({ origin, axes }: Chart, xi: ArrayLike<number>): Float64Array {
  return origin.map((value, j) => axes.reduce((sum, axis, k) => sum + xi[k] * axis[j], value));
}

/**
 * Columns 2 to d of the Householder reflection that takes e_m to the origin, m its largest coordinate: an orthonormal
 * basis of the vectors orthogonal to it.
 */
function tangentBasis(origin: Float64Array): readonly Float64Array[] {
  const d = origin.length;
  let m = 0;
  for (let j = 1; j < d; j++) if (Math.abs(origin[j]) > Math.abs(origin[m])) m = j;
  const sign = origin[m] < 0 ? -1 : 1;
  // v = origin + sign e_m; the reflection takes e_m to -sign origin.
  const v = Float64Array.from(origin);
  v[m] += sign;
  let square = 0;
  for (const value of v) square += value * value;
  const axes: Float64Array[] = [];
  for (let k = 0; k < d; k++) {
    if (k === m) continue;
    const axis = unitVector(d, k);
    for (let j = 0; j < d; j++) axis[j] -= (2 * v[k] * v[j]) / square;
    axes.push(axis);
  }
  return axes;
}

function unitVector(d: number, k: number): Float64Array {
  const vector = new Float64Array(d);
  vector[k] = 1;
  return vector;
}

/** The comparisons in a chart's coordinates: z . theta(xi) = offsets_i + slopes_i . xi. */
export interface ChartedRows {
  readonly n: number;
  /** d - 1. */
  readonly dimension: number;
  /** z_i . origin. */
  readonly offsets: Float64Array;
  /** Row-major n x (d - 1): z_i . axes[k]. */
  readonly slopes: Float64Array;
}

export function chartRows(sample: Sample, { origin, axes }: Chart): ChartedRows {
  const { arena, n, d } = sample;
  const z = arena.backend.f64(sample.z, comparisonsLength(n, d));
  const dimension = axes.length;
  const offsets = new Float64Array(n);
  const slopes = new Float64Array(n * dimension);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) {
      const value = z[sampleIndex(i, j, d)];
      offsets[i] += value * origin[j];
      for (let k = 0; k < dimension; k++) slopes[i * dimension + k] += value * axes[k][j];
    }
  }
  return { n, dimension, offsets, slopes };
}

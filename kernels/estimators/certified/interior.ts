import { axisDirection, type Chart, vertexDirection } from './chart.ts';
import type { Cone } from './cones.ts';
import { shifted } from './dyadic.ts';
import { primitiveVector } from './exact-rows.ts';

/** Every float64 is a multiple of 2^-1074, half the sum of two of 2^-1075. */
const FINEST = 1075;

/** The direction, exactly, at the centroid of the simplex and the middle of an interval of c. */
export function directionAt(
  chart: Chart,
  vertices: Float64Array,
  { from, to }: Pick<Cone, 'from' | 'to'>,
): readonly bigint[] {
  const { q } = chart;
  const low = Number.isFinite(from) ? from : Number.isFinite(to) ? to - 1 - Math.abs(to) : 0;
  const high = Number.isFinite(to) ? to : low + 1 + Math.abs(low);
  const c = (shifted(low, FINEST) + shifted(high, FINEST)) >> 1n;
  const sum = axisDirection(chart).map((g) => g * c * BigInt(q));
  for (let j = 0; j < q; j++) {
    vertexDirection(chart, vertices.subarray(j * q, j * q + q)).forEach((v, l) => {
      sum[l] += v << BigInt(FINEST);
    });
  }
  return primitiveVector(sum);
}

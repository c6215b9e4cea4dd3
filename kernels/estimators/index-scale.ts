import { type Sample, sampleIndex } from '../arena.ts';
import { comparisonsLength } from '../comparisons.ts';
import { norm, unit } from '../math/vectors.ts';

/** The mean of z, length d, added row by row in float64. */
export function meanRow({ arena, n, d, z }: Sample): Float64Array {
  const data = arena.backend.f64(z, comparisonsLength(n, d));
  const mean = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += data[sampleIndex(i, j, d)];
    mean[j] = sum / n;
  }
  return mean;
}

/** Root mean square of the index z . theta: what a bandwidth along theta is measured in. The data's sign does not enter. */
export function indexScale({ arena, n, d, z }: Sample, theta: ArrayLike<number>): number {
  const data = arena.backend.f64(z, comparisonsLength(n, d));
  let square = 0;
  for (let i = 0; i < n; i++) {
    let v = 0;
    for (let j = 0; j < d; j++) v += data[sampleIndex(i, j, d)] * theta[j];
    square += v * v;
  }
  return Math.sqrt(square / n);
}

/** `indexScale` along the mean of z: the scale of the index before anything is fitted; 0 where z has no mean. */
export function startScale(sample: Sample): number {
  const mean = meanRow(sample);
  return norm(mean) > 0 ? indexScale(sample, unit(mean)) : 0;
}

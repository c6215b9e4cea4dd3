import { type Sample, sampleIndex } from '../arena.ts';
import { comparisonsLength } from '../comparisons.ts';

/** A sample whose columns have about the same size, and the powers of two its columns were multiplied by. */
export interface ScaledColumns {
  readonly sample: Sample;
  readonly factors: Float64Array;
}

/**
 * A copy of the sample in its arena with columns of root mean square about 1: z_ij f_j, f_j a power of two.
 *
 * The score of theta is that of theta_j / f_j on the copy, to the bit. A column of zeros keeps the factor 1.
 */
export function scaledColumns(sample: Sample): ScaledColumns {
  const { arena, n, d, z } = sample;
  const length = comparisonsLength(n, d);
  const data = arena.backend.f64(z, length);
  const factors = Float64Array.from({ length: d }, (_, j) => {
    let largest = 0;
    for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(data[sampleIndex(i, j, d)]));
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const value = largest > 0 ? data[sampleIndex(i, j, d)] / largest : 0;
      sum += value * value;
    }
    return powerNear(largest * Math.sqrt(sum / n));
  });
  const at = arena.f64(length);
  const copy = arena.backend.f64(at, length);
  const source = arena.backend.f64(z, length);
  for (let k = 0; k < length; k++) copy[k] = source[k] * factors[(k >> 3) % d];
  return { sample: { arena, n, d, blocks: sample.blocks, z: at, labelsPerUser: 1 }, factors };
}

/** A power of two that takes the size to between 1/2 and 1; 1 where the size is 0 or beyond what doubles divide. */
function powerNear(size: number): number {
  if (!(size > 1e-300 && size < 1e300)) return 1;
  let factor = 1;
  while (size * factor > 1) factor /= 2;
  while (size * factor <= 0.5) factor *= 2;
  return factor;
}

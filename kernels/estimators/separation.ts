import { type Sample, sampleIndex } from '../arena.ts';
import { atan2, PI } from '../math/trigonometry.ts';

/**
 * True where some direction has z_i . theta >= 0 for all rows and > 0 for one: the logistic MLE does not exist.
 *
 * d = 2: exact up to rounding, by the widest gap between the rows' angles. Otherwise `candidate`, an iterate that has
 * gone far or the step it would take next, is the witness: all rows on its closed positive side within 1e-6 of a row.
 *
 * Source: Albert & Anderson (1984), complete and quasi-complete separation.
 */
export function separates(sample: Sample, candidate: ArrayLike<number>): boolean {
  return sample.d === 2 ? inHalfPlane(sample) : hasNoNegativeRow(sample, candidate);
}

/** What rounding and the distance from infinity leave of a row on the boundary, relative to its terms. */
const TOLERANCE = 1e-6;

function inHalfPlane({ arena, n, blocks, z }: Sample): boolean {
  const data = arena.backend.f64(z, blocks * 16);
  const all = new Float64Array(n);
  let size = 0;
  for (let i = 0; i < n; i++) {
    const at = sampleIndex(i, 0, 2);
    if (data[at] !== 0 || data[at + 8] !== 0) all[size++] = atan2(data[at + 8], data[at]);
  }
  if (size === 0) return false;
  const angles = all.subarray(0, size).sort();
  let halfGaps = 0;
  for (let i = 0; i < angles.length; i++) {
    const next = i + 1 < angles.length ? angles[i + 1] : angles[0] + 2 * PI;
    const gap = next - angles[i];
    if (gap > PI + 1e-12) return true;
    if (gap > PI - 1e-12) halfGaps++;
  }
  // Two gaps of exactly half a turn: all rows on one line, some on either side.
  return halfGaps === 1;
}

function hasNoNegativeRow({ arena, n, d, blocks, z }: Sample, theta: ArrayLike<number>): boolean {
  const data = arena.backend.f64(z, blocks * 8 * d);
  let positive = false;
  for (let i = 0; i < n; i++) {
    let value = 0;
    let size = 0;
    for (let j = 0; j < d; j++) {
      const term = data[sampleIndex(i, j, d)] * theta[j];
      value += term;
      size += Math.abs(term);
    }
    if (value < -TOLERANCE * size) return false;
    if (value > TOLERANCE * size) positive = true;
  }
  return positive;
}

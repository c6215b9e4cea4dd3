import { dot, norm } from '../math/vectors.ts';
import { LANES } from './second-moment.ts';

/** Vectors as blocks of d x LANES, each row-major; the place of coordinate j of vector c. */
const laneAt = (d: number, j: number, c: number): number =>
  Math.floor(c / LANES) * LANES * d + j * LANES + (c % LANES);

/** A vector out of the blocks. */
export const laneVector = (vectors: Float64Array, d: number, c: number): Float64Array =>
  Float64Array.from({ length: d }, (_, j) => vectors[laneAt(d, j, c)]);

/** Vectors as blocks; missing ones of the last block are 0. */
export function laneBlocks(vectors: readonly Float64Array[], d: number): Float64Array {
  const blocks = new Float64Array(Math.ceil(vectors.length / LANES) * LANES * d);
  for (const [c, vector] of vectors.entries()) {
    for (let j = 0; j < d; j++) blocks[laneAt(d, j, c)] = vector[j];
  }
  return blocks;
}

/**
 * An orthonormal basis of what vectors span, by Gram and Schmidt twice, which is enough for float64. A vector that lies in the span of those before it
 * is left out.
 *
 * Source: Giraud, Langou & Rozloznik (2005), "The loss of orthogonality in the Gram-Schmidt orthogonalization process".
 */
export function orthonormalBasis(vectors: readonly Float64Array[]): readonly Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const v = Float64Array.from(vector);
    const before = norm(v);
    removeParts(v, basis);
    removeParts(v, basis);
    const after = norm(v);
    if (!(after > 1e-13 * before)) continue;
    basis.push(v.map((value) => value / after));
  }
  return basis;
}

/** Takes away of v what lies along an orthonormal basis. */
export function removeParts(v: Float64Array, basis: readonly Float64Array[]): void {
  for (const q of basis) {
    const along = dot(q, v);
    for (let j = 0; j < v.length; j++) v[j] -= along * q[j];
  }
}

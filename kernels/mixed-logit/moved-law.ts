import type { SymmetricTastes } from './symmetric-em-step.ts';
import { type TastePrior, tastePrior } from './taste-posterior.ts';
import { lowerSolve, lowerTimes } from './triangular.ts';

export interface Places {
  readonly from: Pick<TastePrior, 'mean' | 'factor'>;
  readonly to: Pick<TastePrior, 'mean' | 'factor'>;
}

/** The same law of tastes for the points of another pool: place.mean + F z is the taste before and after. Null where the covariance is singular. */
export function movedLaw(law: SymmetricTastes, { from, to }: Places): SymmetricTastes | null {
  const d = law.centre.length;
  const turned = (z: Float64Array): Float64Array => lowerSolve(to.factor, lowerTimes(from.factor, z, d), d);
  const shift = lowerSolve(
    to.factor,
    from.mean.map((value, j) => value - to.mean[j]),
    d,
  );
  const centre = turned(law.centre).map((value, j) => value + shift[j]);
  // A symmetric C is A (A C)' after two rounds over its columns.
  const covariance = turnedColumns(turnedColumns(law.shape.covariance, turned), turned);
  const shape = tastePrior({ mean: new Float64Array(d), covariance });
  return shape && { ...law, centre, offset: turned(law.offset), shape };
}

/** (A C)', row-major: the columns of the symmetric or transposed C are its rows here. */
function turnedColumns(c: Float64Array, turned: (z: Float64Array) => Float64Array): Float64Array {
  const d = Math.sqrt(c.length);
  const out = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    const column = turned(Float64Array.from({ length: d }, (_, j) => c[j * d + k]));
    out.set(column, k * d);
  }
  return out;
}

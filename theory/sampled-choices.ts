import type { Matrix, Population } from '../kernels/populations/population.ts';
import type { Tables } from '../kernels/populations/table.ts';
import { choiceMean } from './choice-mean.ts';
import { elliptical } from './elliptical.ts';
import { latticeRows } from './lattice-rows.ts';
import { identity, transposedTimes } from './linear-algebra.ts';
import { noiseOf } from './noise.ts';
import { tasteComponents } from './tastes.ts';

/** Rows of features in the coordinates in which elliptical ones are symmetric, and the mean signed choice of users at each. */
export interface SampledChoices {
  readonly d: number;
  readonly n: number;
  /** Row-major n x d. */
  readonly x: Float64Array;
  readonly choices: Float64Array;
  /** L of the features' covariance L L'; the identity where they are not elliptical. */
  readonly lower: Matrix;
  /** Whether the rows are the law itself, those of a file, and no sample of it. */
  readonly isFile: boolean;
}

/**
 * h(x) at a fixed sample of features (lattice-rows.ts), or at the rows of a file.
 *
 * @param rowsFor rows of a sample of d features.
 * @returns null for a file whose table is not given, and for a singular covariance
 */
export function sampledChoices(
  { features, users, choice }: Population,
  tables: Tables,
  rowsFor: (d: number) => number,
): SampledChoices | null {
  const d = features.dimension;
  const isFile = features.law === 'file';
  const n = isFile ? features.rows : rowsFor(d);
  const x = isFile ? tables.get(features.sha256)?.values : latticeRows(features, n);
  const law = elliptical(features);
  if (x == null || (law === null && (features.law === 'gaussian' || features.law === 'power'))) return null;
  const lower = law?.lower ?? identity(d);
  const components = tasteComponents(users, { lower, scale: noiseOf(choice).scale, coarse: true });
  const along =
    typeof choice === 'object' && choice.law === 'heteroskedastic'
      ? transposedTimes(lower, choice.along)
      : null;
  const mean = choiceMean(components, choice, along);
  const choices = Float64Array.from({ length: n }, (_, i) =>
    mean.value(Array.from(x.subarray(i * d, i * d + d))),
  );
  return { d, n, x, choices, lower, isFile };
}

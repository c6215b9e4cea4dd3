import type { Matrix } from '../../../kernels/populations/population.ts';
import { isPositiveDefinite, symmetrised, unequalEntries } from './covariance.ts';
import { contradiction, type Finding, type Path } from './findings.ts';

/** The number of features, and the words that say where it comes from. */
export interface Size {
  readonly d: number;
  readonly rule: string;
}

/** A smaller vector's squares underflow, so that it has no length. */
const SMALLEST_LENGTH = 1e-100;

export function lengthFindings(path: Path, vector: readonly number[], { d, rule }: Size): readonly Finding[] {
  return vector.length === d ? [] : [contradiction(path, `has ${vector.length} coordinates`, rule)];
}

/** A vector of which only the direction matters, or whose length must not vanish. */
export function directionFindings(path: Path, vector: readonly number[], size: Size): readonly Finding[] {
  const lengths = lengthFindings(path, vector, size);
  if (lengths.length > 0 || vector.some((entry) => Math.abs(entry) > SMALLEST_LENGTH)) return lengths;
  return [contradiction(path, 'is zero', 'it must have a direction')];
}

export function covarianceFindings(path: Path, covariance: Matrix, size: Size): readonly Finding[] {
  if (covariance.length !== size.d) {
    return [contradiction(path, `has ${covariance.length} rows`, size.rule)];
  }
  const rows = covariance.flatMap((row, i) => lengthFindings([...path, i], row, size));
  if (rows.length > 0) return rows;
  const unequal = unequalEntries(covariance);
  if (unequal !== undefined) {
    const [i, j] = unequal;
    const found = `has ${covariance[i][j]} in row ${i + 1}, column ${j + 1} and ${covariance[j][i]} opposite it`;
    return [contradiction(path, found, 'a covariance must be symmetric')];
  }
  if (isPositiveDefinite(symmetrised(covariance))) return [];
  return [contradiction(path, 'is not positive definite', 'a covariance must be')];
}

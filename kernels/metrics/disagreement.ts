import type { ColumnLaw, FeaturesLaw } from '../populations/population.ts';
import { NO_TABLES, type Tables } from '../populations/table.ts';
import {
  ellipticalDisagreement,
  isotropicDisagreement,
  powerDisagreement,
} from './disagreement/elliptical.ts';
import type { Disagreement } from './disagreement/evaluator.ts';
import { type NormalColumn, normalDisagreement } from './disagreement/normal.ts';
import { independentPlanarDisagreement, squareDisagreement } from './disagreement/planar.ts';
import { sampledDisagreement } from './disagreement/sampled.ts';
import { tableDisagreement } from './disagreement/table.ts';

/**
 * Prepares the share of comparisons on which a direction and the target predict different choices,
 * P_x(sign(x . direction) != sign(x . target)), for one law of features and one target.
 *
 * Exact to rounding for elliptical x (gaussian, power, student: T5), for the sphere, for independent normal columns in any
 * dimension, for the square, and over the rows of a file; by quadrature for two other independent columns (error
 * below 1e-9); from a fixed sample, one column integrated out, for more of them and for the cube (relative error below 1 %).
 * What can be computed once is: the result is called for every replicate.
 *
 * target, direction: vectors of length d = features.dimension, of any positive norm.
 * Throws RangeError when a length is not d, when a direction has no variance under a covariance, or when the table of a
 * file is not given.
 */
export function createDisagreement(
  features: FeaturesLaw,
  target: ArrayLike<number>,
  tables: Tables = NO_TABLES,
): Disagreement {
  checkLength(features, target, 'target');
  const evaluate = evaluator(features, target, tables);
  return (direction) => {
    checkLength(features, direction, 'direction');
    return evaluate(direction);
  };
}

/** The disagreement of two directions; `createDisagreement` serves many directions and one target. */
export const disagreement = (
  features: FeaturesLaw,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  tables: Tables = NO_TABLES,
): number => createDisagreement(features, b, tables)(a);

function evaluator(features: FeaturesLaw, target: ArrayLike<number>, tables: Tables): Disagreement {
  switch (features.law) {
    case 'sphere':
    case 'student':
      return isotropicDisagreement(target);
    case 'gaussian':
      return features.covariance === null
        ? isotropicDisagreement(target)
        : ellipticalDisagreement(features.covariance, target);
    case 'power':
      return powerDisagreement(features.exponent, target);
    case 'box':
      return features.dimension === 2
        ? squareDisagreement(target)
        : sampledDisagreement(Array<ColumnLaw>(features.dimension).fill(SIDE), target);
    case 'independent':
      return independentDisagreement(features.columns, target);
    case 'file':
      return tableDisagreement(features, tables, target);
    default:
      return features satisfies never;
  }
}

/** One coordinate of the box. */
const SIDE: ColumnLaw = { law: 'uniform', low: -1, high: 1 };

function independentDisagreement(columns: readonly ColumnLaw[], target: ArrayLike<number>): Disagreement {
  const normals = columns.filter((column): column is NormalColumn => column.law === 'normal');
  if (normals.length === columns.length) return normalDisagreement(normals, target);
  return columns.length === 2
    ? independentPlanarDisagreement(columns, target)
    : sampledDisagreement(columns, target);
}

function checkLength({ dimension }: FeaturesLaw, vector: ArrayLike<number>, name: string): void {
  if (vector.length === dimension) return;
  throw new RangeError(
    `disagreement: the ${name} has ${vector.length} coordinates, features have ${dimension}`,
  );
}

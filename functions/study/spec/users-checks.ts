import { meanTaste } from '../../../kernels/populations/mean-taste.ts';
import { contradiction, type Finding, type Path } from './findings.ts';
import { resolveUsers } from './resolve-population.ts';
import { covarianceFindings, directionFindings, type Size } from './shape-checks.ts';
import type { UsersFile } from './users-schema.ts';

/** Weights are used as written; this is how far their sum may be from 1. */
const WEIGHT_SUM_ERROR = 1e-9;

const USERS: Path = ['population', 'users'];

/** The vectors that the mean taste is made of, each of which must have one number a feature. */
export function usersVectors(
  users: UsersFile,
): readonly { readonly path: Path; readonly vector: readonly number[] }[] {
  switch (users.law) {
    case 'point':
    case 'gaussian':
    case 'gamma':
      return [{ path: [...USERS, 'mean'], vector: users.mean }];
    case 'mixture':
      return users.types.map((vector, k) => ({ path: [...USERS, 'types', k], vector }));
    case 'scale':
      return [{ path: [...USERS, 'direction'], vector: users.direction }];
    default:
      return users satisfies never;
  }
}

/** What else must fit in a law of users. */
export function usersFindings(users: UsersFile, size: Size): readonly Finding[] {
  switch (users.law) {
    case 'point':
      return [];
    case 'gaussian':
      return covarianceFindings([...USERS, 'covariance'], users.covariance, size);
    case 'mixture':
      return weightFindings(users.weights, users.types.length, 'types');
    case 'scale':
      return weightFindings(users.weights, users.scales.length, 'scales');
    case 'gamma':
      return directionFindings([...USERS, 'along'], users.along, size);
    default:
      return users satisfies never;
  }
}

/** The mean taste of a law without findings. */
export const meanOf = (users: UsersFile): readonly number[] => meanTaste(resolveUsers(users));

/** Largest coordinate of the vectors that the mean taste is made of: the scale of its rounding. */
export const largestTaste = (users: UsersFile): number =>
  Math.max(...usersVectors(users).map(({ vector }) => Math.max(...vector.map(Math.abs))));

function weightFindings(
  weights: readonly number[],
  count: number,
  of: 'types' | 'scales',
): readonly Finding[] {
  const path = [...USERS, 'weights'];
  if (weights.length !== count) {
    return [contradiction(path, `has ${weights.length} numbers`, `population.users.${of} has ${count}`)];
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (Math.abs(sum - 1) <= WEIGHT_SUM_ERROR) return [];
  return [contradiction(path, `sums to ${sum}`, 'weights must sum to 1')];
}

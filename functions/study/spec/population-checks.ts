import { meanTaste } from '../../../kernels/populations/mean-taste.ts';
import type { Matrix, Population, UsersLaw } from '../../../kernels/populations/population.ts';
import { isIdentity, isPositiveDefinite, symmetrised, unequalEntries } from './covariance.ts';
import { contradiction, type Finding, type Path } from './findings.ts';
import type { PopulationFile } from './schema.ts';

/** Weights are used as written; this is how far their sum may be from 1. */
const WEIGHT_SUM_ERROR = 1e-9;

const USERS: Path = ['population', 'users'];
const FEATURES: Path = ['population', 'features'];

/** The population with its defaults filled in; an identity covariance of the features is the default. */
export function resolvePopulation({ users, features, choice }: PopulationFile): Population {
  const resolvedUsers: UsersLaw =
    users.law === 'gaussian' ? { ...users, covariance: symmetrised(users.covariance) } : users;
  if (features.law === 'sphere') return { users: resolvedUsers, features, choice: choice ?? 'logit' };
  const { law, dimension, covariance } = features;
  const given = covariance === undefined || isIdentity(covariance) ? null : symmetrised(covariance);
  return { users: resolvedUsers, features: { law, dimension, covariance: given }, choice: choice ?? 'logit' };
}

/** What does not go together in a population: lengths, weights, covariances, and a mean taste of zero. */
export function populationFindings({ users, features }: PopulationFile): readonly Finding[] {
  const d = features.dimension;
  const own =
    features.law === 'gaussian' && features.covariance !== undefined
      ? covarianceFindings([...FEATURES, 'covariance'], features.covariance, d)
      : [];
  const lengths = usersVectors(users).flatMap(({ path, vector }) => lengthFindings(path, vector, d));
  const mean = lengths.length === 0 && isZeroMean(users) ? [zeroMean(users)] : [];
  return [...own, ...lengths, ...lawFindings(users, d), ...mean];
}

function usersVectors(
  users: UsersLaw,
): readonly { readonly path: Path; readonly vector: readonly number[] }[] {
  switch (users.law) {
    case 'point':
    case 'gaussian':
      return [{ path: [...USERS, 'mean'], vector: users.mean }];
    case 'mixture':
      return users.types.map((vector, k) => ({ path: [...USERS, 'types', k], vector }));
    case 'scale':
      return [{ path: [...USERS, 'direction'], vector: users.direction }];
    default:
      return users satisfies never;
  }
}

function lengthFindings(path: Path, vector: readonly number[], d: number): readonly Finding[] {
  if (vector.length === d) return [];
  return [contradiction(path, `has ${vector.length} coordinates`, `population.features.dimension is ${d}`)];
}

function lawFindings(users: UsersLaw, d: number): readonly Finding[] {
  switch (users.law) {
    case 'point':
      return [];
    case 'gaussian':
      return covarianceFindings([...USERS, 'covariance'], users.covariance, d);
    case 'mixture':
      return weightFindings(users.weights, users.types.length, 'types');
    case 'scale':
      return weightFindings(users.weights, users.scales.length, 'scales');
    default:
      return users satisfies never;
  }
}

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

function covarianceFindings(path: Path, covariance: Matrix, d: number): readonly Finding[] {
  if (covariance.length !== d) {
    return [contradiction(path, `has ${covariance.length} rows`, `population.features.dimension is ${d}`)];
  }
  const rows = covariance.flatMap((row, i) => lengthFindings([...path, i], row, d));
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

/** Cancellation below 1e-12 of the largest taste is a zero: no direction could be trusted. */
function isZeroMean(users: UsersLaw): boolean {
  const largest = Math.max(...usersVectors(users).flatMap(({ vector }) => vector.map(Math.abs)));
  return meanTaste(users).every((coordinate) => Math.abs(coordinate) <= 1e-12 * largest);
}

function zeroMean(users: UsersLaw): Finding {
  const rule = 'its direction is the target of every estimator, so it must not be zero';
  const key = { point: 'mean', gaussian: 'mean', mixture: 'types', scale: 'direction' }[users.law];
  return contradiction([...USERS, key], 'gives a mean taste of zero', rule);
}

import { choiceFindings } from './choice-checks.ts';
import { dimensionOf, dimensionRule } from './dimension.ts';
import { type FeatureFiles, NO_FEATURE_FILES } from './feature-files.ts';
import { featuresFindings } from './features-checks.ts';
import { contradiction, type Finding } from './findings.ts';
import type { PopulationFile } from './schema.ts';
import { lengthFindings } from './shape-checks.ts';
import { largestTaste, meanOf, usersFindings, usersVectors } from './users-checks.ts';

/** Cancellation below 1e-12 of the largest taste is a zero: no direction could be trusted. */
const CANCELLED = 1e-12;

/**
 * What does not go together in a population: lengths, weights, covariances, tables, and a mean taste that is zero or that
 * `normalise` cannot use.
 */
export function populationFindings(
  { users, features, choice, normalise }: PopulationFile,
  files: FeatureFiles = NO_FEATURE_FILES,
): readonly Finding[] {
  const own = featuresFindings(features, files);
  const d = dimensionOf(features, files);
  if (d === undefined) return own;
  const size = { d, rule: dimensionRule(features, d) };
  const lengths = usersVectors(users).flatMap(({ path, vector }) => lengthFindings(path, vector, size));
  const law = usersFindings(users, size);
  const target = lengths.length + law.length === 0 ? targetFindings(users, normalise) : [];
  return [...own, ...lengths, ...law, ...target, ...choiceFindings(choice, size)];
}

function targetFindings(
  users: PopulationFile['users'],
  normalise: PopulationFile['normalise'],
): readonly Finding[] {
  const mean = meanOf(users);
  const least = CANCELLED * largestTaste(users);
  if (mean.every((coordinate) => Math.abs(coordinate) <= least)) {
    const key = { point: 'mean', gaussian: 'mean', mixture: 'types', scale: 'direction', gamma: 'mean' }[
      users.law
    ];
    const rule = 'its direction is the target of every estimator, so it must not be zero';
    return [contradiction(['population', 'users', key], 'gives a mean taste of zero', rule)];
  }
  if (normalise === undefined || mean[0] > least) return [];
  const rule = `the mean taste begins with ${mean[0]}, and its first coordinate must be positive to be fixed at 1`;
  return [contradiction(['population', 'normalise'], 'is first', rule)];
}

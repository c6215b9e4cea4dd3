import type {
  ChoiceLaw,
  ColumnLaw,
  FeaturesLaw,
  NoiseLaw,
  Population,
  UsersLaw,
} from '../../../kernels/populations/population.ts';
import type { ChoiceFile, NoiseFile } from './choice-schema.ts';
import { isIdentity, symmetrised } from './covariance.ts';
import { type FeatureFiles, isReadable, NO_FEATURE_FILES } from './feature-files.ts';
import type { ColumnFile, FeaturesFile } from './features-schema.ts';
import type { PopulationFile } from './schema.ts';
import type { UsersFile } from './users-schema.ts';

/**
 * A population without findings, every default filled in, in one form for each law, since its hash decides the data.
 *
 * `normalise` is not in it: it changes what estimators answer, not what is drawn.
 */
export function resolvePopulation(
  { users, features, choice }: PopulationFile,
  files: FeatureFiles = NO_FEATURE_FILES,
): Population {
  return {
    users: resolveUsers(users),
    features: resolveFeatures(features, files),
    choice: resolveChoice(choice ?? 'logit'),
  };
}

/** A panel of one label a user is no panel. */
export function resolveUsers({ panel, ...written }: UsersFile): UsersLaw {
  const users =
    written.law === 'gaussian' ? { ...written, covariance: symmetrised(written.covariance) } : written;
  return panel === undefined || panel.labelsPerUser === 1 ? users : { ...users, panel };
}

/** An identity covariance is the default. */
function resolveFeatures(features: FeaturesFile, files: FeatureFiles): FeaturesLaw {
  switch (features.law) {
    case 'gaussian': {
      const { law, dimension, covariance } = features;
      const given = covariance === undefined || isIdentity(covariance) ? null : symmetrised(covariance);
      return { law, dimension, covariance: given };
    }
    case 'independent':
      return {
        law: 'independent',
        dimension: features.columns.length,
        columns: features.columns.map(resolveColumn),
      };
    case 'file': {
      const { law, path } = features;
      const table = files(path);
      if (!isReadable(table)) throw new Error(`resolvePopulation: ${path} ${table.found}; ${table.allowed}`);
      const { dimension, rows, sha256 } = table;
      return { law, dimension, rows, path, sha256 };
    }
    default:
      return features;
  }
}

export function resolveColumn(column: ColumnFile): ColumnLaw {
  switch (column.law) {
    case 'normal':
      return { law: 'normal', mean: column.mean ?? 0, sd: column.sd ?? 1 };
    case 'uniform':
      return { law: 'uniform', low: column.low ?? -1, high: column.high ?? 1 };
    case 'student': {
      const { law, degrees, location = 0, scale = 1 } = column;
      return { law, degrees, location, scale };
    }
    default:
      return column satisfies never;
  }
}

/** Trailing zeros of a polynomial are dropped, and noise that varies with nothing is its base on another scale. */
function resolveChoice(choice: ChoiceFile): ChoiceLaw {
  if (typeof choice === 'string' || choice.law !== 'heteroskedastic') return resolveNoise(choice);
  const { law, along, polynomial: written } = choice;
  const base = resolveNoise(choice.base);
  const degree = Math.max(
    0,
    written.findLastIndex((coefficient) => coefficient !== 0),
  );
  const polynomial = written.slice(0, degree + 1);
  const constant = degree === 0 && polynomial[0] !== 0 ? scaled(base, Math.abs(polynomial[0])) : null;
  return constant ?? { law, base, along, polynomial };
}

/** A symmetric noise times a positive factor; null where there is no name for it. */
function scaled(noise: NoiseLaw, factor: number): NoiseLaw | null {
  if (noise === 'probit') return factor === 1 ? noise : null;
  return resolveNoise(
    noise === 'logit' ? { law: 'logistic', scale: factor } : { ...noise, scale: factor * noise.scale },
  );
}

/** The logistic law of scale 1 is logit, and an object that only names a law is that name. */
function resolveNoise(noise: NoiseFile): NoiseLaw {
  if (typeof noise === 'string') return noise;
  switch (noise.law) {
    case 'logit':
    case 'probit':
      return noise.law;
    case 'logistic': {
      const { law, scale = 1 } = noise;
      return scale === 1 ? 'logit' : { law, scale };
    }
    case 'student': {
      const { law, degrees, scale = 1 } = noise;
      return { law, degrees, scale };
    }
    default:
      return noise satisfies never;
  }
}

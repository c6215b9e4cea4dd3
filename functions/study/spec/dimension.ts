import { type FeatureFiles, isReadable, NO_FEATURE_FILES } from './feature-files.ts';
import type { FeaturesFile } from './features-schema.ts';

/** Number of features of a law as written; undefined where it is that of a file that cannot be read. */
export function dimensionOf(
  features: FeaturesFile,
  files: FeatureFiles = NO_FEATURE_FILES,
): number | undefined {
  switch (features.law) {
    case 'independent':
      return features.columns.length;
    case 'file': {
      const table = files(features.path);
      return isReadable(table) ? table.dimension : undefined;
    }
    default:
      return features.dimension;
  }
}

/** Where the number of features comes from, as the second half of a sentence about a wrong length. */
export function dimensionRule(features: FeaturesFile, d: number): string {
  switch (features.law) {
    case 'independent':
      return `population.features.columns has ${d}`;
    case 'file':
      return `the table of population.features.path has ${d} columns`;
    default:
      return `population.features.dimension is ${d}`;
  }
}

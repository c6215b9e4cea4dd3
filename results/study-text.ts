import { stringify } from 'yaml';
import type { Study } from '../functions/study/study.ts';

/** A study file with these contents: what parseStudy reads back as the same study. */
export function studyText(study: Study): string {
  const { profile: _, population, ...rest } = study;
  const { features } = population;
  return stringify({
    ...rest,
    population: {
      ...population,
      features:
        features.law === 'gaussian' && features.covariance === null
          ? { law: features.law, dimension: features.dimension }
          : features,
    },
  });
}

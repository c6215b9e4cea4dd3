import type { Study } from '../../../functions/study/study.ts';

/** A small study with one estimator of every solver. */
export const exampleStudy: Study = {
  name: 'cube-root',
  title: 'Zwei Typen, einer davon laut – äöü',
  aim: '',
  seed: 20251028,
  population: {
    users: {
      law: 'mixture',
      types: [
        [3, 2],
        [1, -2],
      ],
      weights: [0.5, 0.5],
    },
    features: { law: 'gaussian', dimension: 2, covariance: null },
    choice: 'logit',
  },
  estimators: [
    { id: 'sign', kind: 'sign', solver: 'exact' },
    { id: 'annealed', kind: 'sign', solver: 'anneal', lambda: [1, 15], steps: 300 },
  ],
  sampleSizes: [100, 316],
  replicates: [2000, 1000],
  profile: 'full',
};

import type { Study } from '../../../functions/study/study.ts';
import { TWO_TYPES } from '../../support/studies.ts';

/** A small study with one estimator of every solver. */
export const exampleStudy: Study = {
  name: 'cube-root',
  title: 'Zwei Typen, einer davon laut – äöü',
  aim: '',
  seed: 20251028,
  scenarios: [
    {
      factors: {},
      population: TWO_TYPES,
      estimators: [
        { id: 'sign', kind: 'sign', solver: 'exact' },
        { id: 'annealed', kind: 'sign', solver: 'anneal', lambda: [1, 15], steps: 300 },
      ],
    },
  ],
  sampleSizes: [100, 316],
  looks: [[2000], [1000]],
  until: null,
  profile: 'full',
};

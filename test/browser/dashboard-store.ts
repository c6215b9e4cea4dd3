import { openDirectoryStore } from '../../results/store/directory.ts';
import type { Store } from '../../results/store/store.ts';
import { runInto } from '../support/served-store.ts';

const POPULATION = `population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
`;

/** 3 sizes x 16,700 data sets x 2 estimators: 100,200 raw rows. RLHF fails on some data sets of 20. */
const LARGE = `name: large
title: Two types of users, one of them loud
aim: does the sign estimator fall like n^(-1/3) while RLHF does not?
seed: 7
${POPULATION}sampleSizes: [20, 60, 200]
replicates: 16700
claims:
  - { kind: better, estimator: rlhf, than: sign, measure: rmsAngle, by: 10%, from: 60 }
  - { kind: better, estimator: sign, than: rlhf, measure: rmsAngle, by: 10%, from: 60 }
  - { kind: limit, estimator: rlhf, against: theory, within: 0.2deg }
`;

/** A title that would act if it were not written as text; two factors. */
export const HOSTILE_TITLE = '</title><script>alert("title")</script><img src=x onerror=alert(1)> & more';
const HOSTILE = `name: hostile
title: '${HOSTILE_TITLE}'
aim: is "<b>aim</b>" written as text?
seed: 8
${POPULATION}sampleSizes: [20, 60, 200]
replicates: 200
vary:
  population.users.types.0.1: [0, 2, 4]
  population.users.types.0.0: [2, 3, 4]
`;

/** A store with a study of 10^5 rows, its quick look under another name, and a grid with a hostile title. */
export async function dashboardStore(folder: string): Promise<Store> {
  const store = openDirectoryStore(folder);
  await runInto(store, LARGE);
  await runInto(
    store,
    LARGE.replace('name: large', 'name: again').replace('seed: 7', 'seed: 9').replace('16700', '400'),
  );
  await runInto(store, HOSTILE);
  return store;
}

import { studyHash } from '../../functions/study/mechanism.ts';
import { parseStudy } from '../../functions/study/spec/parse-study.ts';
import type { ProgressFile } from '../../results/progress-file.ts';
import { openDirectoryStore } from '../../results/store/directory.ts';
import { studyKey } from '../../results/store/keys.ts';
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

/** A study of some blocks: 2 sizes x 1,000 data sets. */
export const LIVE = `name: live
title: A run to look at
seed: 10
${POPULATION}sampleSizes: [200, 2000]
replicates: 1000
`;

const ROWS = 1_000_000;

/** Writes what a run of the study `live` says of itself; its error falls as one over the square root of what is done. */
export function tellProgress(store: Store, rowsDone: number, etaSeconds: number): Promise<void> {
  const file: ProgressFile = {
    formatVersion: 1,
    study: 'live',
    studyHash: studyHash(parseStudy(LIVE, 'study.yaml', 'full')),
    startedAt: new Date(Date.now() - 60_000).toISOString(),
    updatedAt: new Date().toISOString(),
    blocksDone: rowsDone / 1000,
    blocksTotal: ROWS / 1000,
    rowsDone,
    rowsTotal: ROWS,
    replicatesDone: rowsDone / 1000,
    replicatesTotal: ROWS / 1000,
    rowsPerSecond: 10_000,
    etaSeconds,
    failures: 0,
    worstRelativeMcse: 0.05 * Math.sqrt(250_000 / rowsDone),
  };
  return store.replace(studyKey('live', 'progress.json'), new TextEncoder().encode(JSON.stringify(file)));
}

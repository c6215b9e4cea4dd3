import { expect, test } from 'vitest';
import { runBatch } from '../../../functions/compute/run-batch.ts';
import { runStudy } from '../../../functions/local/run-study.ts';
import { createEngine } from '../../../functions/study/engine.ts';
import { fileOf, runRounds, storeWith } from '../../support/rounds.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const START = `name: rounds
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [10, 30, 100]
`;

const FIXED = `${START}replicates: 1000\n`;
const ADAPTIVE = `${START}replicates: { min: 50, max: 3200, until: { measure: rmsAngle, relativeMcse: 0.03 } }\n`;
const CLAIMING = `${START}replicates: { min: 50, max: 1600, until: { measure: rmsAngle, relativeMcse: 0.08 } }
claims:
  - { kind: same, estimator: sign, as: rlhf, measure: rmsAngle, within: 30 %, from: 30 }
  - { kind: limit, estimator: sign, against: -6, within: 2, at: 100 }
`;

const engine = createEngine('js');
const inline = {
  run: async (batch: Parameters<typeof runBatch>[0]) => runBatch(batch, engine),
  close: async () => {},
};

test.each([
  ['of fixed replicates', FIXED, 1],
  ['with a stopping rule', ADAPTIVE, 2],
  ['with claims', CLAIMING, 2],
  ['that keeps summaries', `${ADAPTIVE}keep: summaries\n`, 2],
])(
  'a study %s gives the same summary and digests in rounds as in a local run',
  async (_, text, leastRounds) => {
    const [local, cloud] = [temporaryFolder(), temporaryFolder()];
    const { study } = await storeWith(text, local);
    await runStudy(study, { store: local, backend: 'js', workers: 1, runner: inline });
    const { store } = await storeWith(text, cloud);
    const rounds = await runRounds(store, 'rounds');
    expect(rounds.length).toBeGreaterThanOrEqual(leastRounds);
    expect(rounds.at(-1)?.finished).toMatchObject({ status: 'complete', again: false, missing: 0 });
    for (const file of ['summary.json', 'digests.json']) {
      expect(fileOf(cloud, 'rounds', file)).toBe(fileOf(local, 'rounds', file));
    }
    expect(await store.list('blocks/')).toEqual([]);
  },
);

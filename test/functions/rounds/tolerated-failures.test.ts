import { expect, test } from 'vitest';
import { planRound } from '../../../functions/rounds/plan-round.ts';
import { manifestOf, runItem, storeWith } from '../../support/rounds.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Fifteen blocks. */
const TEXT = `name: tolerant
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [rlhf]
sampleSizes: [10, 30, 100]
replicates: 1000
`;

const options = { targetMs: 0, workerMemoryMb: 1769 };

test('a share of the batches may be lost, rounded down, and none unless it is asked for', async () => {
  const { store } = await storeWith(TEXT, temporaryFolder());
  const plan = (tolerance: object) =>
    planRound(store, { study: 'tolerant', runId: 'a', round: 0, ...tolerance }, options);
  expect(await plan({})).toMatchObject({ batches: 15, toleratedFailures: 0 });
  expect(await plan({ toleratedFailurePercentage: 10 })).toMatchObject({ toleratedFailures: 1 });
  expect(await plan({ toleratedFailurePercentage: 100 })).toMatchObject({ toleratedFailures: 15 });
});

test('batches of blocks that were lost before may be lost again, whatever is tolerated of the others', async () => {
  const { store } = await storeWith(TEXT, temporaryFolder());
  const first = await planRound(store, { study: 'tolerant', runId: 'a', round: 0 }, options);
  const [lost, ...others] = await manifestOf(store, first);
  for (const item of others) await runItem(store, item);
  const second = await planRound(store, { study: 'tolerant', runId: 'a', round: 1 }, options);
  expect(second).toMatchObject({ batches: 1, blocks: 1, toleratedFailures: 1 });
  expect((await manifestOf(store, second))[0].ranges).toEqual(lost.ranges);
});

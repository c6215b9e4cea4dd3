import { expect, it } from 'vitest';
import { openCatalogue } from '../../results/catalogue/open-catalogue.ts';
import { parseSummary } from '../../results/read-summary.ts';
import { openDirectoryStore } from '../../results/store/directory.ts';
import { studyKey } from '../../results/store/keys.ts';
import type { Store } from '../../results/store/store.ts';
import { lackingRecords } from '../support/lacking-records.ts';
import { runInto } from '../support/served-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const study = (replicates: string, keep = 'replicates'): string => `name: growing
seed: 3
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: point, mean: [1, 1] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [10, 20]
keep: ${keep}
replicates: ${replicates}
`;

async function summaryOf(source: string) {
  const store = openDirectoryStore(temporaryFolder());
  await runInto(store, source);
  return parseSummary((await store.get(studyKey('growing', 'summary.json')))!)!;
}

const soFar = async (store: Store) => (await openCatalogue(store).summary('growing'))!;

const BLOCK = 200;

it.each(['replicates', 'summaries'])(
  'values so far are those of a study that asks for just these data sets (keep: %s)',
  async (keep) => {
    const whole = study('1000', keep);
    const { store } = await lackingRecords(whole, [
      { cell: 'n=20', block: 3, estimator: 0 },
      { cell: 'n=20', block: 3, estimator: 1 },
    ]);
    const { summary, provisional } = await soFar(store);
    expect(summary.cells.map(({ estimators }) => estimators.length)).toEqual([2, 0]);
    expect(provisional.map(({ key, replicates, most }) => ({ key, replicates, most }))).toEqual([
      { key: 'n=20', replicates: 3 * BLOCK, most: 1000 },
    ]);
    const { key, n, factors, estimators, pairs } = provisional[0];
    const alone = (await summaryOf(study(String(3 * BLOCK), keep))).cells.find((cell) => cell.n === 20);
    expect({ key, n, factors, estimators, pairs }).toEqual(alone);
  },
);

it('values so far end before the first block that any estimator lacks, and a waiting cell has none', async () => {
  const source = study('1000');
  const { store } = await lackingRecords(source, [
    { cell: 'n=10', block: 0, estimator: 1 },
    { cell: 'n=20', block: 1, estimator: 1 },
    { cell: 'n=20', block: 3, estimator: 0 },
  ]);
  const { provisional } = await soFar(store);
  expect(provisional.map(({ key, replicates }) => [key, replicates])).toEqual([['n=20', BLOCK]]);
  for (const { measures } of provisional[0].estimators) expect(measures.failureRate?.replicates).toBe(BLOCK);
});

it('a cell between two looks shows the data sets of the next one, too', async () => {
  const source = study('{ min: 400, max: 1600, until: { measure: rmsAngle, relativeMcse: 1e-3 } }');
  const { store } = await lackingRecords(source, [{ cell: 'n=20', block: 5, estimator: 0 }]);
  const { provisional } = await soFar(store);
  expect(provisional.map(({ key, replicates, most }) => [key, replicates, most])).toEqual([
    ['n=20', 5 * BLOCK, 1600],
  ]);
});

it.each(['replicates', 'summaries'])(
  'blocks that come out of order are taken in once the gap before them is closed (keep: %s)',
  async (keep) => {
    const source = study('1000', keep);
    const { store, putBack } = await lackingRecords(source, [
      { cell: 'n=10', block: 1, estimator: 0 },
      { cell: 'n=20', block: 2, estimator: 1 },
    ]);
    let now = Date.now();
    const catalogue = openCatalogue(store, { now: () => now });
    expect((await catalogue.summary('growing'))?.summary.status).toBe('partial');
    await putBack();
    now += 3_600_000;
    const after = await catalogue.summary('growing');
    expect(after?.summary).toEqual(await summaryOf(source));
    expect(after?.provisional).toEqual([]);
  },
);

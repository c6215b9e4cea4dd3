import { expect, test } from 'vitest';
import { runBatch } from '../../../functions/compute/run-batch.ts';
import type { BatchRunner } from '../../../functions/local/worker-pool.ts';
import { createEngine } from '../../../functions/study/engine.ts';
import { openCatalogue } from '../../../results/catalogue/open-catalogue.ts';
import { openDirectoryStore } from '../../../results/store/directory.ts';
import { studyKey } from '../../../results/store/keys.ts';
import type { Store } from '../../../results/store/store.ts';
import { runInto } from '../../support/served-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const STUDY = `name: growing
seed: 3
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: point, mean: [1, 1] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [10, 20, 30]
replicates: 1000
`;

const engine = createEngine('js');
const HOUR = 3_600_000;

/** Computes so many blocks and then loses the rest, as a run does whose machine has no memory left. */
const losing = (blocks: number): BatchRunner => {
  let left = blocks;
  return {
    run: async (batch) => {
      if (left < batch.tasks.length) throw new Error('no memory');
      left -= batch.tasks.length;
      return runBatch(batch, engine);
    },
    close: async () => {},
  };
};

/** The store, and the keys of the records that are asked for. */
function watched(store: Store): { readonly store: Store; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    store: {
      ...store,
      getMany: (keys) => {
        asked.push(...keys);
        return store.getMany(keys);
      },
    },
  };
}

test('records that came since the last summary are merged: none is read twice, and the end is the summary of a fresh reading', async () => {
  const plain = openDirectoryStore(temporaryFolder());
  await runInto(plain, STUDY, losing(9));
  const { store, asked } = watched(plain);
  let now = Date.now() + HOUR;
  const catalogue = openCatalogue(store, { now: () => now });
  const first = await catalogue.summary('growing');
  expect(first?.summary.status).toBe('partial');
  expect(asked).toHaveLength(30);
  const stored = new Set(await plain.list('blocks/'));
  expect(stored.size).toBeGreaterThan(10);

  asked.length = 0;
  await runInto(plain, STUDY);
  const whole = await plain.get(studyKey('growing', 'summary.json'));
  // As while it is running: every record is there, the summary not yet.
  await plain.remove(studyKey('growing', 'summary.json'));
  now += HOUR;
  const second = await catalogue.summary('growing');
  expect(asked.filter((key) => stored.has(key))).toEqual([]);
  expect(asked).toHaveLength(30 - stored.size);
  expect(Buffer.from(second!.bytes)).toEqual(Buffer.from(whole!));
});

test('a study that says nothing of itself is read again only after half a minute, and at once when it does', async () => {
  const plain = openDirectoryStore(temporaryFolder());
  await runInto(plain, STUDY, losing(9));
  const { store, asked } = watched(plain);
  let now = Date.now() + HOUR;
  const catalogue = openCatalogue(store, { now: () => now });
  await catalogue.summary('growing');
  asked.length = 0;
  now += 5000;
  await catalogue.summary('growing');
  expect(asked).toEqual([]);
  await plain.replace(studyKey('growing', 'progress.json'), new TextEncoder().encode('{}'));
  await catalogue.summary('growing');
  expect(asked.length).toBeGreaterThan(0);
  asked.length = 0;
  now += 31_000;
  await catalogue.summary('growing');
  expect(asked.length).toBeGreaterThan(0);
});

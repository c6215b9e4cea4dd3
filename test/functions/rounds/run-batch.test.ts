import { expect, test } from 'vitest';
import type { BatchItem } from '../../../functions/rounds/inputs.ts';
import { planRound } from '../../../functions/rounds/plan-round.ts';
import type { BlockComputer } from '../../../functions/rounds/run-blocks.ts';
import type { Store } from '../../../results/store/store.ts';
import { computerOf, manifestOf, runItem, storeWith } from '../../support/rounds.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const TEXT = `name: waits
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: point, mean: [1, 2] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [10]
replicates: 600
`;
const BLOCKS = 3;

/** The only batch of a planned round, and its store as one that reads beginnings, as S3 does. */
async function planned(): Promise<{ readonly store: Store; readonly item: BatchItem }> {
  const { store } = await storeWith(TEXT, temporaryFolder());
  const plan = { study: 'waits', runId: 'run-1', round: 0 };
  const [item] = await manifestOf(
    store,
    await planRound(store, plan, { targetMs: 1e6, workerMemoryMb: 1769 }),
  );
  const getStart = async (key: string, length: number) => (await store.get(key))?.subarray(0, length) ?? null;
  return { store: { ...store, getStart }, item };
}

/** Resolves when it was passed as often as it is waited at. */
function meeting(parties: number): () => Promise<void> {
  let arrived = 0;
  let open = (): void => {};
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    if (++arrived === parties) open();
    return all;
  };
}

const counted = (compute: BlockComputer): { compute: BlockComputer; readonly calls: () => number } => {
  let calls = 0;
  return {
    compute: (task) => {
      calls++;
      return compute(task);
    },
    calls: () => calls,
  };
};

/** Counts what a batch asks of its packs and its run; what a new sandbox reads of the study is left out. */
function asked(store: Store, meet = { look: async () => {}, put: async () => {} }) {
  const log: string[] = [];
  const told = <A extends readonly [string, ...unknown[]], R>(
    verb: string,
    action: (...args: A) => Promise<R>,
    wait = async (): Promise<void> => {},
  ) => {
    return async (...args: A): Promise<R> => {
      if (!args[0].startsWith('studies/')) {
        log.push(`${verb} ${args[0].split('/')[0]}`);
        await wait();
      }
      return action(...args);
    };
  };
  const { getStart = store.get } = store;
  return {
    log,
    store: {
      ...store,
      get: told('get', store.get),
      getStart: told('get', getStart, meet.look),
      putIfAbsent: told('put', store.putIfAbsent, meet.put),
      replace: told('put', store.replace, meet.put),
    },
  };
}

test('a batch sends three requests: one while its first block is computed, two at once when all are', async () => {
  const { store, item } = await planned();
  const look = meeting(2);
  const watched = asked(store, { look, put: meeting(2) });
  const ordinary = computerOf();
  let first = true;
  const compute: BlockComputer = async (task) => {
    if (first) await look();
    first = false;
    return ordinary(task);
  };
  expect(await runItem(watched.store, item, { compute })).toMatchObject({ done: BLOCKS, left: 0 });
  expect(watched.log).toEqual(['get packs', 'put packs', 'put runs']);
});

test('the question whether a batch is stored has left before its first block keeps the thread', async () => {
  const { store, item } = await planned();
  let sent = 0;
  const getStart: Store['getStart'] = async () => {
    await new Promise((resolve) => process.nextTick(resolve));
    sent++;
    return null;
  };
  const ordinary = computerOf();
  const compute: BlockComputer = (task) => {
    expect(sent).toBe(1);
    return ordinary(task);
  };
  expect(await runItem({ ...store, getStart }, item, { compute })).toMatchObject({
    done: BLOCKS,
    failed: [],
  });
});

test('a stored batch that comes again sends two requests, computes one block and stores nothing', async () => {
  const { store, item } = await planned();
  const { pack } = await runItem(store, item);
  const watched = asked(store);
  const { compute, calls } = counted(computerOf());
  expect(await runItem(watched.store, item, { compute })).toMatchObject({ done: BLOCKS, left: 0, pack });
  expect(calls()).toBe(1);
  expect(watched.log).toEqual(['get packs', 'get runs']);
});

test('a store that cannot be asked ends a batch after its first block', async () => {
  const { store, item } = await planned();
  const { compute, calls } = counted(computerOf());
  const getStart = () => Promise.reject(new Error('denied'));
  await expect(runItem({ ...store, getStart }, item, { compute })).rejects.toThrow('denied');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(calls()).toBeLessThanOrEqual(1);
});

test('a batch whose pack cannot be stored fails by that, whatever becomes of what it used', async () => {
  const { store, item } = await planned();
  const putIfAbsent = () => Promise.reject(new Error('full'));
  await expect(runItem({ ...store, putIfAbsent }, item)).rejects.toThrow('full');
  const replace = () => Promise.reject(new Error('denied'));
  await expect(runItem({ ...store, putIfAbsent, replace }, item)).rejects.toThrow('full');
  await expect(runItem({ ...store, replace }, item)).rejects.toThrow('denied');
  expect(await store.list('packs/')).toHaveLength(1);
});

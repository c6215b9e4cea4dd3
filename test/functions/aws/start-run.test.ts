import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Clients, openClients } from '../../../functions/aws/clients.ts';
import { describeExecution, stopExecution } from '../../../functions/aws/executions.ts';
import { followRun } from '../../../functions/aws/follow-run.ts';
import { findLastRun } from '../../../functions/aws/last-run.ts';
import { createProgressReader } from '../../../functions/aws/run-progress.ts';
import { findStack } from '../../../functions/aws/stack.ts';
import { type AskedRun, startRun } from '../../../functions/aws/start-run.ts';
import { createBatchComputer } from '../../../functions/compute/batch-computer.ts';
import { openStoredStudy } from '../../../functions/compute/stored-study.ts';
import { readManifest } from '../../../functions/rounds/history.ts';
import { planRound } from '../../../functions/rounds/plan-round.ts';
import { runBatch } from '../../../functions/rounds/run-batch.ts';
import { parseStudy } from '../../../functions/study/spec/parse-study.ts';
import { NO_TABLES } from '../../../kernels/populations/table.ts';
import { openStore } from '../../../results/store/open-store.ts';
import type { Store } from '../../../results/store/store.ts';
import { type AwsStub, type Ending, startAwsStub } from '../../support/aws-stub.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SOURCE = `name: small
seed: 11
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [10, 30]
replicates: 1000
`;

let stub: AwsStub;
let clients: Clients;
let store: Store;
let end: (ending: Ending) => void = () => {};

beforeEach(async () => {
  store = await openStore(temporaryFolder());
  stub = await startAwsStub({
    run: async () => {
      // What a worker needs is there before it is called.
      expect(await openStoredStudy(store, 'small')).not.toBeNull();
      return new Promise((resolve) => {
        end = resolve;
      });
    },
  });
  for (const [name, value] of Object.entries(stub.environment)) vi.stubEnv(name, value);
  clients = await openClients();
});
afterEach(async () => {
  clients.close();
  vi.unstubAllEnvs();
  await stub.stop();
});

const asked = (source = SOURCE, budgetUsd?: number): AskedRun => ({
  study: parseStudy(source, 'study.yaml', 'full'),
  source,
  tables: NO_TABLES,
  backend: 'wasm-f64',
  budgetUsd,
  now: new Date('2026-11-25T10:20:30.400Z'),
});

const start = async (run: AskedRun) =>
  startRun(clients, { stack: await findStack(clients, 'signbench'), store }, run);

describe('startRun', () => {
  test('starts one execution, named after the study and the second', async () => {
    const run = await start(asked(SOURCE, 2.5));
    expect(run).toMatchObject({ runId: 'small-20261125T102030', found: false, budgetUsd: 2.5 });
    expect(stub.started).toEqual([
      {
        name: 'small-20261125T102030',
        input: '{"study":"small","runId":"small-20261125T102030","round":0,"budgetUsd":2.5}',
      },
    ]);
    const { found: _, ...kept } = run;
    expect(await findLastRun(store, 'small')).toEqual(kept);
  });

  test('finds the run that is under way in place of a second one', async () => {
    const first = await start(asked());
    const again = await start({ ...asked(), now: new Date('2026-11-25T11:00:00Z') });
    expect(again).toEqual({ ...first, found: true });
    expect(stub.started).toHaveLength(1);
  });

  test('refuses another version of a study that is under way, and leaves what is stored of it alone', async () => {
    await start(asked());
    await expect(start(asked(SOURCE.replace('seed: 11', 'seed: 12')))).rejects.toThrow(
      'Another version of small is running since 2026-11-25T10:20:30.400Z; let it end, or signbench cancel small first.',
    );
    expect((await openStoredStudy(store, 'small'))?.study.seed).toBe(11);
  });

  test('says that somebody was faster where two start in the same second with different budgets', async () => {
    const first = await start(asked(SOURCE, 1));
    // The other has not yet said which run it started.
    await store.remove('runs/small/last.json');
    await expect(start(asked(SOURCE, 2))).rejects.toThrow(
      `states:StartExecution of run ${first.runId} failed: somebody started the study in the same second with another budget; the same command follows that run.`,
    );
    expect(stub.started).toHaveLength(1);
  });

  test('starts anew after the last run was cancelled', async () => {
    const { executionArn } = await start(asked());
    await stopExecution(clients, executionArn, 'a test');
    expect(await describeExecution(clients, executionArn)).toMatchObject({
      state: 'cancelled',
      cause: 'a test',
    });
    const later = await start({ ...asked(), now: new Date('2026-11-25T11:00:00Z') });
    expect(later.runId).toBe('small-20261125T110000');
    expect(stub.started).toHaveLength(2);
  });
});

describe('describeExecution', () => {
  test.each<[Ending, object]>([
    [{ status: 'SUCCEEDED' }, { state: 'complete', cause: null }],
    [
      { status: 'FAILED', error: 'Partial', cause: '3 blocks' },
      { state: 'partial', cause: '3 blocks' },
    ],
    [
      {
        status: 'FAILED',
        error: 'WrongNumbers',
        cause: '{"errorMessage":"the worker computes","errorType":"WrongNumbers","trace":[]}',
      },
      { state: 'failed', error: 'WrongNumbers', cause: 'the worker computes' },
    ],
  ])('of one that ended as %j', async (ending, expected) => {
    const { executionArn } = await start(asked());
    await vi.waitUntil(() => stub.started.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    end(ending);
    await vi.waitFor(async () =>
      expect(await describeExecution(clients, executionArn)).toMatchObject(expected),
    );
  });

  test('of one that AWS no longer knows', async () => {
    expect(
      await describeExecution(clients, 'arn:aws:states:us-east-1:123456789012:execution:rounds:old'),
    ).toMatchObject({
      state: 'forgotten',
    });
  });
});

const NOTHING = { round: -1, batches: 0, batchesDone: 0, blocks: 0, blocksDone: 0, spentUsd: 0 };

describe('followRun', () => {
  const running = { state: 'running', error: null, cause: null, startedAt: null, endedAt: null } as const;

  test('asks once before each pause, and no more after the end', async () => {
    let descriptions = 0;
    let readings = 0;
    const ended = await followRun({
      describe: async () => (++descriptions < 4 ? running : { ...running, state: 'complete' }),
      progress: async () => ({ ...NOTHING, round: readings++ }),
      signal: new AbortController().signal,
      onProgress: () => {},
      firstMs: 1,
    });
    expect(ended?.state).toBe('complete');
    expect([descriptions, readings]).toEqual([4, 4]);
  });

  test('is ended by Ctrl-C, in a pause too, and stops nothing', async () => {
    const abort = new AbortController();
    const ended = followRun({
      describe: async () => running,
      progress: async () => NOTHING,
      signal: abort.signal,
      onProgress: () => abort.abort(),
      firstMs: 60_000,
    });
    expect(await ended).toBeNull();
    expect(stub.asked).not.toContain('StopExecution');
  });

  test('passes on what fails', async () => {
    const ended = followRun({
      describe: async () => {
        throw new Error('denied');
      },
      progress: async () => NOTHING,
      signal: new AbortController().signal,
      onProgress: () => {},
    });
    await expect(ended).rejects.toThrow('denied');
  });
});

test('progress counts the blocks and dollars of a run, and reads each file once', async () => {
  const { runId } = await start(asked());
  const read: string[] = [];
  const counting: Store = {
    ...store,
    get: async (key) => {
      read.push(key);
      return store.get(key);
    },
    getMany: async (keys) => {
      read.push(...keys);
      return store.getMany(keys);
    },
  };
  const progress = createProgressReader(counting, 'small', runId);
  expect(await progress()).toEqual(NOTHING);
  const { key } = await planRound(
    store,
    { study: 'small', runId, round: 0 },
    { targetMs: 1, workerMemoryMb: 2048 },
  );
  const items = await readManifest(store, key);
  expect(items.length).toBeGreaterThan(2);
  expect(await progress()).toMatchObject({
    round: 0,
    batches: items.length,
    batchesDone: 0,
    blocks: 10,
    blocksDone: 0,
  });

  const stored = await openStoredStudy(store, 'small');
  const computer = createBatchComputer(NO_TABLES);
  const compute = async (task: Parameters<typeof computer>[0]['tasks'][number]) =>
    (await computer({ backend: 'js', tasks: [task] }))[0];
  const host = { compute, remainingMs: () => 60_000, memoryMb: 2048 };
  const { done, durationMs } = await runBatch(store, stored!, { item: items[0], host });
  const now = await progress();
  expect(now).toMatchObject({ batchesDone: 1, blocksDone: done });
  // Two gigabytes over its time, a call and two transitions.
  expect(now.spentUsd).toBeCloseTo((2 * durationMs * 0.0000133334) / 1000 + 0.0000002 + 2 * 0.000025, 12);
  expect(await progress()).toEqual(now);
  expect(new Set(read).size).toBe(read.length);
});

import { beforeEach, expect, test, vi } from 'vitest';
import { handler as aggregate } from '../../../functions/lambda/aggregate.ts';
import { readEnvironment } from '../../../functions/lambda/environment.ts';
import { handler as plan } from '../../../functions/lambda/plan.ts';
import { handler as runShards } from '../../../functions/lambda/run-shards.ts';
import { storeWith } from '../../support/rounds.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const TEXT = `name: handled
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: point, mean: [1, 2] }
  choice: logit
estimators: [sign]
sampleSizes: [10]
replicates: 400
`;
const INVOCATION = { getRemainingTimeInMillis: () => 900_000 };

const lines: string[] = [];
beforeEach(async () => {
  const folder = temporaryFolder();
  await storeWith(TEXT, folder);
  vi.stubEnv('SIGNBENCH_STORE_DIR', folder);
  lines.length = 0;
  vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(line));
  return () => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  };
});

test('plan, run-shards and aggregate answer as the state machine reads them, and log a line each', async () => {
  const run = { study: 'handled', runId: 'r', round: 0 };
  const verified = await runShards({ verify: true, study: 'handled' }, INVOCATION);
  expect(verified).toEqual({
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    msPerBlock: { 'n=10': expect.any(Number) },
  });
  const planned = await plan({ ...run, ...verified });
  expect(planned).toEqual({
    ...run,
    studyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    manifest: { bucket: '', key: 'runs/handled/r/round-0.json' },
    batches: 1,
    blocks: 2,
    toleratedFailures: 0,
    work: true,
  });
  const ranges = [{ cell: 'n=10', first: 0, count: 2, estimators: ['sign'] }];
  const item = { ...run, studyHash: planned.studyHash, batch: 0, ranges };
  expect(await runShards(item, INVOCATION)).toEqual({
    batch: 0,
    done: 2,
    left: 0,
    failed: [],
    pack: expect.stringMatching(/^packs\/handled\/[0-9a-f]{64}\.ndjson$/),
    durationMs: expect.any(Number),
    maxMemoryMb: expect.any(Number),
  });
  expect(await aggregate(run)).toEqual({
    ...run,
    round: 1,
    status: 'complete',
    again: false,
    missing: 0,
    summary: 'studies/handled/summary.json',
    spentUsd: expect.any(Number),
  });
  expect(await plan({ ...run, round: 1 })).toMatchObject({ work: false, batches: 0 });
  expect(lines.map((line) => JSON.parse(line).stage)).toEqual([
    'verify',
    'plan',
    'run-shards',
    'aggregate',
    'plan',
  ]);
});

test.each([
  ['plan', plan, { study: 'handled', runId: 'r', round: 0, later: 1 }, /later/],
  ['plan', plan, { study: '../up', runId: 'r', round: 0 }, /study/],
  ['aggregate', aggregate, { study: 'handled', runId: 'a/b', round: 0 }, /runId/],
  ['aggregate', aggregate, null, /plan|aggregate/],
  [
    'run-shards',
    runShards,
    { study: 'handled', runId: 'r', round: 0, batch: 0, ranges: [] },
    /studyHash|ranges/,
  ],
  ['run-shards', runShards, { verify: true, study: 'handled', runId: 'r' }, /runId/],
])('%s refuses an input of another shape by name', async (_, handler, event, message) => {
  const refusal = (handler as (event: unknown, invocation: unknown) => Promise<unknown>)(event, INVOCATION);
  await expect(refusal).rejects.toMatchObject({ name: 'BadInput', message: expect.stringMatching(message) });
});

test('a sandbox that met another version of the study computes the first again when it is back', async () => {
  const [folder, other] = [process.env.SIGNBENCH_STORE_DIR ?? '', TEXT.replace('[10]', '[11]')];
  const run = { study: 'handled', runId: 'r', round: 0 };
  const { studyHash } = await plan(run);
  const ranges = [{ cell: 'n=10', first: 0, count: 2, estimators: ['sign'] }];
  const item = { ...run, studyHash, batch: 0, ranges };
  await storeWith(other, folder);
  // Another sandbox knew it before: this one reads it for the batch.
  await runShards({ verify: true, study: 'handled' }, INVOCATION);
  await expect(runShards(item, INVOCATION)).rejects.toMatchObject({ name: 'StudyChanged' });
  await expect(runShards(item, INVOCATION)).rejects.toMatchObject({ name: 'StudyChanged' });
  await storeWith(TEXT, folder);
  expect(await runShards(item, INVOCATION)).toMatchObject({ done: 2, failed: [] });
});

test('an error is logged on one line with its name, and thrown on', async () => {
  await expect(plan({ study: 'other', runId: 'r', round: 0 })).rejects.toMatchObject({
    name: 'StudyMissing',
  });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0])).toMatchObject({ level: 'error', stage: 'plan', error: 'StudyMissing' });
});

test('the environment names a bucket or a folder, and its numbers are checked', async () => {
  await expect(readEnvironment({})).rejects.toThrow('SIGNBENCH_BUCKET is not set');
  const there = {
    SIGNBENCH_BUCKET: 'results',
    SIGNBENCH_PREFIX: '/a/b/',
    SIGNBENCH_ENDPOINT: 'http://127.0.0.1:9',
  };
  const { store, bucketKey, marginMs } = await readEnvironment(there);
  expect(store.location).toBe('s3://results/a/b');
  expect(bucketKey('runs/x.json')).toBe('a/b/runs/x.json');
  expect(marginMs).toBe(10_000);
  await expect(readEnvironment({ ...there, SIGNBENCH_TIMEOUT_MARGIN_MS: 'soon' })).rejects.toThrow(
    'SIGNBENCH_TIMEOUT_MARGIN_MS is soon',
  );
});

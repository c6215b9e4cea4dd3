import { afterAll, beforeAll, expect, test } from 'vitest';
import { forecast } from '../../functions/rounds/forecast.ts';
import { decodeHeader } from '../../results/packs/pack-format.ts';
import { packsFolder } from '../../results/store/keys.ts';
import type { Store } from '../../results/store/store.ts';
import { runtimeMissing } from './lambda/runtime-client.ts';
import { type FaultyProxy, startFaultyProxy } from './support/faulty-proxy.ts';
import { BUCKET, startCloud } from './support/local-cloud.ts';
import { radosgwMissing, startRadosgw } from './support/radosgw.ts';
import { describeWith, environmentOf, type S3Server } from './support/s3-server.ts';

const studyNamed = (name: string, replicates: string): string => `name: ${name}
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [10, 30, 100]
replicates: ${replicates}
`;

/** Its error is never met, so that every cell goes to its last look. */
const TO_THE_END = '{ min: 200, max: 1600, until: { measure: rmsAngle, relativeMcse: 0.0001 } }';

async function recordsIn(store: Store, study: string): Promise<number> {
  const packs = await store.getMany(await store.list(packsFolder(study)));
  return packs.reduce(
    (sum, bytes) => sum + (decodeHeader(bytes ?? new Uint8Array())?.records.length ?? 0),
    0,
  );
}

const isListing = ({ method, path }: { readonly method: string; readonly path: string }): boolean =>
  method === 'GET' && /[?&]list-type=/.test(path);

describeWith('what plan --on aws counts is what a run takes', runtimeMissing ?? radosgwMissing, () => {
  let server: S3Server;
  let proxy: FaultyProxy;
  beforeAll(async () => {
    server = await startRadosgw();
    Object.assign(process.env, environmentOf(server));
    await server.createBucket(BUCKET);
    proxy = await startFaultyProxy(server.endpoint, () => 'pass');
  });
  afterAll(async () => {
    await proxy?.stop();
    await server?.stop();
  });

  test.each([
    ['few-batches', '1000', 0.004, true],
    ['more-batches', '6000', 0.004, true],
    ['one-batch', '1000', 60, true],
    // A cell skips looks whose error is sure to be too large, so that rounds are fewer; blocks are the same.
    ['looks', TO_THE_END, 60, false],
  ])('%s', async (name, replicates, batchSeconds, isExact) => {
    const cloud = await startCloud({ server, batchSeconds, endpointOf: () => proxy.endpoint });
    try {
      const study = await cloud.keep(studyNamed(name, replicates));
      const first = proxy.seen.length;
      const { status, states, maps } = await cloud.run(name);
      expect(status).toBe('SUCCEEDED');
      const seen = proxy.seen.slice(first);
      const batches = maps.reduce((sum, { items }) => sum + items, 0);
      const expected = forecast(study, {
        // Workers of these tests are not measured: what plan assumes then.
        msPerBlock: ({ n, blockSize, estimators }) => 2 * n * blockSize * estimators.length * 5e-5,
        until: 'last look',
        targetMs: 1000 * batchSeconds,
        workerMemoryMb: 1769,
        concurrency: 2,
      });

      // A record for each of two estimators.
      const blocks = (await recordsIn(cloud.store, name)) / 2;
      expect(blocks).toBe(expected.blocks);
      const transitions = states.length + 1 + 2 * batches;
      if (!isExact) {
        expect(maps.length).toBeGreaterThan(1);
        expect(maps.length).toBeLessThanOrEqual(expected.rounds);
        expect(transitions).toBe(4 + 6 * maps.length + 2 * batches);
        return;
      }
      expect(maps).toHaveLength(expected.rounds);
      expect(batches).toBe(expected.batches);
      expect(cloud.calls()).toHaveLength(expected.lambdaRequests);
      expect(transitions).toBe(expected.transitions);

      // The forecast counts what the client asks, too, and a new sandbox for every batch: it is above, and not by much.
      const puts = seen.filter((one) => one.method === 'PUT' || isListing(one)).length;
      const gets = seen.filter((one) => one.method === 'GET' && !isListing(one)).length;
      expect(puts).toBeLessThanOrEqual(expected.s3Puts);
      expect(puts).toBeGreaterThan(0.4 * expected.s3Puts);
      expect(gets).toBeLessThanOrEqual(expected.s3Gets);
      expect(gets).toBeGreaterThan(0.4 * expected.s3Gets);
    } finally {
      await cloud.stop();
    }
  });
});

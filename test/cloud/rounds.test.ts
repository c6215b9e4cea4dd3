import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeHeader } from '../../results/packs/pack-format.ts';
import { packsFolder } from '../../results/store/keys.ts';
import { isObject } from './executor/json.ts';
import type { Call, Fate } from './lambda/local-lambda.ts';
import { runtimeMissing } from './lambda/runtime-client.ts';
import { startFaultyProxy } from './support/faulty-proxy.ts';
import { BUCKET, type LocalCloud, startCloud } from './support/local-cloud.ts';
import { localRun } from './support/local-run.ts';
import { radosgwMissing, startRadosgw } from './support/radosgw.ts';
import { describeWith, environmentOf, type S3Server } from './support/s3-server.ts';

const POPULATION = `population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
`;

/** Fifteen blocks: five of each size. */
const studyNamed = (name: string, replicates = '1000'): string => `name: ${name}
seed: 7
${POPULATION}estimators: [sign, rlhf]
sampleSizes: [10, 30, 100]
replicates: ${replicates}
`;

const STOPPING = '{ min: 50, max: 3200, until: { measure: rmsAngle, relativeMcse: 0.03 } }';

const ANNEALED = `name: annealed
seed: 7
${POPULATION}estimators: [{ id: annealed, kind: sign, solver: anneal, lambda: [1, 15], steps: 40 }, rlhf]
sampleSizes: [300]
replicates: 200
`;

const isWorker = ({ function: name, payload }: Call): boolean =>
  name.includes('RunShards') && isObject(payload) && payload.verify !== true;

const isBatch = (call: Call, round: number, batch: number): boolean =>
  isWorker(call) && isObject(call.payload) && call.payload.round === round && call.payload.batch === batch;

interface Asked {
  readonly cell: string;
  readonly first: number;
  readonly count: number;
}
/** The ranges that workers were called for. */
const askedIn = (calls: readonly Call[]): readonly Asked[] =>
  calls.filter(isWorker).flatMap(({ payload }) => {
    const { ranges }: { ranges: readonly Asked[] } = JSON.parse(JSON.stringify(payload));
    return ranges;
  });
const blocksOf = (ranges: readonly Asked[]): number => ranges.reduce((sum, { count }) => sum + count, 0);

const holds = (call: Call, cell: string, block: number): boolean =>
  isWorker(call) &&
  askedIn([call]).some(
    (range) => range.cell === cell && range.first <= block && block < range.first + range.count,
  );

describeWith('runs in the cloud', runtimeMissing ?? radosgwMissing, () => {
  let server: S3Server;
  let cloud: LocalCloud;
  beforeAll(async () => {
    server = await startRadosgw();
    Object.assign(process.env, environmentOf(server));
    await server.createBucket(BUCKET);
    cloud = await startCloud({ server });
  });
  afterAll(async () => {
    await cloud?.stop();
    await server?.stop();
  });

  const fileOf = async (name: string, file: string): Promise<string> =>
    Buffer.from((await cloud.store.get(`studies/${name}/${file}`)) ?? []).toString();

  async function expectLocalBytes(name: string, text: string): Promise<void> {
    const local = await localRun(text);
    for (const file of ['summary.json', 'digests.json'] as const) {
      expect(await fileOf(name, file), file).toBe(local[file]);
    }
    expect(await fileOf(name, 'summary.partial.json')).toBe('');
  }

  async function packsOf(
    name: string,
  ): Promise<readonly { readonly key: string; readonly blocks: number }[]> {
    const keys = await cloud.store.list(packsFolder(name));
    return Promise.all(
      keys.map(async (key) => {
        const header = decodeHeader((await cloud.store.get(key)) ?? new Uint8Array());
        return { key, blocks: (header?.records.length ?? 0) / 2 };
      }),
    );
  }

  async function keptAndRun(name: string, fateOf?: (call: Call) => Fate): Promise<string> {
    const text = studyNamed(name);
    await cloud.keep(text);
    const { status, cause } = await cloud.run(name, fateOf === undefined ? {} : { fateOf });
    expect(cause).toBeNull();
    expect(status).toBe('SUCCEEDED');
    return text;
  }

  it('a study of fixed replicates has the bytes of a local run, from several packs', async () => {
    const text = await keptAndRun('fixed');
    await expectLocalBytes('fixed', text);
    const packs = await packsOf('fixed');
    expect(packs.length).toBeGreaterThan(3);
    expect(packs.reduce((sum, { blocks }) => sum + blocks, 0)).toBe(15);
  });

  it('a study that stops by its errors has the bytes of a local run, after several rounds', async () => {
    const text = studyNamed('adaptive', STOPPING);
    await cloud.keep(text);
    const { status, maps } = await cloud.run('adaptive');
    expect(status).toBe('SUCCEEDED');
    expect(maps.length).toBeGreaterThan(1);
    await expectLocalBytes('adaptive', text);
  });

  it('the same bundle searches with gpu.js: the bytes of a local run with it, near those of WebAssembly', async () => {
    await cloud.keep(ANNEALED, 'gpujs-cpu');
    expect(await cloud.run('annealed')).toMatchObject({ status: 'SUCCEEDED' });
    const summary = await fileOf('annealed', 'summary.json');
    expect(summary).toBe((await localRun(ANNEALED, 'gpujs-cpu'))['summary.json']);
    const measured = (text: string) =>
      JSON.parse(text).cells[0].estimators.map(
        (one: { measures: { rmsAngle: { value: number; mcse: number } } }) => one.measures.rmsAngle,
      );
    const [annealed, rlhf] = measured(summary);
    const [annealed64, rlhf64] = measured((await localRun(ANNEALED, 'wasm-f64'))['summary.json']);
    expect(Math.abs(rlhf.value / rlhf64.value - 1)).toBeLessThan(1e-9);
    expect(Math.abs(annealed.value - annealed64.value)).toBeLessThan(0.2 * annealed64.mcse);
    expect(annealed.value).not.toBe(annealed64.value);
    expect(JSON.parse(await fileOf('annealed', 'provenance.json'))).toMatchObject({
      backend: 'gpujs',
      gpu: { mode: 'cpu' },
    });
  });

  it('a run on a complete study calls no worker but the one that is checked', async () => {
    const text = await keptAndRun('again');
    expect(await cloud.run('again')).toMatchObject({ status: 'SUCCEEDED', maps: [] });
    expect(askedIn(cloud.calls())).toEqual([]);
    await expectLocalBytes('again', text);
  });

  describe('a block that brings down its worker every time', () => {
    const poisoned = (call: Call): Fate => (holds(call, 'n=100', 3) ? { killAfterMs: 2 } : 'pass');

    it('is tried three times, and named by a partial summary, where that is tolerated; the next run computes it alone', async () => {
      const text = studyNamed('poisoned');
      await cloud.keep(text);
      const { status, error, cause, maps } = await cloud.run('poisoned', {
        fateOf: poisoned,
        toleratedFailurePercentage: 50,
      });
      expect({ status, error }).toEqual({ status: 'FAILED', error: 'Partial' });
      expect(cause).toBe(
        '1 blocks are missing, stopped by attempts; see studies/poisoned/summary.partial.json. Another run computes only what is missing.',
      );
      expect(maps.map(({ failed }) => failed.map((one) => one.error))).toEqual(
        maps.map(() => ['Runtime.ExitError']),
      );
      expect(maps).toHaveLength(3);
      const partial = JSON.parse(await fileOf('poisoned', 'summary.partial.json'));
      expect(partial.status).toBe('partial');
      expect(JSON.stringify(partial.missing)).toContain('"n=100"');

      expect(await cloud.run('poisoned')).toMatchObject({ status: 'SUCCEEDED' });
      expect(askedIn(cloud.calls())).toMatchObject([{ cell: 'n=100', first: 3, count: 1 }]);
      await expectLocalBytes('poisoned', text);
    });

    it('ends the run where that is not tolerated; nothing is lost, and the next run computes only the rest', async () => {
      const text = studyNamed('intolerant');
      await cloud.keep(text);
      const { status, error, cause } = await cloud.run('intolerant', {
        fateOf: poisoned,
        toleratedFailurePercentage: 0,
      });
      expect({ status, error }).toEqual({
        status: 'FAILED',
        error: 'States.ExceedToleratedFailureThreshold',
      });
      expect(cause).toContain('Runtime.ExitError');
      const stored = (await packsOf('intolerant')).reduce((sum, { blocks }) => sum + blocks, 0);
      expect(stored).toBeGreaterThan(0);
      expect(stored).toBeLessThan(15);

      expect(await cloud.run('intolerant')).toMatchObject({ status: 'SUCCEEDED' });
      expect(blocksOf(askedIn(cloud.calls()))).toBe(15 - stored);
      await expectLocalBytes('intolerant', text);
    });
  });

  it('a storm of refusals by Lambda costs attempts and nothing else', async () => {
    let refusals = 0;
    const storm = ({ index }: Call): Fate => {
      if (index % 3 === 0) return 'pass';
      refusals++;
      return 'throttle';
    };
    const text = await keptAndRun('storm', storm);
    expect(refusals).toBeGreaterThan(15);
    await expectLocalBytes('storm', text);
  });

  it('every batch delivered to two workers at once gives one pack each, and the same bytes', async () => {
    const text = await keptAndRun('twice', (call) => (isWorker(call) ? 'twice' : 'pass'));
    const packs = await packsOf('twice');
    expect(packs.reduce((sum, { blocks }) => sum + blocks, 0)).toBe(15);
    expect(packs).toHaveLength(cloud.calls().filter(isWorker).length);
    await expectLocalBytes('twice', text);
  });

  it('a worker killed in the middle of a batch loses that batch alone, and the next round computes its blocks', async () => {
    const text = studyNamed('killed').replace('[10, 30, 100]', '[3000]').replace('1000', '800');
    await cloud.keep(text);
    const fateOf = (call: Call): Fate => (isBatch(call, 0, 4) ? { killAfterMs: 5 } : 'pass');
    const { status, maps } = await cloud.run('killed', { fateOf, toleratedFailurePercentage: 20 });
    expect(status).toBe('SUCCEEDED');
    expect(maps.map(({ failed }) => failed.map(({ index }) => index))).toEqual([[4], []]);
    expect(maps[1].items).toBe(1);
    await expectLocalBytes('killed', text);
  });

  describe('packs that are not as they were written', () => {
    const spoiled: readonly (readonly [string, (bytes: Uint8Array) => Uint8Array | null])[] = [
      ['deleted', () => null],
      ['truncated', (bytes) => bytes.subarray(0, bytes.length - 40)],
      ['flipped', (bytes) => bytes.map((byte, i) => (i === bytes.length - 200 ? byte ^ 4 : byte))],
      ['headless', (bytes) => bytes.map((byte, i) => (i === 100 ? byte ^ 4 : byte))],
    ];

    it.each(spoiled)('%s: the next run computes what was lost, and nothing else', async (name, spoil) => {
      const text = await keptAndRun(name);
      const [first] = await packsOf(name);
      const bytes = spoil((await cloud.store.get(first.key)) ?? new Uint8Array());
      if (bytes === null) await cloud.store.remove(first.key);
      else await cloud.store.replace(first.key, bytes);
      expect(await cloud.run(name)).toMatchObject({ status: 'SUCCEEDED' });
      const asked = blocksOf(askedIn(cloud.calls()));
      // A header that cannot be read does not hide records that can.
      if (name === 'headless') expect(asked).toBe(0);
      else expect(asked).toBeGreaterThan(0);
      expect(asked).toBeLessThanOrEqual(first.blocks);
      await expectLocalBytes(name, text);
      const quarantined = await cloud.store.list(`quarantine/${packsFolder(name)}`);
      expect(quarantined).toHaveLength(name === 'deleted' ? 0 : 1);
    });
  });

  it('a deleted pack is missed by name as long as nobody can compute it again', async () => {
    const text = await keptAndRun('missed');
    const [{ key, blocks }] = await packsOf('missed');
    await cloud.store.remove(key);
    const fateOf = (call: Call): Fate => (isWorker(call) ? 'throttle' : 'pass');
    const { error, cause } = await cloud.run('missed', { fateOf, toleratedFailurePercentage: 100 });
    expect(error).toBe('Partial');
    expect(cause).toContain(`${blocks} blocks are missing`);
    const { status, missing } = JSON.parse(await fileOf('missed', 'summary.partial.json'));
    expect(status).toBe('partial');
    expect(JSON.stringify(missing)).toContain(`"${askedIn(cloud.calls())[0].cell}"`);
    expect(await cloud.run('missed')).toMatchObject({ status: 'SUCCEEDED' });
    await expectLocalBytes('missed', text);
  });

  it('the worker that is checked is measured on the cells of the study, and batches are planned by that', async () => {
    const measured = await startCloud({ server, pilotSeconds: 20, batchSeconds: 900 });
    try {
      const text = studyNamed('measured');
      await measured.keep(text);
      const { status, maps } = await measured.run('measured');
      expect(status).toBe('SUCCEEDED');
      const [plan] = measured.calls().filter((call) => call.function.includes('Plan'));
      const { msPerBlock } = Object(plan.payload);
      expect(Object.keys(msPerBlock)).toEqual(['n=10', 'n=30', 'n=100']);
      for (const ms of Object.values(msPerBlock)) expect(ms).toBeGreaterThan(0);
      // Fifteen blocks of milliseconds in one batch of fifteen minutes.
      expect(maps.map(({ items }) => items)).toEqual([1]);
      await expectLocalBytes('measured', text);
    } finally {
      await measured.stop();
    }
  });

  it('bursts of 503 by S3 cost time and nothing else', async () => {
    let refused = 0;
    const proxy = await startFaultyProxy(server.endpoint, ({ index }) => {
      if (index % 30 >= 4) return 'pass';
      refused++;
      return 503;
    });
    const stormy = await startCloud({ server, endpointOf: () => proxy.endpoint });
    try {
      const text = studyNamed('bursts');
      await stormy.keep(text);
      expect(await stormy.run('bursts')).toMatchObject({ status: 'SUCCEEDED' });
      expect(refused).toBeGreaterThan(8);
      await expectLocalBytes('bursts', text);
    } finally {
      await stormy.stop();
      await proxy.stop();
    }
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { packsFolder } from '../../results/store/keys.ts';
import { arnOf } from '../support/state-machine.ts';
import { isObject } from './executor/json.ts';
import { runtimeMissing } from './lambda/runtime-client.ts';
import { type FaultyProxy, startFaultyProxy } from './support/faulty-proxy.ts';
import { BUCKET, type LocalCloud, startCloud } from './support/local-cloud.ts';
import { radosgwMissing, startRadosgw } from './support/radosgw.ts';
import { permissionsAsked, permissionsOf } from './support/role-statements.ts';
import { describeWith, environmentOf, type S3Server } from './support/s3-server.ts';

const STUDY = `name: allowed
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: point, mean: [3, 2] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [10, 100]
replicates: 1000
`;

const NAMES = ['Plan', 'RunShards', 'Aggregate'] as const;

describeWith('roles', runtimeMissing ?? radosgwMissing, () => {
  let server: S3Server;
  let cloud: LocalCloud;
  const doors = new Map<string, FaultyProxy>();
  beforeAll(async () => {
    server = await startRadosgw();
    Object.assign(process.env, environmentOf(server));
    await server.createBucket(BUCKET);
    for (const name of NAMES) doors.set(name, await startFaultyProxy(server.endpoint, () => 'pass'));
    cloud = await startCloud({
      server,
      endpointOf: (fn) => doors.get(NAMES.find((name) => fn.includes(name)) ?? '')?.endpoint ?? '',
    });
    await cloud.keep(STUDY);
    expect(await cloud.run('allowed')).toMatchObject({ status: 'SUCCEEDED' });
    // A batch that Step Functions tries again after its answer was lost.
    const [worker] = cloud
      .calls()
      .filter(
        (call) =>
          isObject(call.payload) && call.payload.verify !== true && call.function.includes('RunShards'),
      );
    expect(await cloud.invoke(arnOf(worker.function), worker.payload)).toMatchObject({ failed: [], left: 0 });
    // One pack with a wrong record, one whose header is wrong: both are moved away and what is sound in them is kept.
    const [first, second] = await cloud.store.list(packsFolder('allowed'));
    for (const [key, position] of [
      [first, -200],
      [second, 100],
    ] as const) {
      const bytes = Buffer.from((await cloud.store.get(key)) ?? []);
      const i = position < 0 ? bytes.length + position : position;
      bytes[i] ^= 4;
      await cloud.store.replace(key, bytes);
    }
    expect(await cloud.run('allowed')).toMatchObject({ status: 'SUCCEEDED' });
    expect(await cloud.store.list(`quarantine/${packsFolder('allowed')}`)).toHaveLength(2);
  });
  afterAll(async () => {
    await cloud?.stop();
    for (const door of doors.values()) await door.stop();
    await server?.stop();
  });

  it.each(NAMES)('%s asks S3 for nothing that its role in the template does not allow', (name) => {
    const id =
      Object.keys(cloud.template.Resources).find((one) => one.startsWith(`Functions${name}Function`)) ?? '';
    const allowed = permissionsOf(cloud.template, id);
    const asked = (doors.get(name)?.seen ?? []).flatMap(({ method, path }) => permissionsAsked(method, path));
    expect(asked.length).toBeGreaterThan(5);
    const refused = asked.filter(
      ({ action, key }) => !allowed.some((one) => one.action === action && key.startsWith(one.prefix)),
    );
    expect(refused).toEqual([]);
  });

  it('are as narrow as that: each folder and action is asked for', () => {
    const all = NAMES.flatMap((name) => doors.get(name)?.seen ?? []).flatMap(({ method, path }) =>
      permissionsAsked(method, path),
    );
    const kinds = new Set(all.map(({ action, key }) => `${action} ${key.split('/')[0]}`));
    expect([...kinds].sort()).toEqual([
      's3:DeleteObject packs',
      's3:DeleteObject studies',
      's3:GetObject packs',
      's3:GetObject runs',
      's3:GetObject studies',
      's3:ListBucket ',
      's3:PutObject packs',
      's3:PutObject quarantine',
      's3:PutObject runs',
      's3:PutObject studies',
    ]);
  });
});

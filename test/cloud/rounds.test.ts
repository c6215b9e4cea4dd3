import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBatchComputer } from '../../functions/compute/batch-computer.ts';
import { type RunResult, runStudy } from '../../functions/local/run-study.ts';
import type { ComputeId } from '../../functions/study/backends.ts';
import { NO_TABLES } from '../../kernels/populations/table.ts';
import { parseStudy } from '../../functions/study/spec/parse-study.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runtimeMissing } from './lambda/runtime-client.ts';
import { BUCKET, type LocalCloud, startCloud } from './support/local-cloud.ts';
import { radosgwMissing, startRadosgw } from './support/radosgw.ts';
import { describeWith, environmentOf, type S3Server } from './support/s3-server.ts';

const studyNamed = (name: string, replicates = '1000'): string => `name: ${name}
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [10, 30, 100]
replicates: ${replicates}
`;

const STOPPING = '{ min: 50, max: 3200, until: { measure: rmsAngle, relativeMcse: 0.03 } }';

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

  const FILES = ['summary.json', 'digests.json'] as const;
  const localFiles = async (text: string, backend: 'wasm-f64' = 'wasm-f64'): Promise<readonly string[]> => {
    const folder = temporaryFolder();
    const study = parseStudy(text, 'study.yaml', 'full');
    await runStudy(study, { store: folder, workers: 1, backend });
    return Promise.all(FILES.map((file) => readFile(join(folder, 'studies', study.name, file), 'utf8')));
  };
  const cloudFiles = (name: string): Promise<readonly string[]> =>
    Promise.all(FILES.map(async (file) => Buffer.from((await cloud.store.get(`studies/${name}/${file}`)) ?? []).toString()));

  it.each([
    ['fixed', '1000', 1],
    ['adaptive', STOPPING, 2],
  ])('a study of %s replicates has the bytes of a local run', async (name, replicates, rounds) => {
    const text = studyNamed(name, replicates);
    await cloud.keep(text);
    const { status, cause, maps } = await cloud.run(name);
    expect(cause).toBeNull();
    expect(status).toBe('SUCCEEDED');
    expect(maps.length).toBeGreaterThanOrEqual(rounds);
    expect(Math.max(...maps.map(({ items }) => items))).toBeGreaterThan(3);
    expect(await cloudFiles(name)).toEqual(await localFiles(text));
  });
});

import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { definitionText } from '../support/state-machine.ts';
import { runtimeMissing } from './lambda/runtime-client.ts';
import { BUCKET, type LocalCloud, startCloud } from './support/local-cloud.ts';
import { localRun } from './support/local-run.ts';
import { motoMachinesMissing, startMoto } from './support/moto.ts';
import { type MotoGateway, startMotoGateway } from './support/moto-gateway.ts';
import { describeWith, environmentOf, type S3Server } from './support/s3-server.ts';

const study = (name: string, replicates: string): string => `name: ${name}
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [10, 30, 100]
replicates: ${replicates}
`;

describeWith("the definition in moto's Step Functions", motoMachinesMissing ?? runtimeMissing, () => {
  let gateway: MotoGateway;
  let server: S3Server;
  let cloud: LocalCloud;

  beforeAll(async () => {
    gateway = await startMotoGateway();
    server = await startMoto(gateway.port);
    Object.assign(process.env, environmentOf(server));
    const answer = await fetch(`${server.endpoint}/moto-api/config`, {
      method: 'POST',
      body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
    });
    expect(answer.status).toBe(201);
    await server.createBucket(BUCKET);
    cloud = await startCloud({ server });
    gateway.open(server.endpoint, cloud.invoke);
  });
  afterAll(async () => {
    await cloud?.stop();
    await server?.stop();
    await gateway?.stop();
  });

  /** moto 5.2 cannot start a second execution in a region: each has one of its own. */
  async function run(name: string, region: string): Promise<DescribeExecutionOutput> {
    const client = new SFNClient({
      endpoint: server.endpoint,
      region,
      credentials: { accessKeyId: server.accessKey, secretAccessKey: server.secretKey },
    });
    const { stateMachineArn } = await client.send(
      new CreateStateMachineCommand({
        name,
        definition: definitionText(cloud.template),
        roleArn: 'arn:aws:iam::123456789012:role/rounds',
      }),
    );
    const input = JSON.stringify({ study: name, runId: 'moto' });
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    for (;;) {
      const found = await client.send(new DescribeExecutionCommand({ executionArn }));
      if (found.status !== 'RUNNING') {
        client.destroy();
        return found;
      }
      await delay(100);
    }
  }

  it.each([
    ['fixed', '1000', 'us-east-1'],
    ['adaptive', '{ min: 50, max: 1600, until: { measure: rmsAngle, relativeMcse: 0.05 } }', 'us-west-2'],
  ])('a study of %s replicates ends with the bytes of a local run', async (name, replicates, region) => {
    const text = study(name, replicates);
    await cloud.keep(text);
    const { status, cause } = await run(name, region);
    expect({ status, cause }).toEqual({ status: 'SUCCEEDED', cause: undefined });
    const manifests = await cloud.store.list(`runs/${name}/moto/`);
    const rounds = manifests.filter((key) => /round-\d+\.json$/.test(key) && !key.includes('usage'));
    expect(rounds.length > 1).toBe(name === 'adaptive');
    const local = await localRun(text);
    for (const file of ['summary.json', 'digests.json'] as const) {
      const bytes = await cloud.store.get(`studies/${name}/${file}`);
      expect(Buffer.from(bytes ?? []).toString(), file).toBe(local[file]);
    }
  });
});

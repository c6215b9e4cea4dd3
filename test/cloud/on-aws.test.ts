import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ListObjectVersionsCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openS3Store } from '../../results/store/s3/store.ts';
import { type AwsStub, type Ending, OUTPUTS, type StubOptions, startAwsStub } from '../support/aws-stub.ts';
import { type Finished, type Running, startSignbench } from '../support/cli.ts';
import { runtimeMissing } from './lambda/runtime-client.ts';
import { BUCKET, type LocalCloud, startCloud } from './support/local-cloud.ts';
import { radosgwMissing, startRadosgw } from './support/radosgw.ts';
import { clientOf, describeWith, environmentOf, type S3Server } from './support/s3-server.ts';

const studyNamed = (name: string): string => `name: ${name}
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [10, 30, 100]
replicates: 1000
`;

const Input = z.strictObject({
  study: z.string(),
  runId: z.string(),
  round: z.literal(0),
  budgetUsd: z.number().optional(),
});

describeWith(
  'signbench --on aws, on the machine that would be deployed',
  runtimeMissing ?? radosgwMissing,
  () => {
    let server: S3Server;
    let cloud: LocalCloud;
    const stubs: AwsStub[] = [];
    const folder = mkdtempSync(join(tmpdir(), 'signbench-on-aws-'));
    beforeAll(async () => {
      server = await startRadosgw();
      Object.assign(process.env, environmentOf(server));
      await server.createBucket(BUCKET);
      cloud = await startCloud({ server });
    });
    afterEach(async () => {
      await Promise.all(stubs.splice(0).map((stub) => stub.stop()));
    });
    afterAll(async () => {
      await cloud?.stop();
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    async function execute(input: unknown): Promise<Ending> {
      const { study, runId, budgetUsd } = Input.parse(input);
      return cloud.run(study, { runId, ...(budgetUsd === undefined ? {} : { budgetUsd }) });
    }

    /** Step Functions, whose executions run on the executor unless a test says otherwise. */
    async function aws(options: StubOptions = {}): Promise<AwsStub> {
      const stub = await startAwsStub({ run: execute, ...options });
      stubs.push(stub);
      return stub;
    }

    const start = (stub: AwsStub, ...args: readonly string[]): Running =>
      startSignbench(args, {
        ...stub.environment,
        ...environmentOf(server),
        AWS_ENDPOINT_URL_S3: server.endpoint,
      });
    const signbench = (stub: AwsStub, ...args: readonly string[]): Promise<Finished> =>
      start(stub, ...args).finished;
    const untilFollowed = async (stub: AwsStub): Promise<void> => {
      while (!stub.asked.includes('DescribeExecution')) await delay(20);
    };

    async function fileOf(name: string): Promise<string> {
      const path = join(folder, `${name}.yaml`);
      await writeFile(path, studyNamed(name));
      return path;
    }
    const stored = async (key: string): Promise<string> =>
      Buffer.from((await cloud.store.get(key)) ?? []).toString();
    const lastLine = (text: string, back = 1) => JSON.parse(text.trimEnd().split('\n').at(-back) ?? '');

    /** Compares what the bucket has with what a run here leaves; resolves to what that printed. */
    async function expectLocalBytes(name: string): Promise<string> {
      const store = join(folder, `store-of-${name}`);
      const local = await startSignbench(['run', await fileOf(name), '--on', 'local', '--store', store])
        .finished;
      expect(local.code, local.stderr).toBe(0);
      for (const file of ['summary.json', 'digests.json', 'study.yaml', 'run.json', 'error-against-n.svg']) {
        const expected = await readFile(join(store, 'studies', name, file), 'utf8');
        expect(await stored(`studies/${name}/${file}`), file).toBe(expected);
      }
      return local.stdout.replaceAll(store, 's3://results');
    }

    test('a run prints what a run here prints, and leaves its bytes', async () => {
      const stub = await aws();
      const { code, stdout, stderr } = await signbench(stub, 'run', await fileOf('moved'), '--on', 'aws');
      expect(code, stderr).toBe(0);
      expect(stdout).toBe(await expectLocalBytes('moved'));
      expect(stderr).toMatch(
        /^signbench: started run moved-\d{8}T\d{6} on the stack signbench with the budget of the stack\. Ctrl-C detaches/,
      );
      expect(stderr).toMatch(/round 1: (\d+) of \1 batches, 15 of 15 blocks, \$0\.00\d+ so far\n$/);
      expect(stderr).not.toMatch(/warning/i);

      // Names of runs are of a second.
      await delay(1000);
      const again = await signbench(stub, 'run', await fileOf('moved'), '--on', 'aws', '--json');
      expect(again.code, again.stderr).toBe(0);
      expect(JSON.parse(again.stdout.split('\n')[0])).toMatchObject({ event: 'started', found: false });
      expect(lastLine(again.stdout)).toEqual({
        event: 'summary',
        path: 's3://results/studies/moved/summary.json',
        status: 'complete',
      });
      // Nothing was left to compute.
      expect(lastLine(again.stdout, 2)).toMatchObject({ event: 'progress', batches: 0, blocks: 0 });
    });

    test('a budget ends a run with code 5 and a sentence; the next run computes only the rest', async () => {
      const stub = await aws();
      const file = await fileOf('poor');
      const poor = await signbench(stub, 'run', file, '--on', 'aws', '--budget', '0.0002usd');
      expect(poor.code, poor.stderr).toBe(5);
      expect(poor.stdout).toContain('s3://results/studies/poor/summary.partial.json');
      const missing = Number(/partial: (\d+) blocks are missing, stopped by budget;/.exec(poor.stderr)?.[1]);
      expect(missing).toBeGreaterThan(0);
      expect(missing).toBeLessThan(15);
      expect(poor.stderr).toContain(
        `The budget of $0.0002 is spent, and each run has its own. To go on: signbench run ${file} --on aws --budget 0.0002usd\n`,
      );

      await delay(1000);
      const rich = await signbench(stub, 'run', file, '--on', 'aws', '--json');
      expect(rich.code, rich.stderr).toBe(0);
      expect(lastLine(rich.stdout, 2)).toMatchObject({ blocks: missing });
      await expectLocalBytes('poor');
    });

    test('Ctrl-C detaches: the run goes on, and status and a second run find it', async () => {
      let go = (): void => {};
      const gate = new Promise<void>((resolve) => {
        go = resolve;
      });
      const stub = await aws({ run: (input) => gate.then(() => execute(input)) });
      const file = await fileOf('detached');
      const first = start(stub, 'run', file, '--on', 'aws', '--json');
      await untilFollowed(stub);
      first.process.kill('SIGINT');
      const { code, stdout, stderr } = await first.finished;
      expect(code, stderr).toBe(130);
      expect(lastLine(stdout)).toMatchObject({ event: 'detached', interrupted: true });
      expect(stderr).toMatch(
        /detached; run detached-\d+T\d+ goes on\. To follow it: .*To stop it: signbench cancel detached\.\n$/,
      );
      expect(stub.asked).not.toContain('StopExecution');

      const status = await signbench(stub, 'status', 'detached', '--on', 'aws', '--json');
      expect(status.code, status.stderr).toBe(0);
      expect(JSON.parse(status.stdout)).toMatchObject({ state: 'running', round: -1, blocksDone: 0 });

      const second = start(stub, 'run', file, '--on', 'aws');
      go();
      const followed = await second.finished;
      expect(followed.code, followed.stderr).toBe(0);
      expect(followed.stderr).toContain('signbench: following run detached-');
      expect(stub.started).toHaveLength(1);
      await expectLocalBytes('detached');

      const text = await signbench(stub, 'status', 'detached', '--on', 'aws');
      expect(text.stdout).toMatch(/state +complete\n/);
      expect(text.stdout).toMatch(/blocks +15 of 15 that its rounds asked for so far\n/);
    });

    test('cancel stops the execution, keeps what is stored, and says how to go on', async () => {
      const stub = await aws({ run: () => new Promise(() => {}) });
      const running = start(stub, 'run', await fileOf('cancelled'), '--on', 'aws');
      await untilFollowed(stub);
      const { code, stdout, stderr } = await signbench(stub, 'cancel', 'cancelled');
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(
        /^Cancelled run cancelled-\d+T\d+ of cancelled .*to compute only the rest: signbench run cancelled --on aws\n$/,
      );
      const follower = await running.finished;
      expect(follower.code).toBe(130);
      expect(follower.stderr).toContain('was cancelled; everything stored is kept. To go on: ');
      const twice = await signbench(stub, 'cancel', 'cancelled');
      expect(twice.stdout).toContain('is over (cancelled); there is nothing to cancel.');
    });

    test('an execution that fails is a sentence and code 4', async () => {
      const cause =
        '{"errorMessage":"the worker computes the digest abc, not def","errorType":"WrongNumbers"}';
      const stub = await aws({ run: async () => ({ status: 'FAILED', error: 'WrongNumbers', cause }) });
      const { code, stderr } = await signbench(stub, 'run', await fileOf('failed'), '--on', 'aws', '--quiet');
      expect(code).toBe(4);
      expect(stderr).toMatch(
        /^signbench: run failed-\d+T\d+ failed \(WrongNumbers\): the worker computes the digest abc, not def\. Everything stored is kept; signbench run .* computes only what is missing\. Its log: execution arn:/,
      );
    });

    test('status names a study that was never run there', async () => {
      const { code, stderr } = await signbench(await aws(), 'status', 'cube-root', '--on', 'aws');
      expect(code).toBe(2);
      expect(stderr).toContain('s3://results knows no run of cube-root on the stack signbench');
    });

    test('destroy --delete-results removes every version of every object, and the buckets of the stack alone', async () => {
      const client = clientOf(server);
      const buckets = ['doomed', 'doomed-logs'];
      for (const bucket of buckets) await server.createBucket(bucket);
      await client.send(
        new PutBucketVersioningCommand({ Bucket: 'doomed', VersioningConfiguration: { Status: 'Enabled' } }),
      );
      const store = openS3Store({ bucket: 'doomed', prefix: '' }, { endpoint: server.endpoint });
      for (const text of ['one', 'two']) await store.replace('studies/x/summary.json', Buffer.from(text));
      await store.remove('studies/x/summary.json');
      const listed = await client.send(new ListObjectVersionsCommand({ Bucket: 'doomed' }));
      expect(listed.Versions).toHaveLength(2);
      expect(listed.DeleteMarkers).toHaveLength(1);

      const stub = await aws({ stacks: { signbench: { ...OUTPUTS, ResultsBucketName: 'doomed' } }, buckets });
      const { code, stdout, stderr } = await signbench(stub, 'destroy', '--delete-results', '--yes');
      expect(code, stderr).toBe(0);
      expect(stdout).toBe('The stack signbench is removed, and with it doomed, doomed-logs.\n');
      for (const Bucket of buckets) {
        await expect(client.send(new ListObjectVersionsCommand({ Bucket }))).rejects.toMatchObject({
          name: 'NoSuchBucket',
        });
      }
      expect(await stored('studies/moved/summary.json')).not.toBe('');
      client.destroy();
    });
  },
);

import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openS3Store } from '../../results/store/s3/store.ts';
import type { Store } from '../../results/store/store.ts';
import { type Finished, type SmallStudy, startSignbench, writeSmallStudy } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startFaultyProxy } from './support/faulty-proxy.ts';
import { radosgwMissing, startRadosgw } from './support/radosgw.ts';
import { describeWith, environmentOf, type S3Server } from './support/s3-server.ts';

const SMALL: SmallStudy = { sampleSizes: [100, 1000], replicates: [1000, 400] };
const LONGER: SmallStudy = { sampleSizes: [1000, 10_000], replicates: [3000, 1500] };

describeWith('commands on a store in S3', radosgwMissing, () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startRadosgw();
    Object.assign(process.env, environmentOf(server));
    await server.createBucket('results');
  });
  afterAll(() => server?.stop());

  const start = (...args: readonly string[]) => startSignbench(args, environmentOf(server));
  const signbench = (...args: readonly string[]): Promise<Finished> => start(...args).finished;
  const inS3 = (prefix: string): readonly string[] => [
    '--store',
    `s3://results/${prefix}`,
    '--endpoint',
    server.endpoint,
  ];
  const storeAt = (prefix: string): Store =>
    openS3Store({ bucket: 'results', prefix: `${prefix}/` }, { endpoint: server.endpoint });
  const valueAt = async (prefix: string, key: string): Promise<string> =>
    Buffer.from((await storeAt(prefix).get(key)) ?? []).toString();

  async function succeeds(...args: readonly string[]): Promise<Finished> {
    const finished = await signbench(...args);
    expect(finished.code, finished.stderr).toBe(0);
    return finished;
  }

  let longer: string | undefined;
  /** The summary of LONGER, run in a folder and left alone. */
  async function undisturbed(): Promise<string> {
    if (longer !== undefined) return longer;
    const folder = temporaryFolder();
    await succeeds('run', await writeSmallStudy(folder, LONGER), '--store', join(folder, 'store'));
    longer = await readFile(join(folder, 'store/studies/small/summary.json'), 'utf8');
    return longer;
  }

  test('a run leaves the bytes that it leaves in a folder, and every command finds them', async () => {
    const folder = temporaryFolder();
    const study = await writeSmallStudy(folder, SMALL);
    const directory = join(folder, 'store');
    await succeeds('run', study, '--store', directory);
    const { stdout, stderr } = await succeeds('run', study, ...inS3('same'), '--json');
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1)!)).toEqual({
      event: 'summary',
      path: 's3://results/same/studies/small/summary.json',
      status: 'complete',
    });
    expect(stderr).not.toMatch(/warning/i);
    for (const file of ['summary.json', 'digests.json', 'run.json', 'study.yaml', 'error-against-n.svg']) {
      const expected = await readFile(join(directory, 'studies/small', file), 'utf8');
      expect(await valueAt('same', `studies/small/${file}`), file).toBe(expected);
    }

    const both = async (...args: readonly string[]): Promise<readonly [string, string]> => {
      const local = await succeeds(...args, '--store', directory);
      const remote = await succeeds(...args, ...inS3('same'));
      return [remote.stdout.replaceAll('s3://results/same', directory), local.stdout];
    };
    for (const args of [
      ['status', 'small', '--json'],
      ['export', 'small', '--format', 'csv'],
      ['replay', 'small', '--cell', 'n=1000', '--replicate', '7', '--json'],
      ['report', 'small'],
      ['gc', '--dry-run', '--json'],
      ['doctor', '--json'],
      ['run', study, '--dry-run'],
    ]) {
      const [remote, local] = await both(...args);
      expect(remote, args.join(' ')).toBe(local);
    }
    const again = await succeeds('resume', 'small', ...inS3('same'));
    expect(again.stderr).not.toContain('computed');
  });

  test('check computes what is missing and judges in S3 as in a folder', async () => {
    const study = await writeSmallStudy(temporaryFolder(), SMALL);
    const claim = '{ kind: better, estimator: sign, than: rlhf, measure: rmsAngle, by: 10%, from: 1000 }';
    await appendFile(study, `claims:\n  - ${claim}\n`);
    const flags = [study, '--json', '--quiet'];
    const local = await signbench('check', ...flags, '--store', join(temporaryFolder(), 'store'));
    const remote = await signbench('check', ...flags, ...inS3('check'));
    expect(remote.code, remote.stderr).toBe(local.code);
    expect(remote.stdout).toBe(local.stdout);
  });

  test('what gc removes is gone, and a damaged record is computed again', async () => {
    const folder = temporaryFolder();
    const study = await writeSmallStudy(folder, SMALL);
    await succeeds('run', study, ...inS3('gc'));
    const summary = await valueAt('gc', 'studies/small/summary.json');
    const store = storeAt('gc');
    const [record, unused] = await store.list('blocks/');
    await store.replace(record, Buffer.from('cut o'));
    const { stderr } = await succeeds('resume', 'small', ...inS3('gc'));
    expect(stderr).toContain(`damaged record s3://results/gc/${record}`);
    expect(await store.list('quarantine/')).toHaveLength(1);
    expect(await valueAt('gc', 'studies/small/summary.json')).toBe(summary);

    const foreign = unused.replace(/.{10}\.json$/, '0000000000.json');
    await store.replace(foreign, (await store.get(unused))!);
    const { stdout } = await succeeds('gc', '--all', '--json', ...inS3('gc'));
    expect(JSON.parse(stdout).removed).toMatchObject({
      unreachable: { count: 1 },
      quarantined: { count: 1 },
    });
    expect(await store.list('quarantine/')).toEqual([]);
    expect(await store.list('blocks/')).not.toContain(foreign);
  });

  test('a run stopped by Ctrl-C keeps its blocks, and a resume ends with the same summary', async () => {
    const study = await writeSmallStudy(temporaryFolder(), LONGER);
    const store = storeAt('stopped');
    const run = start('run', study, ...inS3('stopped'), '--workers', '1', '--json', '--quiet');
    while ((await store.list('blocks/')).length < 5) await delay(50);
    run.process.kill('SIGINT');
    const stopped = await run.finished;
    expect(stopped.code, stopped.stderr).toBe(130);
    expect(stopped.stderr).toContain(
      `signbench resume small --store s3://results/stopped --endpoint ${server.endpoint}`,
    );
    expect(stopped.stdout).toContain('s3://results/stopped/studies/small/summary.partial.json');
    const kept = await store.list('blocks/');
    expect(kept.length).toBeGreaterThanOrEqual(5);

    const resumed = await succeeds('resume', 'small', ...inS3('stopped'));
    expect(resumed.stderr).toContain('computed');
    expect(await store.list('blocks/')).toEqual(expect.arrayContaining([...kept]));
    expect(await valueAt('stopped', 'studies/small/summary.json')).toBe(await undisturbed());
  });

  test('a killed run is resumed with the same summary', async () => {
    const study = await writeSmallStudy(temporaryFolder(), LONGER);
    const store = storeAt('killed');
    const run = start('run', study, ...inS3('killed'), '--workers', '1', '--quiet');
    while ((await store.list('blocks/')).length < 5) await delay(50);
    run.process.kill('SIGKILL');
    await run.finished;
    await succeeds('resume', 'small', ...inS3('killed'));
    expect(await valueAt('killed', 'studies/small/summary.json')).toBe(await undisturbed());
  });

  test('a command that waits for a silent server ends with Ctrl-C', async () => {
    const proxy = await startFaultyProxy(server.endpoint, () => 'hang');
    onTestFinished(() => proxy.stop());
    const place = ['--store', 's3://results/silent', '--endpoint', proxy.endpoint];
    const status = start('status', 'cube-root', ...place);
    while (proxy.seen.length === 0) await delay(20);
    status.process.kill('SIGINT');
    const { code, stderr } = await status.finished;
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /^signbench: interrupted before it could read s3:\/\/results\/silent\/studies\/cube-root/,
    );
  });

  test.each([
    [['--store', 's3://no-such-bucket'], 4, /has no bucket no-such-bucket; make it first/],
    [
      ['--store', 's3://results', '--endpoint', 'http://127.0.0.1:9'],
      4,
      /nothing listens at http:\/\/127\.0\.0\.1:9;/,
    ],
  ])('run %j ends with exit code %d and a sentence', async (place, code, sentence) => {
    const study = await writeSmallStudy(temporaryFolder(), SMALL);
    const finished = await signbench('run', study, '--endpoint', server.endpoint, ...place);
    expect(finished.code).toBe(code);
    expect(finished.stderr).toMatch(sentence);
    expect(finished.stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

import { afterEach, describe, expect, test, vi } from 'vitest';
import { cloudError } from '../../../functions/aws/sentences.ts';
import { runProgram } from '../../../functions/cli/program.ts';
import {
  type AwsStub,
  NO_CREDENTIALS,
  OUTPUTS,
  type StubOptions,
  startAwsStub,
} from '../../support/aws-stub.ts';
import { captureHost } from '../../support/captured-host.ts';

const stubs: AwsStub[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(stubs.splice(0).map((stub) => stub.stop()));
});

async function stubbed(options: StubOptions = {}): Promise<AwsStub> {
  const stub = await startAwsStub(options);
  stubs.push(stub);
  for (const [name, value] of Object.entries(stub.environment)) vi.stubEnv(name, value);
  return stub;
}

async function told(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly stderr: string; readonly stdout: string }> {
  const { host, stderr, stdout } = captureHost();
  return { code: await runProgram(args, host), stderr: stderr(), stdout: stdout() };
}

describe('what stands in the way of AWS is one sentence that says what to do', () => {
  test('no credentials', async () => {
    const stub = await stubbed();
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE'])
      vi.stubEnv(name, undefined);
    for (const [name, value] of Object.entries(NO_CREDENTIALS)) vi.stubEnv(name, value);
    const { code, stderr } = await told('run', 'cube-root', '--on', 'aws');
    expect(code).toBe(4);
    expect(stderr).toMatch(/there are no credentials; set AWS_PROFILE \(aws configure, aws sso login\)/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stub.asked).toEqual([]);
  });

  test('no region', async () => {
    await stubbed();
    vi.stubEnv('AWS_REGION', undefined);
    vi.stubEnv('AWS_DEFAULT_REGION', undefined);
    const { code, stderr } = await told('status', 'cube-root', '--on', 'aws');
    expect(code).toBe(4);
    expect(stderr).toContain('no region is configured; set AWS_REGION');
  });

  test('a region that is none', () => {
    const error = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    const asked = { action: 'cloudformation:DescribeStacks', of: 'stack signbench', region: 'eu-nowhere-1' };
    expect(cloudError(error, asked).message).toBe(
      'cloudformation:DescribeStacks of stack signbench failed: the name of the service in the region eu-nowhere-1 cannot be resolved; ' +
        'check AWS_REGION (for instance eu-central-1) and the network.',
    );
  });

  test('no stack', async () => {
    await stubbed({ stacks: {} });
    const { code, stderr } = await told('run', 'cube-root', '--on', 'aws');
    expect(code).toBe(4);
    expect(stderr).toBe(
      'signbench: There is no stack signbench in us-east-1; signbench deploy makes it, and --stack and AWS_REGION name another.\n',
    );
  });

  test('a stack that is not ready', async () => {
    await stubbed({ stacks: { mine: { ...OUTPUTS, StateMachineArn: '' } } });
    const { code, stderr } = await told('run', 'cube-root', '--on', 'aws', '--stack', 'mine');
    expect(code).toBe(4);
    expect(stderr).toContain('The stack mine (CREATE_COMPLETE) has no output StateMachineArn');
  });

  test('access denied', async () => {
    await stubbed({ refuse: (action) => (action === 'DescribeStacks' ? 'AccessDenied' : undefined) });
    const { code, stderr } = await told('cancel', 'cube-root');
    expect(code).toBe(4);
    expect(stderr).toContain('access is denied; these credentials need cloudformation:DescribeStacks');
  });

  test('a store that is not the one of the stack', async () => {
    const stub = await stubbed();
    const { code, stderr } = await told('run', 'cube-root', '--on', 'aws', '--store', 's3://other/place');
    expect(code).toBe(2);
    expect(stderr).toContain(
      '--store is s3://other/place, and the functions of the stack signbench keep their results in s3://results',
    );
    expect(stub.started).toEqual([]);
  });

  test.each([
    [['--workers', '3'], '--workers belongs to this machine'],
    [['--dry-run'], 'signbench plan --on aws says what a run takes'],
    [['--backend', 'gpujs', '--gpujs-mode', 'webgl2'], 'workers on AWS have no graphics hardware'],
    [['--budget', '0usd'], 'Dollars above 0'],
    [['--budget', '5eur'], 'Dollars above 0'],
  ])('run --on aws with %s', async (flags, sentence) => {
    const { code, stderr } = await told('run', 'cube-root', '--on', 'aws', ...flags);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });

  test('a budget for this machine', async () => {
    const { code, stderr } = await told('run', 'cube-root', '--budget', '5usd');
    expect(code).toBe(2);
    expect(stderr).toContain('--budget belongs to --on aws');
  });
});

describe('destroy', () => {
  test('asks, and removes nothing where nobody answers', async () => {
    const stub = await stubbed();
    const { code, stderr } = await told('destroy');
    expect(code).toBe(2);
    expect(stderr).toBe('signbench: Remove the stack signbench? Nobody can be asked here; --yes says yes.\n');
    expect(stub.asked).not.toContain('DeleteStack');
  });

  test('removes nothing after a no', async () => {
    const stub = await stubbed();
    const { host, stdout } = captureHost({ ask: async () => 'n' });
    expect(await runProgram(['destroy'], host)).toBe(0);
    expect(stdout()).toBe('Nothing was removed.\n');
    expect(stub.asked).not.toContain('DeleteStack');
  });

  test('names the buckets that it keeps', async () => {
    const stub = await stubbed();
    const { code, stdout } = await told('destroy', '--yes');
    expect(code).toBe(0);
    expect(stdout).toBe('The stack signbench is removed. These buckets are kept: results, logs.\n');
    expect(stub.asked).toEqual(['DescribeStacks', 'ListStackResources', 'DeleteStack', 'DescribeStacks']);
  });

  test('says what is lost with the results before it asks', async () => {
    await stubbed();
    const questions: string[] = [];
    const ask = async (question: string): Promise<string> => {
      questions.push(question);
      return '';
    };
    await runProgram(['destroy', '--delete-results'], captureHost({ ask }).host);
    expect(questions).toEqual([
      'Remove the stack signbench and ALL RESULTS in results, logs, for ever? [y/N] ',
    ]);
  });
});

describe('deploy', () => {
  test('a region that was never prepared for the CDK is refused before anything is made', async () => {
    await stubbed({ stacks: {} });
    const { code, stderr } = await told('deploy');
    expect(code).toBe(2);
    expect(stderr).toContain('signbench deploy --bootstrap does it once');
  });

  test('a dry run counts what would be created, and asks AWS nothing', async () => {
    const stub = await stubbed();
    const { code, stdout, stderr } = await told(
      'deploy',
      '--dry-run',
      '--set',
      'concurrency=7',
      '--stack',
      'mine',
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^The stack mine with concurrency=7 would have\n/);
    expect(stdout).toMatch(/AWS::Lambda::Function +3\n/);
    expect(stdout).toMatch(/AWS::StepFunctions::StateMachine +1\n/);
    expect(stdout).toContain('Nothing was created.');
    expect(stub.asked).toEqual([]);
  });

  test.each([
    ['concurrency=many', 'signbench settings: concurrency: '],
    ['colour=red', 'Unrecognized key: "colour"'],
    ['concurrency', '--set is concurrency; a name and a value are expected'],
  ])('refuses the setting %s', async (setting, sentence) => {
    const { code, stderr } = await told('deploy', '--dry-run', '--set', setting);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toContain(sentence);
  });
});

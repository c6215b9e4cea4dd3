import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import validate from 'asl-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkedSettings } from '../../cdk/settings.ts';
import { readDefinition } from '../cloud/executor/definition.ts';
import { definitionText } from '../support/state-machine.ts';
import {
  discard,
  type Resource,
  resourcesOf,
  type Synthesised,
  synthesise,
  type Template,
} from '../support/synthesised.ts';

const DOMAIN = {
  name: 'results.example.org',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1234',
};

let plain: Synthesised;
let whole: Synthesised;
let without: Synthesised;

beforeAll(() => {
  plain = synthesise({});
  without = synthesise({ settings: { monthlyBudgetUsd: 'none' } });
  whole = synthesise({
    settings: {
      memoryMb: 3538,
      concurrency: 50,
      reservedConcurrency: 60,
      budgetUsd: 7,
      toleratedFailurePercentage: 25,
      monthlyBudgetUsd: 80,
      alarmEmail: 'somebody@example.org',
      retentionDays: 90,
      dashboard: true,
      domain: DOMAIN,
      tags: { team: 'theory' },
    },
    // Synthesis fails where a rule of AWS Solutions is broken and not explained.
    checks: true,
  });
});

afterAll(() => {
  for (const one of [plain, whole, without]) discard(one);
});

const one = (template: Template, type: string, name: RegExp): Resource => {
  const found = resourcesOf(template, type).filter(({ id }) => name.test(id));
  expect(found, `${type} ${name}`).toHaveLength(1);
  return found[0];
};

const functionNamed = (template: Template, name: string): Resource =>
  one(template, 'AWS::Lambda::Function', new RegExp(`^(Functions|Dashboard)${name}Function`));

const Statement = z.object({
  Action: z
    .string()
    .or(z.array(z.string()))
    .transform((value) => [value].flat()),
  Resource: z.unknown(),
  Effect: z.string(),
});
const statementsOf = (template: Template, role: RegExp): readonly z.infer<typeof Statement>[] =>
  resourcesOf(template, 'AWS::IAM::Policy')
    .filter(({ id }) => role.test(id))
    .flatMap(
      ({ Properties }) =>
        z.object({ Statement: z.array(Statement) }).parse(Properties.PolicyDocument).Statement,
    );

const actionsOf = (template: Template, role: RegExp): readonly string[] =>
  statementsOf(template, role)
    .flatMap(({ Action }) => Action)
    .sort();

describe('the bucket of results', () => {
  it('is encrypted, versioned, closed to the public, logged, and stays when the stack goes', () => {
    const { Properties, DeletionPolicy } = one(plain.template, 'AWS::S3::Bucket', /^Results/);
    expect(Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LoggingConfiguration: { LogFilePrefix: 'results/' },
    });
    expect(DeletionPolicy).toBe('Retain');
  });

  it('drops replaced versions, manifests and the quarantine after the days of retention, and never a result', () => {
    const { Properties } = one(whole.template, 'AWS::S3::Bucket', /^Results/);
    expect(Properties.LifecycleConfiguration).toEqual({
      Rules: [
        {
          Id: 'uploads-cut-off',
          Status: 'Enabled',
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        },
        {
          Id: 'versions-replaced',
          Status: 'Enabled',
          NoncurrentVersionExpiration: { NoncurrentDays: 90 },
          ExpiredObjectDeleteMarker: true,
        },
        { Id: 'runs-over', Status: 'Enabled', Prefix: 'runs/', ExpirationInDays: 90 },
        { Id: 'quarantine-over', Status: 'Enabled', Prefix: 'quarantine/', ExpirationInDays: 90 },
      ],
    });
  });

  it('refuses requests without TLS, and with an old one', () => {
    const policy = JSON.stringify(one(plain.template, 'AWS::S3::BucketPolicy', /^Results/).Properties);
    expect(policy).toContain('"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"');
    expect(policy).toContain('"Condition":{"NumericLessThan":{"s3:TlsVersion":1.2}},"Effect":"Deny"');
  });
});

describe('the functions', () => {
  it('run on Node 22 and arm64, with the whole 15 minutes, and know the bucket', () => {
    for (const name of ['Plan', 'RunShards', 'Aggregate']) {
      expect(functionNamed(whole.template, name).Properties, name).toMatchObject({
        Runtime: 'nodejs22.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        Timeout: 900,
        Environment: { Variables: { SIGNBENCH_WORKER_MEMORY_MB: '3538', SIGNBENCH_BATCH_SECONDS: '60' } },
      });
    }
  });

  it('give workers the memory and the concurrency that are asked for', () => {
    expect(functionNamed(whole.template, 'RunShards').Properties).toMatchObject({
      MemorySize: 3538,
      ReservedConcurrentExecutions: 60,
    });
    expect(functionNamed(plain.template, 'RunShards').Properties).toMatchObject({ MemorySize: 1769 });
  });

  it('reserve nothing by default: a new account has nothing to reserve', () => {
    for (const { Properties } of resourcesOf(plain.template, 'AWS::Lambda::Function')) {
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
    }
  });

  it('keep their logs as long as is asked for', () => {
    const groups = resourcesOf(whole.template, 'AWS::Logs::LogGroup');
    expect(groups).toHaveLength(5);
    for (const { Properties, DeletionPolicy } of groups) {
      expect(Properties.RetentionInDays).toBe(90);
      expect(DeletionPolicy).toBe('Delete');
    }
  });
});

describe('the roles', () => {
  const RECORDS = ['blocks/*', 'packs/*'];
  const STUDIES = ['studies/*', 'tables/*'];
  const cases = [
    {
      role: /^FunctionsPlanRole/,
      get: [...RECORDS, 'runs/*', ...STUDIES],
      put: [...RECORDS, 'quarantine/*', 'runs/*'],
      remove: RECORDS,
    },
    {
      role: /^FunctionsRunShardsRole/,
      get: ['packs/*', 'runs/*', ...STUDIES],
      put: ['packs/*', 'quarantine/*', 'runs/*'],
      remove: ['packs/*'],
    },
    {
      role: /^FunctionsAggregateRole/,
      get: [...RECORDS, 'runs/*', ...STUDIES],
      put: [...RECORDS, 'quarantine/*', 'studies/*'],
      remove: [...RECORDS, 'studies/*'],
    },
    { role: /^DashboardApiRole/, get: [...RECORDS, ...STUDIES], put: [], remove: [] },
  ];

  const keysOf = (role: RegExp, action: string): readonly string[] =>
    statementsOf(whole.template, role)
      .filter(({ Action }) => Action.includes(action))
      .flatMap(({ Resource }) =>
        (JSON.stringify(Resource).match(/"\/[a-z]+\/\*"/g) ?? []).map((text) => text.slice(2, -1)),
      )
      .sort();

  it.each(cases)('$role reads, writes and removes what it must, by prefix', ({ role, get, put, remove }) => {
    expect(keysOf(role, 's3:GetObject')).toEqual([...get].sort());
    expect(keysOf(role, 's3:PutObject')).toEqual([...put].sort());
    expect(keysOf(role, 's3:DeleteObject')).toEqual([...remove].sort());
  });

  it('of functions hold nothing but their log and the bucket', () => {
    const known = [
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:ListBucket',
      's3:GetObject',
      's3:PutObject',
      's3:DeleteObject',
    ];
    for (const { role } of cases) {
      for (const action of actionsOf(whole.template, role)) expect(known).toContain(action);
    }
  });

  it('of the state machine may call the three functions, read manifests and start its own children', () => {
    const statements = statementsOf(whole.template, /^Machine/);
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^(logs|xray):/.test(action)).sort()).toEqual([
      'lambda:InvokeFunction',
      's3:GetObject',
      'states:DescribeExecution',
      'states:RedriveExecution',
      'states:StartExecution',
      'states:StopExecution',
    ]);
    const read = statements.filter(({ Action }) => Action.includes('s3:GetObject'));
    expect(JSON.stringify(read)).toContain('/runs/*');
  });

  it('use no policy that AWS manages', () => {
    for (const { Properties } of resourcesOf(whole.template, 'AWS::IAM::Role')) {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
    }
  });
});

describe('the state machine', () => {
  const states = (synthesised: Synthesised) => readDefinition(definitionText(synthesised.template)).States;

  it('is one that the executor of our tests knows to the last field', () => {
    expect(Object.keys(states(plain)).sort()).toEqual([
      'Again?',
      'Aggregate',
      'Complete',
      'Defaults',
      'HasWork?',
      'NextRound',
      'Partial',
      'Plan',
      'RunShards',
      'Settings',
      'VerifyWorker',
    ]);
  });

  it('passes the validator of the language', () => {
    const { isValid, errorsText } = validate(JSON.parse(definitionText(plain.template)));
    expect(errorsText()).toBe('');
    expect(isValid).toBe(true);
  });

  it('reads batches from the manifest that plan has written, as many at once as is asked for', () => {
    expect(states(whole).RunShards).toMatchObject({
      ItemReader: {
        ReaderConfig: { InputType: 'JSON' },
        Parameters: { 'Bucket.$': '$.plan.manifest.bucket', 'Key.$': '$.plan.manifest.key' },
      },
      MaxConcurrency: 50,
      ToleratedFailureCountPath: '$.plan.toleratedFailures',
      ResultPath: null,
    });
  });

  it('has budget and tolerance for runs that state none', () => {
    expect(states(whole).Defaults).toMatchObject({
      Parameters: { defaults: { round: 0, spentUsd: 0, budgetUsd: 7, toleratedFailurePercentage: 25 } },
    });
  });

  it('tries every call of a function again when Lambda refuses it, with full jitter, and never when the function fails', () => {
    const { RunShards, ...others } = states(plain);
    const child = RunShards.Type === 'Map' ? RunShards.ItemProcessor.States : {};
    const tasks = [...Object.values(others), ...Object.values(child)].filter(
      (state) => state.Type === 'Task',
    );
    expect(tasks).toHaveLength(4);
    for (const { Retry } of tasks) {
      expect(Retry[0]).toMatchObject({
        ErrorEquals: ['Lambda.TooManyRequestsException'],
        JitterStrategy: 'FULL',
      });
      for (const { ErrorEquals } of Retry) {
        for (const error of ErrorEquals) expect(error).toMatch(/^Lambda\.(?!Unknown)/);
      }
    }
  });

  it('is logged and traced, without the data of executions', () => {
    const { Properties } = one(plain.template, 'AWS::StepFunctions::StateMachine', /./);
    expect(Properties).toMatchObject({
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
    expect(Properties).not.toHaveProperty('StateMachineType', 'EXPRESS');
  });
});

describe('alarms and money', () => {
  it('tell one topic of failed runs, refused workers, and errors of plan and aggregate', () => {
    const alarms = resourcesOf(plain.template, 'AWS::CloudWatch::Alarm');
    expect(alarms.map(({ Properties }) => Properties.MetricName).sort()).toEqual([
      'Errors',
      'Errors',
      'ExecutionsFailed',
      'ExecutionsTimedOut',
      'Throttles',
    ]);
    for (const { Properties } of alarms) expect(Properties.AlarmActions).toHaveLength(1);
  });

  it('lock the state machine when the budget of the month is spent', () => {
    const { Properties } = one(whole.template, 'AWS::Budgets::Budget', /./);
    expect(Properties).toMatchObject({
      Budget: { BudgetLimit: { Amount: 80, Unit: 'USD' }, TimeUnit: 'MONTHLY' },
    });
    expect(one(whole.template, 'AWS::Budgets::BudgetsAction', /./).Properties).toMatchObject({
      ActionType: 'APPLY_IAM_POLICY',
      ApprovalModel: 'AUTOMATIC',
      ActionThreshold: { Type: 'PERCENTAGE', Value: 100 },
    });
  });

  it('have no budget where the setting says none, and then no principal of a service that may not be there', () => {
    const { template } = without;
    expect(Object.values(template.Resources).filter(({ Type }) => Type.startsWith('AWS::Budgets'))).toEqual(
      [],
    );
    expect(JSON.stringify(template)).not.toContain('budgets.amazonaws.com');
    expect(JSON.stringify(plain.template)).toContain('budgets.amazonaws.com');
  });

  it('reach a person who gave an address', () => {
    expect(one(whole.template, 'AWS::SNS::Subscription', /./).Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'somebody@example.org',
    });
    expect(resourcesOf(plain.template, 'AWS::SNS::Subscription')).toEqual([]);
  });
});

describe('the dashboard', () => {
  it('is not there unless it is asked for', () => {
    expect(resourcesOf(plain.template, 'AWS::CloudFront::Distribution')).toEqual([]);
    expect(Object.keys(plain.template.Outputs).sort()).toEqual([
      'AlarmTopicArn',
      'BatchSeconds',
      'Concurrency',
      'ResultsBucketName',
      'StateMachineArn',
      'WorkerMemoryMb',
    ]);
  });

  it('takes GET alone, over TLS 1.2, under the name of the domain', () => {
    const { Properties } = one(whole.template, 'AWS::CloudFront::Distribution', /./);
    expect(Properties.DistributionConfig).toMatchObject({
      Aliases: [DOMAIN.name],
      DefaultCacheBehavior: { AllowedMethods: ['GET', 'HEAD'], ViewerProtocolPolicy: 'redirect-to-https' },
      ViewerCertificate: { AcmCertificateArn: DOMAIN.certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
    });
  });

  it('is the only one who may call the function behind it, which streams', () => {
    const { Properties } = one(whole.template, 'AWS::Lambda::Url', /./);
    expect(Properties).toMatchObject({ AuthType: 'AWS_IAM', InvokeMode: 'RESPONSE_STREAM' });
    for (const permission of resourcesOf(whole.template, 'AWS::Lambda::Permission')) {
      expect(permission.Properties.Principal).toBe('cloudfront.amazonaws.com');
    }
  });
});

describe('a partition other than aws', () => {
  it('finds no ARN of it in the template: China and GovCloud have their own', () => {
    // Principals of services are the same there; the certificate is the person's.
    const text = JSON.stringify(without.template);
    expect(text).toContain('AWS::Partition');
    expect(text).not.toMatch(/arn:aws[:-]/);
  });
});

describe('settings', () => {
  it('tag everything that can be tagged', () => {
    for (const { Properties } of resourcesOf(whole.template, 'AWS::Lambda::Function')) {
      expect(Properties.Tags).toEqual([
        { Key: 'project', Value: 'signbench' },
        { Key: 'team', Value: 'theory' },
      ]);
    }
  });

  it('are read from text, as the command line gives them', () => {
    expect(checkedSettings({ memoryMb: '3538', dashboard: 'true' })).toMatchObject({
      memoryMb: 3538,
      dashboard: true,
    });
  });

  it.each([
    [{ memory: 1769 }, /memory/],
    [{ memoryMb: 64 }, /memoryMb: .*512/],
    [{ retentionDays: 8 }, /retentionDays/],
    [{ reservedConcurrency: 100 }, /concurrency: 200 batches at once, with 100 workers reserved/],
    [{ domain: DOMAIN }, /domain: it names a dashboard/],
    [
      { dashboard: true, domain: { ...DOMAIN, certificateArn: 'arn:aws:acm:eu-west-1:1:certificate/1' } },
      /certificateArn/,
    ],
  ])('that are wrong are refused with a sentence: %j', (settings, sentence) => {
    expect(() => checkedSettings(settings)).toThrow(sentence);
  });
});

const lint = spawnSync('cfn-lint', ['--version']);
const LINT = lint.status === 0 ? 'cfn-lint' : 'cfn-lint (skipped: not found; pip install cfn-lint)';

describe.skipIf(lint.status !== 0)(LINT, () => {
  it('finds nothing in either template', () => {
    for (const { folder } of [plain, whole]) {
      const { status, stdout } = spawnSync('cfn-lint', [join(folder, 'signbench.template.json')], {
        encoding: 'utf8',
      });
      expect(stdout).toBe('');
      expect(status).toBe(0);
    }
  });
});

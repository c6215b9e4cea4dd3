import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { explainWildcard, logicalId } from './wildcards.ts';

/** What a function may do with the results, by prefixes of keys. */
interface Access {
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly remove: readonly string[];
}

export interface StudyFunctionProps {
  /** Folder of its bundle: index.mjs with what it loads. */
  readonly bundle: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly retentionDays: number;
  readonly reservedConcurrency?: number | undefined;
  readonly bucket: Bucket;
  readonly access: Access;
  readonly environment?: Readonly<Record<string, string>>;
}

/** One function of ours: its code, its log, and a role that can do what it does and no more. */
export class StudyFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: StudyFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      retention: props.retentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    for (const statement of accessStatements(props.bucket, props.access)) role.addToPolicy(statement);
    this.lambda = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.bundle),
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      role,
      logGroup,
      environment: { SIGNBENCH_BUCKET: props.bucket.bucketName, ...props.environment },
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
    explain(this, role, props);
  }
}

function accessStatements(bucket: Bucket, { read, write, remove }: Access): readonly PolicyStatement[] {
  const under = (prefixes: readonly string[]): string[] =>
    prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`));
  const allow = (actions: string[], resources: string[]): PolicyStatement =>
    new PolicyStatement({ effect: Effect.ALLOW, actions, resources });
  return [
    // Without it S3 answers 403, not 404, for an object that is not there.
    allow(['s3:ListBucket'], [bucket.bucketArn]),
    allow(['s3:GetObject'], under(read)),
    ...(write.length === 0 ? [] : [allow(['s3:PutObject'], under(write))]),
    ...(remove.length === 0 ? [] : [allow(['s3:DeleteObject'], under(remove))]),
  ];
}

function explain(scope: StudyFunction, role: Role, { bucket, access }: StudyFunctionProps): void {
  Validations.of(scope.lambda).acknowledge({
    id: 'AwsSolutions-L1',
    reason:
      'Numbers are checked on Node 20, 22, 24 and 26, the runtime client on 22; a newer runtime is taken when its golden digest is.',
  });
  for (const prefix of new Set([...access.read, ...access.write, ...access.remove])) {
    explainWildcard(
      role,
      `<${logicalId(bucket)}.Arn>/${prefix}*`,
      `Keys below ${prefix} hold names and digests of studies; no pattern is narrower.`,
    );
  }
}

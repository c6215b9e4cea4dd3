import { Annotations, Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Chain,
  Choice,
  Condition,
  DistributedMap,
  Fail,
  type IChainable,
  JitterType,
  JsonPath,
  Pass,
  ProcessorMode,
  ProcessorType,
  S3JsonItemReader,
  Succeed,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, type LambdaInvokeProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

export interface RoundsProps {
  readonly plan: IFunction;
  readonly runShards: IFunction;
  readonly aggregate: IFunction;
  readonly concurrency: number;
  /** Of a run that states none. */
  readonly budgetUsd: number;
  readonly toleratedFailurePercentage: number;
}

/**
 * The states of a run: check a worker's numbers; then plan, compute and aggregate, round after round, until nothing is
 * lacking or nothing more may be tried.
 *
 * What stays from one round to the next: study, runId, round, budgetUsd, spentUsd, toleratedFailurePercentage, worker.
 */
export function roundStates(scope: Construct, props: RoundsProps): IChainable {
  const plan = planState(scope, props);
  const aggregate = aggregateState(scope, props);
  const hasWork = new Choice(scope, 'HasWork?')
    .when(Condition.booleanEquals('$.plan.work', true), shardsState(scope, props).next(aggregate))
    .otherwise(aggregate);
  aggregate.next(
    new Choice(scope, 'Again?')
      .when(Condition.booleanEquals('$.aggregate.Payload.again', true), nextRound(scope).next(plan))
      .when(
        Condition.stringEquals('$.aggregate.Payload.status', 'complete'),
        new Succeed(scope, 'Complete', { outputPath: '$.aggregate.Payload' }),
      )
      .otherwise(partial(scope)),
  );
  plan.next(hasWork);
  return Chain.start(defaults(scope, props)).next(settings(scope)).next(verifyState(scope, props)).next(plan);
}

const defaults = (scope: Construct, { budgetUsd, toleratedFailurePercentage }: RoundsProps): Pass =>
  new Pass(scope, 'Defaults', {
    parameters: {
      defaults: { round: 0, spentUsd: 0, budgetUsd, toleratedFailurePercentage },
      'asked.$': '$',
    },
  });

/** A run says what it wants otherwise than by default. */
const settings = (scope: Construct): Pass =>
  new Pass(scope, 'Settings', {
    parameters: { 'settings.$': 'States.JsonMerge($.defaults, $.asked, false)' },
    outputPath: '$.settings',
  });

const verifyState = (scope: Construct, { runShards }: RoundsProps): LambdaInvoke =>
  invoke(scope, 'VerifyWorker', {
    comment:
      'A worker computes the golden digest: plan refuses one whose numbers differ. It says how fast it is',
    lambdaFunction: runShards,
    payload: TaskInput.fromObject({ verify: true, study: JsonPath.stringAt('$.study') }),
    resultSelector: { 'digest.$': '$.Payload.digest', 'msPerBlock.$': '$.Payload.msPerBlock' },
    resultPath: '$.worker',
  });

const planState = (scope: Construct, { plan }: RoundsProps): LambdaInvoke =>
  invoke(scope, 'Plan', {
    comment: 'What is lacking, in batches: a manifest in the bucket',
    lambdaFunction: plan,
    payload: TaskInput.fromObject({
      ...at('study', 'runId', 'round', 'budgetUsd', 'spentUsd', 'toleratedFailurePercentage'),
      'digest.$': '$.worker.digest',
      'msPerBlock.$': '$.worker.msPerBlock',
    }),
    resultSelector: {
      'work.$': '$.Payload.work',
      'manifest.$': '$.Payload.manifest',
      'toleratedFailures.$': '$.Payload.toleratedFailures',
    },
    resultPath: '$.plan',
  });

/**
 * Items are batches already, so that a thousand children do the work of 10^5 blocks. Their answers are dropped but for a
 * number each: a thousand whole ones are more than the 256 KB that a state may hold, and records are in the bucket.
 */
function shardsState(scope: Construct, { runShards, concurrency }: RoundsProps): DistributedMap {
  const map = new DistributedMap(scope, 'RunShards', {
    comment: 'Each batch on a worker of its own',
    label: 'RunShards',
    itemReader: new S3JsonItemReader({
      bucketNamePath: JsonPath.stringAt('$.plan.manifest.bucket'),
      key: JsonPath.stringAt('$.plan.manifest.key'),
    }),
    itemSelector: { 'batch.$': '$$.Map.Item.Value' },
    maxConcurrency: concurrency,
    toleratedFailureCountPath: '$.plan.toleratedFailures',
    resultPath: JsonPath.DISCARD,
  });
  const batch = invoke(scope, 'RunBatch', {
    lambdaFunction: runShards,
    payload: TaskInput.fromJsonPathAt('$.batch'),
    resultSelector: { 'batch.$': '$.Payload.batch' },
  });
  Annotations.of(map).acknowledgeWarning(
    '@aws-cdk/aws-stepfunctions:propertyIgnored',
    'It says that executionType is ignored, and without executionType synthesis fails.',
  );
  return map.itemProcessor(batch, {
    mode: ProcessorMode.DISTRIBUTED,
    executionType: ProcessorType.STANDARD,
  });
}

const aggregateState = (scope: Construct, { aggregate }: RoundsProps): LambdaInvoke =>
  invoke(scope, 'Aggregate', {
    comment: 'The summary as far as it is, and whether another round is to come',
    lambdaFunction: aggregate,
    payload: TaskInput.fromObject(at('study', 'runId', 'round', 'budgetUsd')),
    // The whole answer: a selector cannot take `stoppedBy`, which is there only where a run ends without being complete.
    resultPath: '$.aggregate',
  });

const nextRound = (scope: Construct): Pass =>
  new Pass(scope, 'NextRound', {
    comment: 'What stays, without what this round made',
    parameters: {
      ...at('study', 'runId', 'budgetUsd', 'toleratedFailurePercentage', 'worker'),
      'round.$': '$.aggregate.Payload.round',
      'spentUsd.$': '$.aggregate.Payload.spentUsd',
    },
  });

const partial = (scope: Construct): Fail =>
  new Fail(scope, 'Partial', {
    comment: 'Blocks are lacking; what is there is kept, and another run computes only the rest',
    error: 'Partial',
    causePath: JsonPath.format(
      '{} blocks are missing, stopped by {}; see {}. Another run computes only what is missing.',
      JsonPath.stringAt('$.aggregate.Payload.missing'),
      JsonPath.stringAt('$.aggregate.Payload.stoppedBy'),
      JsonPath.stringAt('$.aggregate.Payload.summary'),
    ),
  });

const at = (...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [`${name}.$`, `$.${name}`]));

type Invocation = Omit<LambdaInvokeProps, 'retryOnServiceExceptions'>;

/** What goes wrong in Lambda itself. Errors of a function are its answer: blocks come again in the next round, alone. */
const SERVICE_ERRORS = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
];

function invoke(scope: Construct, id: string, invocation: Invocation): LambdaInvoke {
  const task = new LambdaInvoke(scope, id, { ...invocation, retryOnServiceExceptions: false });
  task.addRetry({
    // The constructs' own retry leaves it out; a thousand workers that start at once meet it. New accounts run ten at once: whoever
    // waits must outlast a queue of MaxConcurrency, and each time is a transition.
    errors: ['Lambda.TooManyRequestsException'],
    interval: Duration.seconds(1),
    backoffRate: 2,
    maxDelay: Duration.seconds(60),
    maxAttempts: 200,
    jitterStrategy: JitterType.FULL,
  });
  task.addRetry({
    errors: SERVICE_ERRORS,
    interval: Duration.seconds(2),
    backoffRate: 2,
    maxDelay: Duration.seconds(60),
    maxAttempts: 6,
    jitterStrategy: JitterType.FULL,
  });
  return task;
}

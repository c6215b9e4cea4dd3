import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { RoundFunctions } from './round-functions.ts';
import type { StudyMachine } from './state-machine.ts';

export interface AlarmsProps {
  readonly machine: StudyMachine;
  readonly functions: RoundFunctions;
  readonly topic: ITopic;
}

const MINUTES = Duration.minutes(5);

/** What somebody should hear of: runs that fail, workers that are refused, results that are not written. */
export class Alarms extends Construct {
  constructor(scope: Construct, { machine, functions, topic }: AlarmsProps) {
    super(scope, 'Alarms');
    const { plan, runShards, aggregate } = functions;
    const sum = { period: MINUTES, statistic: 'Sum' };
    const causes: readonly Cause[] = [
      {
        id: 'ExecutionsFailed',
        means: 'A run failed or ended without all of its blocks; run it again to compute what is missing.',
        metric: machine.machine.metricFailed(sum),
      },
      {
        id: 'ExecutionsTimedOut',
        means: 'A run took longer than Step Functions allows.',
        metric: machine.machine.metricTimedOut(sum),
      },
      {
        id: 'WorkersThrottled',
        means: 'Lambda refuses workers: the account allows fewer at once than concurrency asks for.',
        metric: runShards.lambda.metricThrottles(sum),
        above: 1000,
      },
      {
        id: 'PlanErrors',
        means: 'Rounds cannot be planned.',
        metric: plan.lambda.metricErrors(sum),
      },
      {
        id: 'AggregateErrors',
        means: 'Summaries cannot be written.',
        metric: aggregate.lambda.metricErrors(sum),
      },
    ];
    for (const cause of causes) alarm(this, cause, topic);
  }
}

interface Cause {
  readonly id: string;
  readonly means: string;
  readonly metric: IMetric;
  readonly above?: number;
}

function alarm(scope: Construct, { id, means, metric, above = 0 }: Cause, topic: ITopic): void {
  new Alarm(scope, id, {
    metric,
    alarmDescription: means,
    threshold: above,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  }).addAlarmAction(new SnsAction(topic));
}

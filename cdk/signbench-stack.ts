import { join } from 'node:path';
import { CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AlarmTopic } from './alarm-topic.ts';
import { Alarms } from './alarms.ts';
import { Dashboard } from './dashboard.ts';
import { LogBucket } from './log-bucket.ts';
import { MonthlyBudget } from './monthly-budget.ts';
import { ResultsBucket } from './results-bucket.ts';
import { RoundFunctions } from './round-functions.ts';
import type { Settings } from './settings.ts';
import { StudyMachine } from './state-machine.ts';

export interface SignbenchStackProps extends StackProps {
  readonly settings: Settings;
  /** The folder with a bundle for each function, as `npm run build` makes it. */
  readonly bundles: string;
}

/** Everything that runs studies on AWS, in one stack. */
export class SignbenchStack extends Stack {
  constructor(scope: Construct, id: string, { settings, bundles, ...props }: SignbenchStackProps) {
    super(scope, id, {
      description: 'signbench: Monte Carlo studies on Step Functions and Lambda',
      ...props,
    });
    const { retentionDays, monthlyBudgetUsd } = settings;
    const hasBudget = monthlyBudgetUsd !== 'none';
    // The library names every role in DependsOn too, so that policies are there first.
    this.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: ['W3005'] } } };

    const accessLogs = new LogBucket(this, { retentionDays });
    const bucket = new ResultsBucket(this, { accessLogs, retentionDays });
    const functions = new RoundFunctions(this, { bundles, bucket, settings });
    const machine = new StudyMachine(this, { functions, bucket, settings });
    const topic = new AlarmTopic(this, { email: settings.alarmEmail, hasBudget });
    new Alarms(this, { machine, functions, topic });
    if (hasBudget)
      new MonthlyBudget(this, { monthlyUsd: monthlyBudgetUsd, topic, machineRole: machine.role });

    this.output('ResultsBucketName', bucket.bucketName, 'Where studies, records and summaries are');
    this.output('StateMachineArn', machine.machine.stateMachineArn, 'What a run is an execution of');
    this.output('WorkerMemoryMb', String(settings.memoryMb), 'Memory of a worker, for its price');
    this.output('Concurrency', String(settings.concurrency), 'Batches under way at once');
    this.output('BatchSeconds', String(settings.batchSeconds), 'How long a batch should take');
    this.output('AlarmTopicArn', topic.topicArn, 'Subscribe to it to hear of alarms');
    if (settings.dashboard) {
      const bundle = join(bundles, 'api');
      const { distribution } = new Dashboard(this, { bundle, bucket, accessLogs, settings });
      const host = settings.domain?.name ?? distribution.distributionDomainName;
      this.output('DashboardUrl', `https://${host}/`, 'Results for readers');
    }

    for (const [name, value] of Object.entries({ project: 'signbench', ...settings.tags })) {
      Tags.of(this).add(name, value);
    }
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}

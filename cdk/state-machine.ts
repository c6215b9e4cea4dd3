import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { RoundFunctions } from './round-functions.ts';
import { roundStates } from './rounds.ts';
import type { Settings } from './settings.ts';
import { explainWildcard, logicalId } from './wildcards.ts';

export interface StudyMachineProps {
  readonly functions: RoundFunctions;
  readonly bucket: Bucket;
  readonly settings: Settings;
}

/** The machine that runs a study, with its log and a role that may start its functions and read its manifests. */
export class StudyMachine extends Construct {
  readonly machine: StateMachine;
  readonly role: Role;

  constructor(scope: Construct, { functions, bucket, settings }: StudyMachineProps) {
    super(scope, 'Machine');
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    this.role.addToPolicy(
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('runs/*')] }),
    );
    const { plan, runShards, aggregate } = functions;
    const states = roundStates(this, {
      plan: plan.lambda,
      runShards: runShards.lambda,
      aggregate: aggregate.lambda,
      ...settings,
    });
    this.machine = new StateMachine(this, 'StateMachine', {
      definitionBody: DefinitionBody.fromChainable(states),
      role: this.role,
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: false,
        destination: new LogGroup(this, 'Log', {
          // Step Functions may write only to groups below this name without changing a policy of the account.
          logGroupName: `/aws/vendedlogs/states/${this.node.addr}`,
          retention: settings.retentionDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
    explain(this, bucket, functions);
  }
}

function explain({ role, machine }: StudyMachine, bucket: Bucket, functions: RoundFunctions): void {
  const { plan, runShards, aggregate } = functions;
  for (const { lambda } of [plan, runShards, aggregate]) {
    explainWildcard(role, `<${logicalId(lambda)}.Arn>:*`, 'Versions and aliases of one function.');
  }
  explainWildcard(
    role,
    `<${logicalId(bucket)}.Arn>/runs/*`,
    'Manifests: their keys hold the names of study and run.',
  );
  explainWildcard(role, '*', 'Delivery of logs and traces of X-Ray, actions that know no narrower resource.');
  const name = `{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"${logicalId(machine)}"}]}]}`;
  const executions = `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${name}`;
  for (const resource of [`${executions}:*`, `${executions}/RunShards:*`]) {
    explainWildcard(
      machine,
      resource,
      'Executions of this machine alone: a distributed map starts children of itself.',
    );
  }
}

import { CfnBudget, CfnBudgetsAction } from 'aws-cdk-lib/aws-budgets';
import { Effect, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface MonthlyBudgetProps {
  readonly monthlyUsd: number;
  readonly topic: ITopic;
  /** Who starts workers, and is locked out. */
  readonly machineRole: Role;
}

const WARN_AT = [50, 80];

/**
 * The cap behind the budgets of runs: at 100 per cent of it the state machine may no longer start anything. AWS sums costs a
 * few times a day, so that it comes hours late; the budget of a run acts between two rounds.
 */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, { monthlyUsd, topic, machineRole }: MonthlyBudgetProps) {
    super(scope, 'Budget');
    const budget = new CfnBudget(this, 'Monthly', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyUsd, unit: 'USD' },
        // Of this stack alone, once the tag is activated for cost allocation.
        costFilters: { TagKeyValue: [`user:project$signbench`] },
      },
      notificationsWithSubscribers: WARN_AT.map((threshold) => ({
        notification: { notificationType: 'ACTUAL', comparisonOperator: 'GREATER_THAN', threshold },
        subscribers: [{ subscriptionType: 'SNS', address: topic.topicArn }],
      })),
    });
    const lock = new ManagedPolicy(this, 'NoMoreWork', {
      description: 'Attached by the budget when it is spent: the state machine starts nothing more',
      statements: [
        new PolicyStatement({
          effect: Effect.DENY,
          actions: ['lambda:InvokeFunction', 'states:StartExecution'],
          resources: ['*'],
        }),
      ],
    });
    const locksmith = new Role(this, 'Locksmith', {
      assumedBy: new ServicePrincipal('budgets.amazonaws.com'),
    });
    locksmith.addToPolicy(
      new PolicyStatement({
        actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
        resources: [machineRole.roleArn],
        conditions: { ArnEquals: { 'iam:PolicyARN': lock.managedPolicyArn } },
      }),
    );
    new CfnBudgetsAction(this, 'Lock', {
      budgetName: budget.ref,
      actionType: 'APPLY_IAM_POLICY',
      approvalModel: 'AUTOMATIC',
      notificationType: 'ACTUAL',
      actionThreshold: { type: 'PERCENTAGE', value: 100 },
      definition: {
        iamActionDefinition: { policyArn: lock.managedPolicyArn, roles: [machineRole.roleName] },
      },
      executionRoleArn: locksmith.roleArn,
      subscribers: [{ type: 'SNS', address: topic.topicArn }],
    });
  }
}

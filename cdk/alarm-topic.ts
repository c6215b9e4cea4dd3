import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

export interface AlarmTopicProps {
  readonly email: string | undefined;
  /** Whether a budget tells it, too. */
  readonly hasBudget: boolean;
}

/** Where alarms and the budget say what they have to say. */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, { email, hasBudget }: AlarmTopicProps) {
    super(scope, 'AlarmTopic', { enforceSSL: true });
    for (const service of ['cloudwatch', ...(hasBudget ? ['budgets'] : [])]) {
      this.addToResourcePolicy(
        new PolicyStatement({
          sid: `Allow${service}`,
          effect: Effect.ALLOW,
          principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
          actions: ['sns:Publish'],
          resources: [this.topicArn],
          conditions: { StringEquals: { 'aws:SourceAccount': this.stack.account } },
        }),
      );
    }
    if (email !== undefined) this.addSubscription(new EmailSubscription(email));
  }
}

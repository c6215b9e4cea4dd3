import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Says why a role's policy names resources by a pattern; without a reason synthesis fails. */
export function explainWildcard(scope: IConstruct, resource: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
}

/** The name of a resource in the template, by which findings name it. */
export function logicalId({ node }: IConstruct): string {
  const { defaultChild } = node;
  if (CfnResource.isCfnResource(defaultChild)) return Stack.of(defaultChild).getLogicalId(defaultChild);
  throw new Error(`logicalId: ${node.path} is not one resource`);
}

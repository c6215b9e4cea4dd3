import { z } from 'zod';
import { resourcesOf, type Template } from './synthesised.ts';

/** What CloudFormation puts for pseudo parameters. */
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '123456789012',
  'AWS::URLSuffix': 'amazonaws.com',
};

const Join = z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });
const Ref = z.strictObject({ Ref: z.string() });
const GetAtt = z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });

/**
 * A value of a template as CloudFormation would give it: references replaced by names, and ARNs by `arn:aws:local:` and the
 * name of the resource.
 *
 * @throws Error where the template uses a function that is not known here.
 */
function resolved(value: unknown): string {
  if (typeof value === 'string') return value;
  const join = Join.safeParse(value).data;
  if (join !== undefined) return join['Fn::Join'][1].map(resolved).join(join['Fn::Join'][0]);
  const ref = Ref.safeParse(value).data;
  if (ref !== undefined) return PSEUDO[ref.Ref] ?? ref.Ref;
  const attribute = GetAtt.safeParse(value).data;
  if (attribute !== undefined) return arnOf(attribute['Fn::GetAtt'][0]);
  throw new Error(`resolved: no rule for ${JSON.stringify(value)}`);
}

export const arnOf = (id: string): string => `arn:aws:local:::${id}`;

/** The text of the definition that Step Functions would be given. */
export function definitionText(template: Template): string {
  const [machine] = resourcesOf(template, 'AWS::StepFunctions::StateMachine');
  return resolved(machine.Properties.DefinitionString);
}

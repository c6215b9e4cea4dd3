import { DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { factsOf } from '../../results/store/s3/failure.ts';
import type { Clients } from './clients.ts';
import { CloudError } from './cloud-error.ts';
import { type Asked, cloudError } from './sentences.ts';

/** What signbench deploy made, as the outputs of its stack say. */
export interface DeployedStack {
  readonly name: string;
  /** URL of the store that its functions work in. */
  readonly store: string;
  readonly bucket: string;
  readonly stateMachineArn: string;
  readonly workerMemoryMb: number;
  readonly concurrency: number;
  readonly batchSeconds: number;
}

/**
 * The stack of this name.
 *
 * @throws CloudError where there is none, it is not ready, or it is no stack of signbench.
 */
export async function findStack(clients: Clients, name: string): Promise<DeployedStack> {
  const stack = await describeStack(clients, name);
  if (stack === null) {
    const where = clients.region === null ? '' : ` in ${clients.region}`;
    throw new CloudError(
      `There is no stack ${name}${where}; signbench deploy makes it, and --stack and AWS_REGION name another.`,
    );
  }
  const outputs = new Map(
    (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
  const output = (key: string): string => {
    const value = outputs.get(key);
    if (value !== undefined && value !== '') return value;
    throw new CloudError(
      `The stack ${name} (${stack.StackStatus}) has no output ${key}: it is not deployed to its end, or by another version of ` +
        'signbench; run signbench deploy.',
    );
  };
  const bucket = output('ResultsBucketName');
  return {
    name,
    bucket,
    store: `s3://${bucket}`,
    stateMachineArn: output('StateMachineArn'),
    workerMemoryMb: Number(output('WorkerMemoryMb')),
    concurrency: Number(output('Concurrency')),
    batchSeconds: Number(output('BatchSeconds')),
  };
}

/** A stack as CloudFormation knows it; null where it knows none. */
export async function describeStack(clients: Clients, name: string): Promise<Stack | null> {
  const asked: Asked = {
    action: 'cloudformation:DescribeStacks',
    of: `stack ${name}`,
    region: clients.region,
  };
  try {
    const { Stacks = [] } = await clients.cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks[0] ?? null;
  } catch (error) {
    const { code, message } = factsOf(error);
    if (code === 'ValidationError' && /does not exist/.test(message)) return null;
    throw cloudError(error, asked);
  }
}

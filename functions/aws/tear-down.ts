import { setTimeout as delay } from 'node:timers/promises';
import { DeleteStackCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { DeleteBucketCommand, DeleteObjectsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { createClient } from '../../results/store/s3/client.ts';
import type { Clients } from './clients.ts';
import { CloudError } from './cloud-error.ts';
import { asking } from './sentences.ts';
import { describeStack } from './stack.ts';

/** Buckets of a stack: results and access logs, which outlive it. */
export async function bucketsOf(
  { cloudFormation, region }: Clients,
  name: string,
): Promise<readonly string[]> {
  const buckets: string[] = [];
  let token: string | undefined;
  do {
    const page = await asking(
      { action: 'cloudformation:ListStackResources', of: `stack ${name}`, region },
      () => cloudFormation.send(new ListStackResourcesCommand({ StackName: name, NextToken: token })),
    );
    for (const { ResourceType, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
      if (ResourceType === 'AWS::S3::Bucket' && PhysicalResourceId !== undefined)
        buckets.push(PhysicalResourceId);
    }
    token = page.NextToken;
  } while (token !== undefined);
  return buckets;
}

export interface Waiting {
  readonly pauseMs?: number;
  readonly signal: AbortSignal;
}

const PAUSE_MS = 5000;

/**
 * Deletes a stack and waits until it is gone. Its buckets stay.
 *
 * @throws CloudError where CloudFormation cannot delete it.
 */
export async function deleteStack(
  clients: Clients,
  { name, id }: { readonly name: string; readonly id: string },
  { pauseMs = PAUSE_MS, signal }: Waiting,
): Promise<void> {
  const { cloudFormation, region } = clients;
  await asking({ action: 'cloudformation:DeleteStack', of: `stack ${name}`, region }, () =>
    cloudFormation.send(new DeleteStackCommand({ StackName: name })),
  );
  for (;;) {
    // A stack that is gone is found by its id alone.
    const stack = await describeStack(clients, id);
    const status = stack?.StackStatus ?? 'DELETE_COMPLETE';
    if (status === 'DELETE_COMPLETE') return;
    if (status === 'DELETE_FAILED') {
      throw new CloudError(
        `CloudFormation could not delete the stack ${name}: ${stack?.StackStatusReason ?? 'it gives no reason'}.`,
      );
    }
    await delay(pauseMs, undefined, { signal });
  }
}

/** Removes every version of every object of a bucket, and the bucket. */
export async function deleteBucket(
  bucket: string,
  endpoint: string | undefined,
  region: string | null,
): Promise<void> {
  const client = createClient({ endpoint });
  const ask = <T>(action: string, send: () => Promise<T>): Promise<T> =>
    asking({ action: `s3:${action}`, of: `bucket ${bucket}`, region }, send);
  try {
    for (;;) {
      const page = await ask('ListBucketVersions', () =>
        client.send(new ListObjectVersionsCommand({ Bucket: bucket })),
      );
      const objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].flatMap(
        ({ Key, VersionId }) =>
          Key === undefined ? [] : [{ Key, ...(VersionId === undefined ? {} : { VersionId }) }],
      );
      if (objects.length === 0) break;
      const { Errors = [] } = await ask('DeleteObjectVersion', () =>
        client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } })),
      );
      if (Errors.length > 0) {
        throw new CloudError(
          `s3:DeleteObjectVersion of bucket ${bucket} failed: ${Errors[0].Key}: ${Errors[0].Message}.`,
        );
      }
    }
    await ask('DeleteBucket', () => client.send(new DeleteBucketCommand({ Bucket: bucket })));
  } finally {
    client.destroy();
  }
}

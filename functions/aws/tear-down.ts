import { setTimeout as delay } from 'node:timers/promises';
import { DeleteStackCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { createClient } from '../../results/store/s3/client.ts';
import { classify, factsOf } from '../../results/store/s3/failure.ts';
import { RETRIES, type RetryOptions, withRetries } from '../../results/store/s3/retry.ts';
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

/** Where buckets are. */
export interface BucketPlace {
  readonly endpoint: string | undefined;
  readonly region: string | null;
  readonly retries?: RetryOptions;
}

/** Removes every version of every object of a bucket. */
export const emptyBucket = (bucket: string, place: BucketPlace): Promise<void> =>
  withBucket(bucket, place, empty);

/** Removes a bucket with every version of every object. Access logs come hours late, in between too. */
export const deleteBucket = (bucket: string, place: BucketPlace): Promise<void> =>
  withBucket(bucket, place, async (emptying) => {
    for (let attempt = 1; ; attempt++) {
      await empty(emptying);
      const isGone = await emptying.ask('DeleteBucket', async (client) => {
        try {
          await client.send(new DeleteBucketCommand({ Bucket: bucket }));
          return true;
        } catch (error) {
          if (factsOf(error).code !== 'BucketNotEmpty' || attempt === ATTEMPTS) throw error;
          return false;
        }
      });
      if (isGone) return;
    }
  });

const ATTEMPTS = 5;

interface Emptying {
  readonly bucket: string;
  /** Sends a request, again where that may help; its failure becomes a sentence. */
  readonly ask: <T>(action: string, send: (client: S3Client) => Promise<T>) => Promise<T>;
}

async function withBucket(
  bucket: string,
  { endpoint, region, retries = RETRIES }: BucketPlace,
  action: (emptying: Emptying) => Promise<void>,
): Promise<void> {
  const client = createClient({ endpoint });
  const { signal } = new AbortController();
  try {
    await action({
      bucket,
      ask: (name, send) =>
        asking({ action: `s3:${name}`, of: `bucket ${bucket}`, region }, () =>
          withRetries(() => send(client), classify, { options: retries, signal }),
        ),
    });
  } finally {
    client.destroy();
  }
}

async function empty({ bucket, ask }: Emptying): Promise<void> {
  for (;;) {
    const page = await ask('ListBucketVersions', (client) =>
      client.send(new ListObjectVersionsCommand({ Bucket: bucket })),
    );
    const objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].flatMap(({ Key, VersionId }) =>
      Key === undefined ? [] : [{ Key, ...(VersionId === undefined ? {} : { VersionId }) }],
    );
    if (objects.length === 0) return;
    await ask('DeleteObjectVersion', async (client) => {
      const Delete = { Objects: objects, Quiet: true };
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }));
      // An answer of success may name objects that failed; those that are gone may be asked for again.
      const [first] = Errors;
      if (first !== undefined)
        throw Object.assign(new Error(`${first.Key}: ${first.Message}`), { code: first.Code });
    });
  }
}

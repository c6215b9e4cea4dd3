import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { describe } from 'vitest';

/** An S3 server for tests, on a port of the loopback interface. */
export interface S3Server {
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
  createBucket(name: string): Promise<void>;
  /** Ends the server and removes what it kept. */
  stop(): Promise<void>;
}

/** A client that talks to the server as any program would. */
export const clientOf = (server: Omit<S3Server, 'createBucket' | 'stop'>): S3Client =>
  new S3Client({
    endpoint: server.endpoint,
    region: server.region,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    credentials: { accessKeyId: server.accessKey, secretAccessKey: server.secretKey },
  });

/** What a command finds in the environment, so that it may use the server. */
export const environmentOf = (server: S3Server): Readonly<Record<string, string>> => ({
  AWS_ACCESS_KEY_ID: server.accessKey,
  AWS_SECRET_ACCESS_KEY: server.secretKey,
  AWS_REGION: server.region,
  // No test reads the settings of the person who runs it, or asks a machine's metadata service.
  AWS_CONFIG_FILE: '/nonexistent',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  AWS_EC2_METADATA_DISABLED: 'true',
});

/** The server with its buckets, given its address and what ends it. */
export function s3Server(
  address: Omit<S3Server, 'createBucket' | 'stop'>,
  stop: () => Promise<void>,
): S3Server {
  const client = clientOf(address);
  return {
    ...address,
    createBucket: async (name) => {
      await client.send(new CreateBucketCommand({ Bucket: name }));
    },
    stop: async () => {
      client.destroy();
      await stop();
    },
  };
}

/** A suite that needs a server; where it is missing it is skipped, and its name says why. */
export function describeWith(server: string, missing: string | null, suite: () => void): void {
  describe.skipIf(missing !== null)(missing === null ? server : `${server} (skipped: ${missing})`, suite);
}

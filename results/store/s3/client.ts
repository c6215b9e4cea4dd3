import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

export interface ClientOptions {
  /** The server; AWS by default. */
  readonly endpoint?: string | undefined;
  /** The longest silence of a server, in milliseconds, that is no failure. */
  readonly silenceMs?: number;
}

const CONNECTION_MS = 5000;
const SILENCE_MS = 30_000;

/**
 * The client of a server. Credentials and region are found as every AWS program finds them: environment, settings files,
 * roles of machine and container.
 *
 * It does not repeat requests itself: its repetitions end with the headers of an answer, so that a body cut off in the
 * middle would be lost, and its budget of repetitions, shared by all requests, is empty after a burst of refusals.
 */
export function createClient({ endpoint, silenceMs = SILENCE_MS }: ClientOptions): S3Client {
  // The version is pinned; to whom runs the command the SDK's own plans for later versions say nothing.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const server = endpoint ?? process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
  return new S3Client({
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECTION_MS,
      socketTimeout: silenceMs,
      // The store bounds its requests itself; a second bound would let them grow old in a queue of the agent.
      httpAgent: { maxSockets: Number.POSITIVE_INFINITY },
      httpsAgent: { maxSockets: Number.POSITIVE_INFINITY },
    },
    ...(server === undefined ? ON_AWS : offAws(server)),
  });
}

/** A bucket of another region than the configured one is found where it is. */
const ON_AWS: S3ClientConfig = { followRegionRedirects: true };

/** Other servers have no name of their own for each bucket, know few checksums, and take any region. */
const offAws = (endpoint: string): S3ClientConfig => ({
  endpoint,
  region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1',
  forcePathStyle: true,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
});

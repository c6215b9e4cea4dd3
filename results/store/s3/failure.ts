import type { Failure } from './retry.ts';

/** What a failed request says of itself: S3's code or the system's, and the status of the answer where there was one. */
export interface Facts {
  readonly code: string;
  readonly status: number | null;
  readonly message: string;
}

const THROTTLED = new Set(['SlowDown', 'TooManyRequests', 'TooManyRequestsException', 'Throttling']);

/** Failures of the way to the server, of a write beside another of the same key, and of a clock that was since corrected. */
const TRANSIENT = new Set([
  'TimeoutError',
  'RequestTimeout',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ConditionalRequestConflict',
  'OperationAborted',
  'InternalError',
  'ServiceUnavailable',
]);

/** Reads what an error of the SDK, of Node or of a server's answer says. */
export function factsOf(error: unknown): Facts {
  const { name, code, Code, message, $metadata, cause } = Object(error);
  const status: unknown = Object($metadata).httpStatusCode;
  const named = [code, Code, name].find((one) => typeof one === 'string' && !VAGUE.has(one));
  // An error that was wrapped on its way tells less than the one inside.
  if (named === undefined && cause instanceof Error) return factsOf(cause);
  return {
    code: named ?? 'Unknown',
    status: typeof status === 'number' ? status : null,
    message: typeof message === 'string' ? message : String(error),
  };
}

const VAGUE = new Set(['Error', 'TypeError', 'AggregateError', 'UnknownError', 'Unknown']);

/** Whether the request may succeed when it is sent again. */
export function classify(error: unknown): Failure {
  const { code, status } = factsOf(error);
  if (status === 429 || THROTTLED.has(code) || status === 503) return 'throttled';
  if (status !== null && status >= 500 && status !== 501 && status !== 507) return 'transient';
  if (TRANSIENT.has(code)) return 'transient';
  return Object(Object(error).$metadata).clockSkewCorrected === true ? 'transient' : 'final';
}

/** Whether there is no value under the key; a bucket that is missing is something else. */
export const isAbsent = (error: unknown): boolean => {
  const { code, status } = factsOf(error);
  return code === 'NoSuchKey' || (status === 404 && code !== 'NoSuchBucket');
};

/** Whether a conditional write found a value under its key. */
export const isTaken = (error: unknown): boolean => {
  const { code, status } = factsOf(error);
  return code === 'PreconditionFailed' || status === 412;
};

/** Whether a range begins at or after the end of the value: an empty one has no first byte. */
export const isPastEnd = (error: unknown): boolean => {
  const { code, status } = factsOf(error);
  return code === 'InvalidRange' || status === 416;
};

import { StoreError, type StoreProblem } from '../store-error.ts';
import { type Facts, factsOf } from './failure.ts';

/** What was asked of the server, for a sentence: `write s3://bucket/key`. */
export interface Asked {
  readonly verb: 'read' | 'write' | 'list' | 'move' | 'remove';
  readonly url: string;
  readonly bucket: string;
  /** As the person gave it; null for AWS. */
  readonly endpoint: string | null;
}

type Sentence = readonly [problem: StoreProblem, why: string];

const KEPT = 'everything stored so far is kept; run again later';

/** Turns a failure of the server, or of the way to it, into a sentence; a StoreError passes through. */
export function s3Error(error: unknown, asked: Asked): StoreError {
  if (error instanceof StoreError) return error;
  const facts = factsOf(error);
  const [problem, why] = sentenceOf(facts, asked);
  return new StoreError(problem, `Cannot ${asked.verb} ${asked.url}: ${why}.`, {
    // The error itself holds the sockets and headers of the request, its signature among them.
    cause: Object.assign(new Error(facts.message), facts),
  });
}

/** What an operation is told that was still going on, or began, some time after an interruption. */
export const interruptedError = ({ verb, url }: Asked): StoreError =>
  new StoreError(
    'interrupted',
    `interrupted before it could ${verb} ${url}; every finished block is stored.`,
  );

function sentenceOf(facts: Facts, asked: Asked): Sentence {
  const { code, status } = facts;
  const named = bySentence(facts, asked);
  if (named !== null) return named;
  if (status === 403) return denied(facts, asked);
  if (status === 429 || status === 503) {
    return ['failed', `${serverOf(asked)} is overloaded and refused it every time (${said(facts)}); ${KEPT}`];
  }
  if (status !== null && status >= 500) {
    return ['failed', `${serverOf(asked)} failed every time (${said(facts)}); ${KEPT}`];
  }
  if (code.startsWith('CERT_') || code.includes('SELF_SIGNED') || code.includes('ISSUER_CERT')) {
    return [
      'failed',
      `the certificate of ${serverOf(asked)} is not trusted (${code}); NODE_EXTRA_CA_CERTS names one that is`,
    ];
  }
  return ['failed', `${serverOf(asked)} answered ${said(facts)}`];
}

function bySentence(facts: Facts, asked: Asked): Sentence | null {
  const server = serverOf(asked);
  switch (facts.code) {
    case 'NoSuchBucket':
      return [
        'failed',
        `${server} has no bucket ${asked.bucket}; make it first, or name another with --store`,
      ];
    case 'InvalidBucketName':
      return ['failed', `${server} takes ${asked.bucket} for no name of a bucket`];
    case 'CredentialsProviderError':
      return [
        'denied',
        'there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE (aws configure, aws sso login)',
      ];
    case 'InvalidAccessKeyId':
      return [
        'denied',
        `${server} does not know the access key; check AWS_ACCESS_KEY_ID or AWS_PROFILE${orEndpoint(asked)}`,
      ];
    case 'SignatureDoesNotMatch':
      return [
        'denied',
        `the secret key does not belong to the access key; check AWS_SECRET_ACCESS_KEY or AWS_PROFILE`,
      ];
    case 'ExpiredToken':
    case 'ExpiredTokenException':
    case 'TokenRefreshRequired':
      return [
        'denied',
        'the credentials have expired; get new ones (aws sso login) and run again, everything stored is kept',
      ];
    case 'RequestTimeTooSkewed':
      return ['failed', `the clock of this machine is more than 15 minutes off that of ${server}; set it`];
    case 'PermanentRedirect':
    case 'AuthorizationHeaderMalformed':
    case 'IllegalLocationConstraintException':
      return [
        'failed',
        `the bucket ${asked.bucket} is in another region than the one configured (${said(facts)}); set AWS_REGION`,
      ];
    case 'QuotaExceeded':
      return ['full', `the quota of the bucket ${asked.bucket} is used up; ${KEPT}`];
    case 'EntityTooLarge':
      return ['full', `${server} refuses an object of this size`];
    case 'NotImplemented':
      return [
        'failed',
        `${server} cannot do what a store needs (${said(facts)}); conditional writes (If-None-Match) are among it`,
      ];
    case 'ECONNREFUSED':
      return ['failed', `nothing listens at ${server}; check --endpoint and that the server runs`];
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return ['failed', `the name of ${server} cannot be resolved; check --endpoint and the network`];
    case 'EPROTO':
      return [
        'failed',
        `${server} does not speak TLS as expected; check whether --endpoint begins with http or https`,
      ];
    case 'TimeoutError':
    case 'ETIMEDOUT':
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return [
        'failed',
        `${server} cannot be reached or broke off every time (${said(facts)}); check the network, ${KEPT}`,
      ];
    default:
      return facts.status === null && facts.message === 'Region is missing'
        ? ['failed', 'no region is configured; set AWS_REGION to the region of the bucket']
        : null;
  }
}

/** Where listing is not allowed, S3 answers like this for an object that is not there, too. */
function denied(facts: Facts, asked: Asked): Sentence {
  return [
    'denied',
    `${serverOf(asked)} denies access (${said(facts)}); a store needs s3:ListBucket on the bucket ${asked.bucket}, and ` +
      's3:GetObject, s3:PutObject and s3:DeleteObject on its objects',
  ];
}

const serverOf = ({ endpoint }: Asked): string => endpoint ?? 'S3';

const orEndpoint = ({ endpoint }: Asked): string =>
  endpoint === null ? ', and give --endpoint if the server is not AWS' : '';

/** The server's own words; a name that says nothing is left out. */
function said({ code, status, message }: Facts): string {
  const words = [
    ...(status === null ? [] : [String(status)]),
    ...(code === 'Unknown' ? [] : [code]),
    ...(message === '' || message === 'UnknownError' || message === code
      ? []
      : [message.trim().replace(/\.$/, '')]),
  ];
  return words.join(' ');
}

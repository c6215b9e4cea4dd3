import { type Facts, factsOf } from '../../results/store/s3/failure.ts';
import { CloudError } from './cloud-error.ts';

/** What was asked of AWS: `states:StartExecution`, of something with a name. */
export interface Asked {
  readonly action: string;
  readonly of: string;
  readonly region: string | null;
}

/** Sends a request; its failure becomes a sentence. */
export async function asking<T>(asked: Asked, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw cloudError(error, asked);
  }
}

/** A failure of AWS, or of the way to it, as a sentence. */
export function cloudError(error: unknown, asked: Asked): CloudError {
  const facts = factsOf(error);
  return new CloudError(`${asked.action} of ${asked.of} failed: ${why(facts, asked)}.`, {
    // The error itself holds the headers of the request, its signature among them.
    cause: Object.assign(new Error(facts.message), facts),
  });
}

function why(facts: Facts, { action, region }: Asked): string {
  const place = region === null ? 'AWS' : `AWS in ${region}`;
  switch (facts.code) {
    case 'CredentialsProviderError':
      return 'there are no credentials; set AWS_PROFILE (aws configure, aws sso login), or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
    case 'ExpiredToken':
    case 'ExpiredTokenException':
    case 'TokenRefreshRequired':
      return 'the credentials have expired; get new ones (aws sso login) and try again';
    case 'UnrecognizedClientException':
    case 'InvalidClientTokenId':
    case 'InvalidSignatureException':
    case 'SignatureDoesNotMatch':
    case 'IncompleteSignature':
      return `${place} does not know the credentials (${facts.code}); check AWS_PROFILE or AWS_ACCESS_KEY_ID, and the clock of this machine`;
    case 'AccessDenied':
    case 'AccessDeniedException':
      return `access is denied; these credentials need ${action} (${stripped(facts.message)})`;
    case 'StateMachineDoesNotExist':
      return 'the state machine is gone; signbench deploy makes it again';
    case 'ExecutionAlreadyExists':
      return 'somebody started the study in the same second with another budget; the same command follows that run';
    case 'ExecutionLimitExceeded':
      return 'the account has as many executions under way as it may';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return region === null
        ? 'the name of the service cannot be resolved; check the network'
        : `the name of the service in the region ${region} cannot be resolved; check AWS_REGION (for instance eu-central-1) and the network`;
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'ETIMEDOUT':
    case 'TimeoutError':
    case 'EPIPE':
      return `${place} cannot be reached (${facts.code}); check the network`;
    default:
      if (facts.message === 'Region is missing')
        return 'no region is configured; set AWS_REGION, for instance eu-central-1';
      return `${place} answered ${facts.code}: ${stripped(facts.message)}`;
  }
}

const stripped = (message: string): string => message.trim().replace(/\.$/, '');

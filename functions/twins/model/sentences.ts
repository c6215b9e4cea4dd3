import type { Failure } from './failure.ts';
import { ModelError } from './model-error.ts';
import type { ModelKey } from './model-key.ts';

/** What was asked, of whom, and how it failed. */
export interface FailedRequest {
  /** What was said has no secrets in it. */
  readonly failure: Failure;
  readonly attempts: number;
  readonly address: string;
  readonly model: string;
  readonly key: ModelKey;
}

const LONGEST = 300;
const KEPT = 'what was answered so far is stored; run again later';

/** The failure of a request as a sentence. */
export function modelSentence(failed: FailedRequest): ModelError {
  return new ModelError(failed.failure.problem, `${failed.address} ${why(failed)}.`);
}

function why({ failure, attempts, model, key }: FailedRequest): string {
  const said = shortened(failure.said);
  const times = attempts === 1 ? 'the one time it was asked' : `all ${attempts} times it was asked`;
  switch (failure.problem) {
    case 'denied':
      return key.value === null
        ? `wants a key (${said}); put it into the environment variable ${key.variable}, or name another with --key-env`
        : `does not accept the key in ${key.variable} (${said})`;
    case 'absent':
      return `has no such address, or no model ${model} (${said}); --model-url ends in /v1 with most servers`;
    case 'quota':
      return `says that the account has nothing left (${said}); what was answered so far is stored`;
    case 'overloaded':
      return `asked for fewer requests ${times} (${said}); ${KEPT}, or with a lower --rate or --concurrency`;
    case 'failed':
      return `failed ${times} (${said}); ${KEPT}`;
    case 'unreachable':
      return `could not be reached ${times} (${said}); ${KEPT}`;
    case 'unreadable':
      return `gave an answer that cannot be read ${times} (${said}); ${KEPT}`;
    case 'refused':
      return `does not take the request (${said})`;
    case 'spent':
    case 'interrupted':
      return said;
    default:
      return failure.problem satisfies never;
  }
}

const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line || 'it said nothing';
};

import { TwinsError } from '../twins-error.ts';

/** The one query that an address may have: the version of the interface that Azure wants to know, which is a date and no secret. */
const VERSION = /^\?api-version=(\d{4}-\d{2}-\d{2}(?:-preview)?|preview|latest)$/;

/** The query that is sent with every request to an address that `modelAddress` accepts. */
export function modelQuery(text: string): Readonly<Record<string, string>> {
  const version = VERSION.exec(new URL(text).search)?.[1];
  return version === undefined ? {} : { 'api-version': version };
}

/**
 * The base URL of a model's server, without a query and without a slash at its end, for instance `http://localhost:8000/v1`.
 *
 * @throws TwinsError for what is none, and for one that holds a password or another query than `?api-version=` with a date, which would be
 * stored and shown.
 */
export function modelAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new TwinsError(
      '--model-url is no address of a server; http://localhost:8000/v1 or https://api.openai.com/v1 would be one.',
    );
  }
  const query = VERSION.test(url.search) ? '' : url.search;
  if (url.username + url.password + query + url.hash !== '') {
    throw new TwinsError(
      `--model-url has more than a server and a path (${url.host}); keys are taken from an environment variable only, see --key-env. Of queries only ?api-version= with a date is taken.`,
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Whether what is sent there can be read on the way: not encrypted, and not to this machine itself. */
export function isOpenToOthers(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

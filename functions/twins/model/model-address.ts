import { TwinsError } from '../twins-error.ts';

/**
 * The base URL of a model's server, without a slash at its end, for instance `http://localhost:8000/v1`.
 *
 * @throws TwinsError for what is none, and for one that holds a password or a query, which would be stored and shown.
 */
export function modelAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new TwinsError(
      '--model-url is no address of a server; http://localhost:8000/v1 or https://api.openai.com/v1 would be one.',
    );
  }
  if (url.username + url.password + url.search + url.hash !== '') {
    throw new TwinsError(
      `--model-url has more than a server and a path (${url.host}${url.pathname}); keys are taken from an environment variable only, see --key-env.`,
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Whether what is sent there can be read on the way: not encrypted, and not to this machine itself. */
export function isOpenToOthers(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

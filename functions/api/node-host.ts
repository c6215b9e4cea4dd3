import { type ServerType, serve } from '@hono/node-server';
import { type AppOptions, createApp } from './create-app.ts';
import { watchTraffic } from './traffic.ts';
import { refuseUnreadable } from './unreadable-request.ts';

export interface ServerOptions extends AppOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly hostname: string;
}

/** A server that listens. */
export interface ServedApp {
  readonly url: string;
  /** Resolves when nobody has waited for an answer for a while, for work that must not keep readers waiting. */
  quiet(): Promise<void>;
  /** Ends it, and the connections that are open. */
  close(): Promise<void>;
}

/** Limits on who sends slowly or never ends: a connection is no lease. */
const LIMITS = {
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 5000,
} as const;
const MOST_CONNECTIONS = 1000;
const IDLE_MS = 120_000;

/**
 * Serves the interface of a store from this process.
 *
 * @throws the system's error where it cannot listen.
 */
export function startServer({ port, hostname, ...options }: ServerOptions): Promise<ServedApp> {
  const app = createApp({ compressed: true, ...options });
  const traffic = watchTraffic();
  const fetch: typeof app.fetch = (...request) => traffic.during(async () => app.fetch(...request));
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname, serverOptions: LIMITS }, (address) => {
      resolve({ url: urlOf(address, hostname), quiet: traffic.quiet, close: () => close(server) });
    });
    if ('maxConnections' in server) server.maxConnections = MOST_CONNECTIONS;
    // A reader who takes nothing for so long is gone; streams of progress say something more often.
    if ('setTimeout' in server) server.setTimeout(IDLE_MS);
    server.on('error', reject);
    server.on('clientError', refuseUnreadable);
  });
}

function urlOf(
  { port, family }: { readonly port: number; readonly family: string | number },
  given: string,
): string {
  const isWide = given === '0.0.0.0' || given === '::';
  const isV6 = String(family).includes('6') && given.includes(':');
  return `http://${isWide ? 'localhost' : isV6 ? `[${given}]` : given}:${port}`;
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}

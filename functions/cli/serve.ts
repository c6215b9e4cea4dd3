import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ServedApp } from '../api/node-host.ts';
import { EXIT } from './exit-codes.ts';
import type { Host } from './host.ts';
import { InputError } from './input-error.ts';
import { endpointOption, givenStore, type StoreFlags, storeOption } from './options.ts';
import type { AddCommand } from './program.ts';

interface Flags extends StoreFlags {
  readonly against?: string;
  readonly port: number;
  readonly host: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Without --store it serves ./signbench-store or, where that has no study, the results that are published with signbench. The page Compare sets
results beside those of the same study in the place that --against names; by default beside the published ones.

It only reads, also while a study is running into the same store. Ctrl-C ends it. docs/api.md names the addresses.

Examples:
  $ signbench serve --store results --port 8080
  $ signbench serve --store results --against ../before/results
  $ curl http://127.0.0.1:8080/v1/studies
`;

/** signbench serve: the results of a store over HTTP. */
export const serveCommand: AddCommand = (program, host, finish) => {
  program
    .command('serve')
    .description('show the results of a store over HTTP')
    .addOption(storeOption())
    .addOption(endpointOption())
    .option('--against <place>', 'another store, or a folder of published results, to compare with')
    .addOption(new Option('--port <n>', 'port; 0 takes a free one').argParser(parsePort).default(8080))
    .option('--host <address>', 'address to listen at; 0.0.0.0 lets other machines in', '127.0.0.1')
    .option('--json', 'say where it listens as one line of JSON on stdout')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Flags, command: Command) =>
      finish(await serveStore(flags, host, givenStore(command, flags) !== undefined)),
    );
};

async function serveStore(flags: Flags, host: Host, isGiven: boolean): Promise<number> {
  // Other commands must not wait for a server to load.
  const { openPlaces } = await import('./served-places.ts');
  const { store, others, records } = await openPlaces(flags, host, isGiven);
  const { openCatalogue } = await import('../../results/catalogue/open-catalogue.ts');
  const { startServer } = await import('../api/node-host.ts');
  const { createPages } = await import('../dashboard/pages.ts');
  const { foretell } = await import('../dashboard/foretell.ts');
  const catalogue = openCatalogue(store);
  const pages = () => createPages(catalogue, { others, records });
  const onFault = (error: unknown): void => {
    host.say(
      `signbench: ${error instanceof Error ? (host.debug ? error.stack : error.message) : String(error)}\n`,
    );
  };
  return host.interruptible(async (signal) => {
    const server = await startServer({
      ...{ store, catalogue, pages, onFault },
      port: flags.port,
      hostname: flags.host,
    }).catch((error) => {
      throw cannotListen(error, flags);
    });
    await announce(server, store.location, { host, json: flags.json === true });
    foretell(catalogue, { signal, quiet: server.quiet }).catch(onFault);
    await aborted(signal);
    await server.close();
    return EXIT.done;
  });
}

async function announce(
  { url }: ServedApp,
  store: string,
  { host, json }: { readonly host: Host; readonly json: boolean },
): Promise<void> {
  if (json) await host.print(`${JSON.stringify({ event: 'listening', url, store })}\n`);
  else await host.print(`${url}\n`);
  host.say(`signbench: serving ${store} at ${url}; Ctrl-C ends it.\n`);
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

function cannotListen(error: unknown, { port, host }: Flags): unknown {
  const { code } = Object(error);
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'another program listens there; give --port another number, or 0 for a free one',
    EACCES: 'this user may not listen there; give --port a number above 1023',
    EADDRNOTAVAIL: 'this machine has no such address; give --host one of its own',
    ENOTFOUND: 'there is no such host; give --host an address of this machine',
  };
  const reason = reasons[String(code)];
  if (reason === undefined) return error;
  return new InputError(`Cannot listen at ${host}, port ${port}: ${reason}.`, { cause: error });
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError('A whole number from 0 to 65535 is expected.');
  return port;
}

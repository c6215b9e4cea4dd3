import { type Command, InvalidArgumentError, Option } from 'commander';
import { GPU_MODES } from '../../kernels/losses/gpujs/modes.ts';
import { isS3, openStore as openLocation } from '../../results/store/open-store.ts';
import { parseS3Location } from '../../results/store/s3/location.ts';
import type { Store } from '../../results/store/store.ts';
import type { Profile } from '../study/study.ts';
import { BACKEND_NAMES } from './choose-backend.ts';
import type { Host } from './host.ts';
import { InputError } from './input-error.ts';

/** Help text of the argument that names a study. */
export const STUDY_ARGUMENT = 'a study file, or the name of a bundled or stored study';

export const storeOption = (): Option =>
  new Option('--store <place>', 'folder, or s3://bucket/prefix, that keeps records and results').default(
    'signbench-store',
  );

export const endpointOption = (): Option =>
  new Option('--endpoint <url>', 'server of an s3:// store (default: AWS)');

/** Where a command finds its store. */
export interface StoreFlags {
  readonly store: string;
  readonly endpoint?: string;
}

/** The store that a person named; undefined where it is the default. */
export const givenStore = (command: Command, { store }: StoreFlags): string | undefined =>
  command.getOptionValueSource('store') === 'default' ? undefined : store;

export const profileOption = (): Option =>
  new Option('--profile <profile>', 'quick: the small sizes the study names for a first look').choices([
    'quick',
    'full',
  ] satisfies Profile[]);

export const workersOption = (): Option =>
  new Option('--workers <n>', 'worker threads (default: one a core)').argParser(parseWorkers);

export const backendOption = (): Option =>
  new Option(
    '--backend <name>',
    'what computes: wasm-f64 (default) or js give the same bytes; fits search in single precision with wasm-f32 and gpujs',
  ).choices(BACKEND_NAMES);

export const gpujsModeOption = (): Option =>
  new Option('--gpujs-mode <mode>', 'how gpu.js executes; by default on graphics hardware, else cpu').choices(
    GPU_MODES,
  );

/** How long after Ctrl-C a command that computes may still store what is done, in a bucket that answers slowly. */
export const STORING_MS = 10_000;

/**
 * Opens the store that `--store` and `--endpoint` name. What stands in the way of a folder and is moved is said.
 *
 * @param graceMs how long after Ctrl-C an s3:// store may still be read and written.
 * @throws InputError for what names no store.
 */
export async function openStore(
  { store, endpoint }: StoreFlags,
  host: Pick<Host, 'say' | 'interruption'>,
  graceMs = 0,
): Promise<Store> {
  checkLocation(store, endpoint);
  return openLocation(store, {
    endpoint,
    graceMs,
    ...(isS3(store) ? { signal: host.interruption() } : {}),
    onSetAside: ({ path, movedTo }) => host.say(`signbench: ${path} was in the way; moved to ${movedTo}.\n`),
  });
}

function checkLocation(store: string, endpoint: string | undefined): void {
  if (isS3(store)) {
    const place = parseS3Location(store);
    if ('problem' in place) throw new InputError(`--store ${place.problem}.`);
    if (endpoint !== undefined) checkEndpoint(endpoint);
    return;
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(store)) {
    throw new InputError(
      `--store ${store} is neither a folder nor a bucket; give a folder or s3://bucket/prefix.`,
    );
  }
  if (store.trim() === '') throw new InputError('--store is empty; give a folder or s3://bucket/prefix.');
  if (endpoint !== undefined) {
    throw new InputError('--endpoint belongs to an s3:// store; the store given is a folder.');
  }
}

function checkEndpoint(endpoint: string): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    url.search + url.hash + url.username === ''
  )
    return;
  throw new InputError(
    `--endpoint is ${endpoint}; allowed is the address of a server, for instance http://127.0.0.1:9000 or https://s3.example.org.`,
  );
}

function parseWorkers(text: string): number {
  const workers = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(workers >= 1 && workers <= 1024))
    throw new InvalidArgumentError('A whole number from 1 to 1024 is expected.');
  return workers;
}

export const onOption = (): Option =>
  new Option('--on <host>', 'where it runs: this machine, or the stack of signbench deploy')
    .choices(['local', 'aws'])
    .default('local');

export const stackOption = (): Option =>
  new Option('--stack <name>', 'stack of signbench deploy').default('signbench');

export const budgetOption = (): Option =>
  new Option('--budget <dollars>', 'with --on aws: what the run may cost, for instance 5usd').argParser(
    parseDollars,
  );

/** Dollars of a budget, for instance `5usd`. Throws InvalidArgumentError for anything else. */
export function parseDollars(text: string): number {
  const [, digits] = /^(\d+(?:\.\d+)?)\s?(?:usd)?$/i.exec(text) ?? [];
  const dollars = digits === undefined ? Number.NaN : Number(digits);
  if (!(dollars > 0 && dollars <= 1e6))
    throw new InvalidArgumentError('Dollars above 0 and up to a million are expected, for instance 5usd.');
  return dollars;
}

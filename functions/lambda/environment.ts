import { openDirectoryStore } from '../../results/store/directory.ts';
import { openStore } from '../../results/store/open-store.ts';
import type { Store } from '../../results/store/store.ts';

/** What a function is configured with. */
export interface Environment {
  readonly store: Store;
  /** Empty where the store is a folder. */
  readonly bucket: string;
  /** The key in the bucket of a key in the store. */
  readonly bucketKey: (key: string) => string;
  /** Time that a worker keeps for storing what is done, in milliseconds. */
  readonly marginMs: number;
  /** How long a batch should take, in milliseconds. */
  readonly targetMs: number;
  /** How long a worker that is checked is measured, at most. */
  readonly pilotSeconds: number;
  /** Memory of this function. */
  readonly memoryMb: number;
  /** Memory of a worker, for its price. */
  readonly workerMemoryMb: number;
}

const VCPU_MB = 1769;

/**
 * Reads the configuration: `SIGNBENCH_BUCKET`, `SIGNBENCH_PREFIX` and `SIGNBENCH_ENDPOINT` name the store, or
 * `SIGNBENCH_STORE_DIR` a folder; `SIGNBENCH_TIMEOUT_MARGIN_MS` (10,000), `SIGNBENCH_BATCH_SECONDS` (60),
 * `SIGNBENCH_PILOT_SECONDS` (3) and `SIGNBENCH_WORKER_MEMORY_MB` (1769) have defaults.
 *
 * @throws Error naming the variable that is missing or no number.
 */
export async function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Promise<Environment> {
  const { SIGNBENCH_BUCKET: bucket = '', SIGNBENCH_PREFIX = '', SIGNBENCH_STORE_DIR: folder } = variables;
  const prefix = SIGNBENCH_PREFIX.replace(/^\/+|\/+$/g, '');
  const number = (name: string, otherwise: number): number => numberIn(variables, name, otherwise);
  return {
    store: await openConfigured({ bucket, prefix, folder, endpoint: variables.SIGNBENCH_ENDPOINT }),
    bucket,
    bucketKey: (key) => (prefix === '' ? key : `${prefix}/${key}`),
    marginMs: number('SIGNBENCH_TIMEOUT_MARGIN_MS', 10_000),
    targetMs: 1000 * number('SIGNBENCH_BATCH_SECONDS', 60),
    pilotSeconds: number('SIGNBENCH_PILOT_SECONDS', 3),
    memoryMb: number('AWS_LAMBDA_FUNCTION_MEMORY_SIZE', VCPU_MB),
    workerMemoryMb: number('SIGNBENCH_WORKER_MEMORY_MB', VCPU_MB),
  };
}

interface Place {
  readonly bucket: string;
  readonly prefix: string;
  readonly folder: string | undefined;
  readonly endpoint: string | undefined;
}

/** Opened once in a sandbox: connections stay open from one invocation to the next. */
const opened = new Map<string, Promise<Store>>();

function openConfigured(place: Place): Promise<Store> {
  const name = JSON.stringify(place);
  const store = opened.get(name) ?? openPlace(place);
  opened.set(name, store);
  return store;
}

async function openPlace({ bucket, prefix, folder, endpoint }: Place): Promise<Store> {
  if (folder !== undefined) return openDirectoryStore(folder);
  if (bucket === '') throw new Error('SIGNBENCH_BUCKET is not set: it names the bucket of the results.');
  return openStore(`s3://${bucket}/${prefix}`, { endpoint: endpoint === '' ? undefined : endpoint });
}

function numberIn(variables: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = variables[name];
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new Error(`${name} is ${text}; a number of at least 0 is expected.`);
}

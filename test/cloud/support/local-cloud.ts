import { fileURLToPath } from 'node:url';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type ComputeId, computedBy } from '../../../functions/study/backends.ts';
import { parseStudy } from '../../../functions/study/spec/parse-study.ts';
import type { Study } from '../../../functions/study/study.ts';
import { NO_TABLES } from '../../../kernels/populations/table.ts';
import { openS3Store } from '../../../results/store/s3/store.ts';
import type { Store } from '../../../results/store/store.ts';
import { keepStudy } from '../../../results/stored-study.ts';
import { keepTables } from '../../../results/stored-tables.ts';
import { definitionText } from '../../support/state-machine.ts';
import { discard, synthesise, type Template } from '../../support/synthesised.ts';
import { type Definition, readDefinition } from '../executor/definition.ts';
import { type Execution, execute } from '../executor/execute.ts';
import { StateError } from '../executor/json.ts';
import { localFunctions } from '../lambda/local-function.ts';
import {
  type Call,
  type Fate,
  type FinishedCall,
  type LocalLambda,
  startLambda,
} from '../lambda/local-lambda.ts';
import { RUNTIME_CLIENT } from '../lambda/runtime-client.ts';
import { clientOf, environmentOf, type S3Server } from './s3-server.ts';

export const BUCKET = 'results';

const pass = (): Fate => 'pass';

/** The stack on this machine: its definition, its bundles under Lambda's runtime client, and an S3 server. */
export interface LocalCloud {
  readonly template: Template;
  readonly store: Store;
  /** Calls of functions since the last run began, as they ended. */
  readonly calls: () => readonly FinishedCall[];
  /** The most memory that a process of a function has held. */
  readonly largestMb: () => number;
  /** Processor time that processes of functions have used, in milliseconds. */
  readonly cpuMs: () => number;
  /** Calls a function by its ARN. @throws StateError of the name that the function gave. */
  readonly invoke: LocalLambda['invoke'];
  /** Stores a study as a client does before a run. */
  keep(text: string, backend?: ComputeId): Promise<Study>;
  run(study: string, input?: RunInput): Promise<Execution>;
  stop(): Promise<void>;
}

interface RunInput {
  /** One of its own by default. */
  readonly runId?: string;
  readonly toleratedFailurePercentage?: number;
  readonly budgetUsd?: number;
  /** What happens to each call of a function. */
  readonly fateOf?: (call: Call) => Fate;
}

export interface CloudOptions {
  readonly server: S3Server;
  /** Where a function finds S3; the server itself by default. */
  readonly endpointOf?: (functionName: string) => string;
  /** How long a batch should take, in seconds. */
  readonly batchSeconds?: number;
  /** How long the worker that is checked is measured; not at all by default, so that batches are the same on every machine. */
  readonly pilotSeconds?: number;
  /** Sandboxes of a map at once. */
  readonly concurrency?: number;
}

const BUNDLES = fileURLToPath(new URL('../../../dist/lambda', import.meta.url));

/** Deploys the synthesised stack with the bundles that `npm run build` made. */
export async function startCloud({
  server,
  endpointOf = () => server.endpoint,
  batchSeconds = 0.004,
  pilotSeconds = 0,
  concurrency = 2,
}: CloudOptions): Promise<LocalCloud> {
  const synthesised = synthesise({ settings: { concurrency }, bundles: BUNDLES });
  const definition = readDefinition(definitionText(synthesised.template));
  const client = clientOf(server);
  let fateOf: NonNullable<RunInput['fateOf']> = pass;
  const lambda = startLambda({
    runtime: RUNTIME_CLIENT,
    functions: localFunctions(synthesised),
    environmentOf: ({ name }) => ({
      ...environmentOf(server),
      SIGNBENCH_BUCKET: BUCKET,
      SIGNBENCH_ENDPOINT: endpointOf(name),
      SIGNBENCH_BATCH_SECONDS: String(batchSeconds),
      SIGNBENCH_PILOT_SECONDS: String(pilotSeconds),
    }),
    fateOf: (call) => fateOf(call),
  });
  const store = openS3Store({ bucket: BUCKET, prefix: '' }, { endpoint: server.endpoint });
  let runs = 0;
  let first = 0;
  return {
    template: synthesised.template,
    store,
    calls: () => lambda.calls.slice(first),
    largestMb: lambda.largestMb,
    cpuMs: lambda.cpuMs,
    invoke: lambda.invoke,
    keep: (text, backend = 'wasm-f64') => keep(store, text, backend),
    run: async (study, { fateOf: fate = pass, ...input } = {}) => {
      fateOf = fate;
      first = lambda.calls.length;
      return runOn({ definition, client, lambda }, { study, runId: `run-${runs++}`, round: 0, ...input });
    },
    stop: async () => {
      await lambda.stop();
      client.destroy();
      discard(synthesised);
    },
  };
}

async function keep(store: Store, text: string, backend: ComputeId): Promise<Study> {
  const study = parseStudy(text, 'study.yaml', 'full');
  await keepTables(store, study, NO_TABLES);
  await keepStudy(store, computedBy(study, backend), text, backend);
  return study;
}

interface Machine {
  readonly definition: Definition;
  readonly client: S3Client;
  readonly lambda: LocalLambda;
}

function runOn(
  { definition, client, lambda }: Machine,
  input: Parameters<typeof execute>[1],
): Promise<Execution> {
  return execute(definition, input, {
    invoke: lambda.invoke,
    getObject: (bucket, key) => textOf(client, bucket, key),
    // Pauses between attempts are as on AWS, twenty thousand times shorter.
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms / 20_000)),
    random: Math.random,
  });
}

async function textOf(client: S3Client, bucket: string, key: string): Promise<string> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToString()) ?? '';
  } catch (error) {
    throw new StateError('States.ItemReaderFailed', `s3://${bucket}/${key}: ${String(error)}`);
  }
}

// npm run build && npx tsx bench/cloud/cloud-path.ts: what the cloud path takes beside computing, on this machine. The synthesised
// definition drives the bundles under Lambda's runtime client (SIGNBENCH_LAMBDA_RUNTIME) against Ceph. With --overhead the first
// part alone, in less than a minute; with --coordinator the second.
import { setInterval } from 'node:timers';
import { createBatchComputer } from '../../functions/compute/batch-computer.ts';
import { planStudy } from '../../functions/study/plan.ts';
import { parseStudy } from '../../functions/study/spec/parse-study.ts';
import { NO_TABLES } from '../../kernels/populations/table.ts';
import type { Json } from '../../test/cloud/executor/json.ts';
import type { Call, Fate } from '../../test/cloud/lambda/local-lambda.ts';
import { BUCKET, startCloud } from '../../test/cloud/support/local-cloud.ts';
import { startRadosgw } from '../../test/cloud/support/radosgw.ts';
import { environmentOf } from '../../test/cloud/support/s3-server.ts';

const computeHere = createBatchComputer(NO_TABLES);

const BLOCKS = 100_000;
const REPLICATES_OF_BLOCK = 200;
/** A study has at most a million replicates a cell. */
const SIZES = Array.from({ length: 20 }, (_, i) => 10 + i);

const study = (name: string, sizes: string, replicates: number, estimators: string): string => `name: ${name}
seed: 7
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [${estimators}]
sampleSizes: [${sizes}]
replicates: ${replicates}
`;

const server = await startRadosgw();
Object.assign(process.env, environmentOf(server));
await server.createBucket(BUCKET);
try {
  if (!process.argv.includes('--coordinator')) await overhead();
  if (!process.argv.includes('--overhead')) await manyBlocks();
} finally {
  await server.stop();
}

/** Processor and wall time, in milliseconds. */
interface Used {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/**
 * One worker at a time, batches of about a second: processor and wall time from the answer of plan to the call of aggregate,
 * against those of computing the same blocks here and dropping them, before and after. Processor time is that of workers and
 * executor, without S3's own; wall time is worth reading on a machine that does nothing else.
 */
async function overhead(): Promise<void> {
  const cloud = await startCloud({ server, batchSeconds: 1, pilotSeconds: 3, concurrency: 1 });
  const now = (): Used => ({ cpuMs: cloud.cpuMs() + ownCpuMs(), wallMs: performance.now() });
  try {
    for (const name of ['warm', 'first', 'second', 'third']) {
      const text = study(name, '10000', 8800, 'sign, rlhf');
      const before = await computedHere(text);
      await cloud.keep(text);
      const marks: Used[] = [];
      const fateOf = (call: Call): Fate => {
        if (isBatch(call.payload) && marks.length === 0) marks.push(now());
        if (call.function.includes('Aggregate')) marks.push(now());
        return 'pass';
      };
      await cloud.run(name, { fateOf });
      const whole = since(marks[0], marks[1]);
      const after = await computedHere(text);
      const alone = { cpuMs: (before.cpuMs + after.cpuMs) / 2, wallMs: (before.wallMs + after.wallMs) / 2 };
      const batches = cloud.calls().filter((call) => isBatch(call.payload));
      const called = batches.reduce((sum, { wallMs }) => sum + wallMs, 0);
      console.log(
        `overhead ${name}: ${batches.length} batches of ${(alone.wallMs / batches.length).toFixed(0)} ms; ` +
          `processor ${beside(whole.cpuMs, alone.cpuMs)}; wall ${beside(whole.wallMs, alone.wallMs)}, ` +
          `of it ${((whole.wallMs - called) / 1000).toFixed(2)} s between calls`,
      );
    }
  } finally {
    await cloud.stop();
  }
}

function since(start: Used, end: Used): Used {
  return { cpuMs: end.cpuMs - start.cpuMs, wallMs: end.wallMs - start.wallMs };
}

function beside(whole: number, alone: number): string {
  return `${(whole / 1000).toFixed(2)} s beside ${(alone / 1000).toFixed(2)} s: ${((whole / alone - 1) * 100).toFixed(1)} %`;
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What all blocks of a study take. */
async function computedHere(text: string): Promise<Used> {
  const cells = planStudy(parseStudy(text, 'study.yaml', 'full'));
  const start = { cpuMs: ownCpuMs(), wallMs: performance.now() };
  for (const cell of cells) {
    for (let block = 0; block < cell.blocks; block++) {
      const task = { cell, block, estimators: cell.estimators };
      await computeHere({ backend: 'wasm-f64', tasks: [task] });
    }
  }
  return since(start, { cpuMs: ownCpuMs(), wallMs: performance.now() });
}

function isBatch(payload: Json): boolean {
  return JSON.stringify(payload).includes('"batch"');
}

/** 10^5 blocks in a thousand batches, planned and handed out; workers and aggregate answer at once and compute nothing. */
async function manyBlocks(): Promise<void> {
  const cloud = await startCloud({ server, batchSeconds: 0.02, concurrency: 200 });
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 5);
  try {
    await cloud.keep(study('many', SIZES.join(', '), (BLOCKS / SIZES.length) * REPLICATES_OF_BLOCK, 'rlhf'));
    const [rss, cpu, start] = [process.memoryUsage().rss, process.cpuUsage(), performance.now()];
    most = rss;
    const { status, cause, maps } = await cloud.run('many', { fateOf: idle });
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (performance.now() - start) / 1000;
    const [plan] = cloud.calls().filter((call) => call.function.includes('Plan'));
    console.log(
      `coordinator: ${BLOCKS} blocks in ${maps.map(({ items }) => items).join(' + ')} batches, ${status} ${cause ?? ''}: ${seconds.toFixed(1)} s, ` +
        `of it plan ${(plan.wallMs / 1000).toFixed(1)} s; executor ${((user + system) / 1e6).toFixed(1)} s of processor ` +
        `and ${((most - rss) / 1e6).toFixed(0)} MB more; largest function ${cloud.largestMb().toFixed(0)} MB`,
    );
  } finally {
    clearInterval(watch);
    await cloud.stop();
  }
}

/** The worker that is checked and plan do what they do. */
function idle({ function: name, payload }: Call): Fate {
  if (name.includes('Aggregate')) {
    return { answer: { round: 1, again: false, status: 'complete', missing: 0, summary: '', spentUsd: 0 } };
  }
  if (!name.includes('RunShards') || !isBatch(payload)) return 'pass';
  return { answer: { batch: 0, done: 100, left: 0, failed: [], pack: null, durationMs: 0, maxMemoryMb: 0 } };
}

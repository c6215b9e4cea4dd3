// npm run build && npx tsx bench/cloud/cloud-path.ts: what the cloud path takes beside computing, on this machine. The synthesised
// definition drives the bundles under Lambda's runtime client (SIGNBENCH_LAMBDA_RUNTIME) against Ceph.
import { setInterval } from 'node:timers';
import type { Json } from '../../test/cloud/executor/json.ts';
import type { Call, Fate } from '../../test/cloud/lambda/local-lambda.ts';
import { BUCKET, type LocalCloud, startCloud } from '../../test/cloud/support/local-cloud.ts';
import { startRadosgw } from '../../test/cloud/support/radosgw.ts';
import { environmentOf } from '../../test/cloud/support/s3-server.ts';

const BLOCKS = 100_000;
const REPLICATES_OF_BLOCK = 200;

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
  await overhead();
  await manyBlocks();
} finally {
  await server.stop();
}

/** Milliseconds that the blocks of a run took, as the workers measured them. */
async function computedMs(cloud: LocalCloud, name: string): Promise<number> {
  let sum = 0;
  for (const key of await cloud.store.list(`runs/${name}/`)) {
    if (!key.includes('/usage/')) continue;
    const usage = JSON.parse(Buffer.from((await cloud.store.get(key)) ?? []).toString());
    for (const { durationMs } of usage.cells) sum += durationMs;
  }
  return sum;
}

/** One worker at a time, batches of about a second: the map's wall time against the time in which blocks were computed. */
async function overhead(): Promise<void> {
  const cloud = await startCloud({ server, batchSeconds: 1, concurrency: 1 });
  try {
    for (const name of ['warm', 'first', 'second', 'third']) {
      await cloud.keep(study(name, '10000', 5000, 'sign, rlhf'));
      await cloud.run(name);
      const workers = cloud.calls().filter((call) => isBatch(call.payload));
      const wallMs = workers.reduce((sum, { wallMs: ms }) => sum + ms, 0);
      const computed = await computedMs(cloud, name);
      console.log(
        `overhead ${name}: ${workers.length} batches of ${(computed / workers.length).toFixed(0)} ms; ` +
          `calls ${(wallMs / 1000).toFixed(2)} s, blocks ${(computed / 1000).toFixed(2)} s: ${((wallMs / computed - 1) * 100).toFixed(1)} %`,
      );
    }
  } finally {
    await cloud.stop();
  }
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
    await cloud.keep(study('many', '10', BLOCKS * REPLICATES_OF_BLOCK, 'rlhf'));
    await cloud.run('many', { fateOf: idle });
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

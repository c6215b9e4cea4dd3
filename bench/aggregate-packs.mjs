// Times what the functions of the cloud take for a study of many blocks: node bench/aggregate-packs.mjs
//   [--blocks 100000] [--pack 100] [--n 300001] [--summaries] [--keep DIR] [--bundles dist/lambda]    (after npm run build)
//   plan        the bundle of the function plan on a store that lacks every block
//   aggregate   the bundle of the function aggregate on the store with every block in packs
//   replan      plan again, with nothing left to compute
// The records are made up, not simulated, and encoded and packed by the library: ten cells, two estimators. With n of 300,001 a
// block has one replicate; a smaller n gives blocks of up to 200, and --summaries, which keeps sums and histograms, of up to 2,000. Each function runs in a process of its own, from a copy of its bundle
// in an otherwise empty folder; its processor time and largest memory are printed beside the time.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fromSources } from './from-sources.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values: flags } = parseArgs({
  options: {
    blocks: { type: 'string', default: '100000' },
    pack: { type: 'string', default: '100' },
    n: { type: 'string', default: '300001' },
    summaries: { type: 'boolean', default: false },
    keep: { type: 'string' },
    bundles: { type: 'string', default: here('../dist/lambda') },
  },
});
const CELLS = 10;
const { encodeBlock, openDirectoryStore, parseStudy, planStudy, recordAddress, storePack } =
  await fromSources(`
    export { planStudy } from './functions/study/plan.ts';
    export { encodeBlock } from './results/encode-block.ts';
    export { parseStudy } from './functions/study/spec/parse-study.ts';
    export { storePack } from './results/packs/store-pack.ts';
    export { recordAddress } from './results/records.ts';
    export { openDirectoryStore } from './results/store/directory.ts';`);
const [blocks, packSize, n] = [flags.blocks, flags.pack, flags.n].map(Number);
const sizes = Array.from({ length: CELLS }, (_, i) => n + i);
const textOf = (replicates) => `name: packed
seed: 1
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [${sizes.join(', ')}]
replicates: ${replicates}
${flags.summaries ? 'keep: summaries\n' : ''}`;

/** Blocks of a study are larger where it has more replicates of summaries: as many as make so many blocks a cell. */
function studyText() {
  const sizes = [2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1];
  const texts = sizes.map((size) => textOf((blocks / CELLS) * size));
  const fitting = texts.find((text) => {
    try {
      return planStudy(parseStudy(text, 'packed.yaml', 'full')).every(
        (cell) => cell.blocks === blocks / CELLS,
      );
    } catch {
      // More replicates than a study may keep.
      return false;
    }
  });
  if (fitting === undefined) throw new Error(`--n ${n} has no study of ${blocks} blocks`);
  return fitting;
}

const text = studyText();

/** Outcomes of a block that look like those of fits. */
function madeUp(cell, block, estimator) {
  const replicates = Array.from({ length: cell.blockSize }, (_, i) => block * cell.blockSize + i);
  const angles = replicates.map((replicate) => 0.6 + 0.01 * Math.sin(replicate * 12.9898));
  const diagnostics =
    estimator.kind === 'sign'
      ? { arcs: angles.map(() => 1) }
      : { iterations: angles.map(() => 5), norm: angles.map((angle) => 1.5 * angle) };
  return {
    estimator,
    statuses: angles.map(() => 'ok'),
    directions: angles.map((angle) => [Math.cos(angle), Math.sin(angle)]),
    scores: angles.map((angle) => 0.71 + 0.001 * angle),
    evaluations: angles.map(() => 1),
    diagnostics,
  };
}

function keep(folder) {
  mkdirSync(join(folder, 'studies', 'packed'), { recursive: true });
  writeFileSync(join(folder, 'studies', 'packed', 'study.yaml'), text);
}

async function makePacks(folder) {
  const store = openDirectoryStore(folder);
  let [packs, bytes] = [0, 0];
  for (const cell of planStudy(parseStudy(text, 'packed.yaml', 'full'))) {
    for (let first = 0; first < cell.blocks; first += packSize) {
      const records = [];
      for (let block = first; block < Math.min(cell.blocks, first + packSize); block++) {
        const outcomes = cell.estimators.map((estimator) => madeUp(cell, block, estimator));
        for (const [i, { bytes }] of encodeBlock(
          { cell, block, estimators: cell.estimators },
          outcomes,
        ).entries()) {
          records.push({ key: recordAddress(cell, block, cell.estimators[i]).key, bytes });
        }
      }
      await storePack(store, 'packed', records);
      packs++;
      bytes += records.reduce((sum, record) => sum + record.bytes.length, 0);
    }
  }
  return `${packs} packs, ${(bytes / 1e6).toFixed(0)} MB`;
}

/** Calls a copy of a function's bundle; tells its answer and its largest memory. */
function call(name, folder, event) {
  const bundle = join(scratch, name);
  cpSync(join(flags.bundles, name), bundle, { recursive: true });
  const caller = join(scratch, 'call.mjs');
  writeFileSync(
    caller,
    `const { handler } = await import(${JSON.stringify(join(bundle, 'index.mjs'))});
     const answer = await handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 9e5 });
     const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
     console.log(JSON.stringify({ answer, peak: maxRSS, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }));`,
  );
  const child = spawnSync(process.execPath, [caller], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { PATH: process.env.PATH, SIGNBENCH_STORE_DIR: folder },
  });
  if (child.status !== 0) throw new Error(`${name} ended with ${child.status}: ${child.stderr}`);
  const { answer, peak, cpuSeconds } = JSON.parse(child.stdout.trim().split('\n').at(-1));
  const { batches, blocks: planned, status, missing } = answer;
  const said = name === 'plan' ? `${batches} batches of ${planned} blocks` : `${status}, ${missing} missing`;
  return `${cpuSeconds.toFixed(1)} s of processor time, ${Math.round(peak / 1024)} MiB at most; ${said}`;
}

async function timed(label, work) {
  const start = performance.now();
  const note = await work();
  console.log(
    `${label.padEnd(12)}${((performance.now() - start) / 1000).toFixed(1).padStart(8)} s   ${note}`,
  );
}

const scratch = mkdtempSync(join(tmpdir(), 'signbench-packs-'));
const full = flags.keep ?? join(scratch, 'store');
const empty = join(scratch, 'empty');
const event = { study: 'packed', runId: 'bench', round: 0 };
try {
  if (!existsSync(join(full, 'packs'))) {
    keep(full);
    await timed('make', () => makePacks(full));
  }
  keep(empty);
  await timed('plan', () => call('plan', empty, event));
  await timed('aggregate', () => call('aggregate', full, event));
  await timed('replan', () => call('plan', full, { ...event, round: 1 }));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

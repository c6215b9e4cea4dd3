// Times what a store of a million small records costs: node bench/large-store.mjs [--records 1000000] [--keep DIR]
//   list       every key of the store
//   resume     signbench resume with nothing to do: reads and verifies every record, writes the results
//   summarise  signbench report: the same again, without a run around it
// The records are made up, not simulated, and encoded by the library: ten cells with blocks of one replicate, two
// estimators, about 480 bytes each. Needs 5 GB of disk; removes them, unless --keep names a folder to use (again).

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { openDirectoryStore, parseStudy, planStudy } from '../dist/index.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values: flags } = parseArgs({ options: { records: { type: 'string' }, keep: { type: 'string' } } });
const RECORDS = Number(flags.records ?? 1_000_000);
const SIZES = Array.from({ length: 10 }, (_, i) => 300_001 + i);

const STUDY = `name: large
seed: 1
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [${SIZES.join(', ')}]
replicates: ${RECORDS / SIZES.length / 2}
`;

/** The library's record encoder, which dist/index.js does not export. */
async function recordLibrary(folder) {
  const outfile = join(folder, 'records.mjs');
  const keys = here('../results/store/keys.ts');
  const records = here('../results/records.ts');
  await build({
    stdin: {
      contents: `export * from ${JSON.stringify(records)}; export * from ${JSON.stringify(keys)};`,
      resolveDir: here('..'),
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
  });
  return import(pathToFileURL(outfile));
}

/** Outcomes of one replicate that look like those of a fit. */
function madeUp(estimator, replicate) {
  const angle = 0.6 + 0.01 * Math.sin(replicate * 12.9898);
  return {
    estimator,
    statuses: ['ok'],
    directions: [[Math.cos(angle), Math.sin(angle)]],
    scores: [0.71 + 0.001 * Math.cos(replicate)],
    evaluations: [1],
    diagnostics: estimator.kind === 'sign' ? { arcs: [1] } : { iterations: [5], norm: [1.5] },
  };
}

function makeStore(store, { encodeRecord, plannedRecords, blockKey }) {
  const study = parseStudy(STUDY, 'large.yaml', 'full');
  mkdirSync(join(store, 'studies', 'large'), { recursive: true });
  writeFileSync(join(store, 'studies', 'large', 'study.yaml'), STUDY);
  for (let i = 0; i < 256; i++) {
    mkdirSync(dirname(join(store, blockKey(i.toString(16).padStart(2, '0')))), { recursive: true });
  }
  let bytes = 0;
  for (const cell of planStudy(study)) {
    for (const address of plannedRecords([cell])) {
      const record = encodeRecord(address, madeUp(address.estimator, address.block));
      writeFileSync(join(store, blockKey(address.key)), record);
      bytes += record.length;
    }
  }
  return bytes;
}

async function timed(label, work) {
  const start = performance.now();
  const note = await work();
  const seconds = (performance.now() - start) / 1000;
  console.log(`${label.padEnd(12)}${seconds.toFixed(1).padStart(8)} s   ${note}`);
  return seconds;
}

/** Runs the built command; tells its largest memory. */
function signbench(...args) {
  const child = spawnSync(
    process.execPath,
    [
      '--import',
      `data:text/javascript,process.on('exit',()=>console.error('peak '+process.resourceUsage().maxRSS))`,
      here('../dist/cli.js'),
      ...args,
    ],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (child.status !== 0)
    throw new Error(`signbench ${args.join(' ')} ended with ${child.status}: ${child.stderr}`);
  const peak = /peak (\d+)/.exec(child.stderr)?.[1];
  return `${Math.round(Number(peak) / 1024)} MiB at most`;
}

const folder = mkdtempSync(join(tmpdir(), 'signbench-large-'));
const store = flags.keep ?? join(folder, 'store');
try {
  if (!existsSync(join(store, 'blocks'))) {
    const library = await recordLibrary(folder);
    await timed('make', () => `${RECORDS} records, ${makeStore(store, library)} bytes`);
  }
  const seconds = [
    await timed('list', async () => `${(await openDirectoryStore(store).list('blocks/')).length} keys`),
    await timed('resume', () => signbench('resume', 'large', '--store', store, '--quiet', '--json')),
    await timed('summarise', () => signbench('report', 'large', '--store', store)),
  ];
  console.log(
    `together    ${seconds
      .reduce((sum, one) => sum + one)
      .toFixed(1)
      .padStart(8)} s`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

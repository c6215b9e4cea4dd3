// Kills a run a hundred times at random moments and checks that nothing is lost: npm run build, then
//   node bench/soak.mjs [--kills 100] [--seed 1] [--workers 2]
// After every SIGKILL the records of the store are listed and remembered by their content. At the end a run is left
// alone; then every record that was ever there must still be there with the same bytes or lie in the quarantine, no
// record may be counted twice, and summary.json must be that of an undisturbed run in another store, byte for byte.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
  },
});
const KILLS = Number(flags.kills);

/** About a minute of one worker: 60 blocks of n = 1e5 and many small ones, two estimators each. */
const STUDY = `name: soak
seed: 20251028
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [30, 100, 300, 1000, 3000, 10000, 100000]
replicates: [40000, 40000, 40000, 40000, 40000, 20000, 6000]
`;

/** Numbers in [0, 1) that look random and are the same for the same seed. */
function* fractions(seed) {
  for (let state = seed >>> 0; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Starts a run; `started` resolves to the milliseconds until it computes, `finished` when it ends or is killed. */
function start(study, store, workers) {
  const child = spawn(process.execPath, [
    CLI,
    'run',
    study,
    '--store',
    store,
    '--workers',
    workers,
    '--json',
    '--quiet',
  ]);
  const output = { stderr: '' };
  const begin = performance.now();
  const started = new Promise((resolve) => {
    child.stdout.on('data', () => resolve(performance.now() - begin));
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output.stderr += text;
  });
  const finished = new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, ...output }));
  });
  return { child, started, finished };
}

/** The records of a store: file name to SHA-256. Known ones are read again only at the end. */
function records(store, known = new Map()) {
  const blocks = join(store, 'blocks');
  const found = new Map();
  if (!existsSync(blocks)) return found;
  for (const folder of readdirSync(blocks)) {
    for (const name of readdirSync(join(blocks, folder))) {
      const sum =
        known.get(name) ??
        createHash('sha256')
          .update(readFileSync(join(blocks, folder, name)))
          .digest('hex');
      found.set(name, sum);
    }
  }
  return found;
}

const summaryOf = (store) => readFileSync(join(store, 'studies', 'soak', 'summary.json'), 'utf8');

async function finishedRun(study, store, workers) {
  const begin = performance.now();
  const { started, finished } = start(study, store, workers);
  const { code, stderr } = await finished;
  if (code !== 0) throw new Error(`the run ended with ${code}: ${stderr}`);
  return { seconds: (performance.now() - begin) / 1000, startMs: await started };
}

/**
 * Kills runs at random moments: every other one while it starts and reads the store, the others while they compute and
 * store, for as long that all of them together come close to the end.
 */
async function soak(study, store, { seconds, startMs }) {
  const random = fractions(Number(flags.seed));
  const ever = new Map();
  const figures = {
    killed: 0,
    endedBefore: 0,
    vanished: 0,
    damagedMessages: 0,
    seconds: 0,
    beforeFirstBlock: 0,
  };
  for (let kill = 0; kill < KILLS; kill++) {
    const begin = performance.now();
    const { child, started, finished } = start(study, store, flags.workers);
    const early = kill % 2 === 0;
    const delayMs = random.next().value * (early ? 1.5 * startMs : (3200 * seconds) / KILLS);
    if (!early) await Promise.race([started, finished]);
    const timer = setTimeout(() => child.kill('SIGKILL'), delayMs);
    const { signal, stderr } = await finished;
    clearTimeout(timer);
    figures.seconds += (performance.now() - begin) / 1000;
    if (signal === 'SIGKILL') figures.killed++;
    else figures.endedBefore++;
    figures.damagedMessages += stderr.match(/damaged record/g)?.length ?? 0;
    const now = records(store, ever);
    if (now.size === ever.size) figures.beforeFirstBlock++;
    for (const name of ever.keys()) if (!now.has(name)) figures.vanished++;
    for (const [name, sum] of now) ever.set(name, sum);
  }
  return { ever, figures };
}

const folder = mkdtempSync(join(tmpdir(), 'signbench-soak-'));
try {
  const study = join(folder, 'soak.yaml');
  writeFileSync(study, STUDY);
  const [store, alone] = [join(folder, 'store'), join(folder, 'alone')];
  const undisturbed = await finishedRun(study, alone, flags.workers);
  const { ever, figures } = await soak(study, store, undisturbed);
  const last = await finishedRun(study, store, flags.workers);

  const final = records(store);
  const quarantine = join(store, 'quarantine');
  const quarantined = new Set(existsSync(quarantine) ? readdirSync(quarantine) : []);
  const lost = [...ever].filter(([name, sum]) => final.get(name) !== sum && !quarantined.has(name)).length;
  const digests = JSON.parse(readFileSync(join(store, 'studies', 'soak', 'digests.json'), 'utf8'));
  const counted = digests.records.flatMap(({ blocks }) => Object.keys(blocks));
  const duplicates = counted.length - new Set(counted).size;
  const strange = [...records(alone)].filter(([name, sum]) => final.get(name) !== sum).length;
  const identical = summaryOf(store) === summaryOf(alone);
  const left = readdirSync(join(store, 'tmp')).length;

  const table = [
    ['undisturbed run, s', undisturbed.seconds.toFixed(1)],
    ['runs killed', figures.killed],
    ['runs that ended before their kill', figures.endedBefore],
    ['killed before a new record', figures.beforeFirstBlock],
    ['seconds of killed runs', figures.seconds.toFixed(1)],
    ['records seen after kills', ever.size],
    ['records at the end', final.size],
    ['vanished between two kills', figures.vanished],
    ['records lost', lost],
    ['records in the quarantine', quarantined.size],
    ['damaged records reported', figures.damagedMessages],
    ['records counted twice', duplicates],
    ['records that differ from the undisturbed', strange],
    ['temporary files left', left],
    ['last run, s', last.seconds.toFixed(1)],
    ['summary.json is byte-equal', identical ? 'yes' : 'NO'],
  ];
  for (const [what, figure] of table) console.log(`${what.padEnd(42)}${String(figure).padStart(8)}`);
  if (lost + duplicates + strange + left + figures.vanished > 0 || !identical) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

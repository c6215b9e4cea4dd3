// Times the flagship against two numpy peers, interleaved: npm run bench [-- --rounds 3] [--plain-flagship]
//   n = 1e6      one core, wall time of the whole process, from its start to its last byte
//   flagship     12,200 replicates, 4.5e8 rows, on one core and on two
// The peers' sources are beside this file. The plain peer's flagship takes minutes: it runs only when asked for.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const CLI = here('../dist/cli.js');
const FLAGSHIP_ROWS = 447_270_200;
const ONE_CELL_REPLICATES = 100;
const ONE_CELL_ROWS = 1_000_000 * ONE_CELL_REPLICATES;

const ONE_CELL_STUDY = `name: one-cell
seed: 20251028
population:
  features: { law: gaussian, dimension: 2 }
  users: { law: mixture, types: [[3, 2], [1, -2]], weights: [0.5, 0.5] }
  choice: logit
estimators: [sign, rlhf]
sampleSizes: [1000000]
replicates: ${ONE_CELL_REPLICATES}
`;

/** Runs a program to its end; returns its wall time in seconds and what it printed. */
function timed(program, args) {
  const start = performance.now();
  const child = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  const seconds = (performance.now() - start) / 1000;
  if (child.error) throw new Error(`${program} could not be started`, { cause: child.error });
  if (child.status !== 0)
    throw new Error(`${program} ${args.join(' ')} ended with ${child.status}:\n${child.stderr}`);
  return { seconds, stdout: child.stdout };
}

const lastLine = (text) => JSON.parse(text.trimEnd().split('\n').at(-1));

function peer(file, args) {
  const { seconds, stdout } = timed('python3', [here(`peers/${file}`), ...args]);
  const line = lastLine(stdout);
  return { seconds, cells: line.cells.map(({ n, rmsAngle }) => ({ n, ...rmsAngle })) };
}

/** Each run has an empty store of its own, so that nothing is reused. */
function signbench(study, workers) {
  const folder = mkdtempSync(join(tmpdir(), 'signbench-bench-'));
  try {
    const args = ['run', study, '--store', folder, '--workers', String(workers), '--quiet', '--json'];
    const { seconds, stdout } = timed(process.execPath, [CLI, ...args]);
    const summary = JSON.parse(readFileSync(lastLine(stdout).path, 'utf8'));
    const rms = (cell, id) =>
      cell.estimators.find((estimator) => estimator.id === id).measures.rmsAngle.value;
    return {
      seconds,
      cells: summary.cells.map((c) => ({ n: c.n, sign: rms(c, 'sign'), rlhf: rms(c, 'rlhf') })),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

/** Runs every contestant once a round, in turn, so that a slow moment of the machine falls on all. */
function interleave(contestants, rounds) {
  const runs = contestants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { run }] of contestants.entries()) runs[index].push(run());
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
  return contestants.map(({ name, rows }, index) => {
    const seconds = runs[index].map((run) => run.seconds);
    return { name, rows, seconds: median(seconds), cells: runs[index][0].cells };
  });
}

function printTable(title, results) {
  const ours = results.find(({ name }) => name.startsWith('signbench'));
  console.log(`\n${title}`);
  console.log(
    `${''.padEnd(28)}${['seconds', 'ns a row', 'against ours', 'sign', 'rlhf'].map((h) => h.padStart(14)).join('')}`,
  );
  for (const { name, rows, seconds, cells } of results) {
    const last = cells.at(-1);
    const numbers = [
      seconds.toFixed(2),
      ((seconds / rows) * 1e9).toFixed(1),
      `${(seconds / ours.seconds).toFixed(2)} x`,
      last.sign.toFixed(4),
      last.rlhf.toFixed(4),
    ];
    console.log(`${name.padEnd(28)}${numbers.map((text) => text.padStart(14)).join('')}`);
  }
}

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    'plain-flagship': { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds: ${options.rounds} is not a positive whole number`);

const numpy = spawnSync('python3', ['-c', 'import numpy, scipy; print(numpy.__version__)'], {
  encoding: 'utf8',
});
const peersRun = numpy.status === 0;
console.log(
  peersRun
    ? `numpy ${numpy.stdout.trim()}, Node ${process.version}, ${process.arch}, ${rounds} rounds, medians`
    : 'python3 with numpy and scipy is not here: signbench runs alone, without its peers.',
);
const withPeers = (ours, peers) => [...ours, ...(peersRun ? peers : [])];

const folder = mkdtempSync(join(tmpdir(), 'signbench-bench-study-'));
const study = join(folder, 'one-cell.yaml');
writeFileSync(study, ONE_CELL_STUDY);
try {
  const oneCell = ['--n', '1000000', '--replicates', String(ONE_CELL_REPLICATES)];
  printTable(
    `n = 1e6, ${ONE_CELL_REPLICATES} replicates, one core, whole process (sign and rlhf: RMS angle, radians)`,
    interleave(
      withPeers(
        [{ name: 'signbench', rows: ONE_CELL_ROWS, run: () => signbench(study, 1) }],
        [
          { name: 'expert numpy', rows: ONE_CELL_ROWS, run: () => peer('expert.py', oneCell) },
          { name: 'plain numpy', rows: ONE_CELL_ROWS, run: () => peer('plain.py', oneCell) },
        ],
      ),
      rounds,
    ),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

for (const cores of [1, 2].filter((count) => count <= availableParallelism())) {
  const plain = { name: 'plain numpy', rows: FLAGSHIP_ROWS, run: () => peer('plain.py', ['--flagship']) };
  const expert = () => peer('expert.py', ['--flagship', '--processes', String(cores)]);
  printTable(
    `flagship, 12,200 replicates, ${cores === 1 ? 'one core' : 'two cores'}, whole process (RMS angles at n = 1e6)`,
    interleave(
      withPeers(
        [{ name: 'signbench', rows: FLAGSHIP_ROWS, run: () => signbench('cube-root', cores) }],
        [
          { name: 'expert numpy', rows: FLAGSHIP_ROWS, run: expert },
          ...(options['plain-flagship'] && cores === 1 ? [plain] : []),
        ],
      ),
      rounds,
    ),
  );
}

// Times 20,000 data sets of n = 1000, d = 5, each fitted by RLHF and by 100 annealed steps of .5, on one core:
//   node bench/replicates.mjs [--rounds 3] [--replicates 20000]      (after npm run build)
// `signbench run` with --backend wasm-f64 and wasm-f32 against numpy in float64 and float32, vectorised across replicates
// (peers/replicates.py), interleaved. Prints CPU seconds of the whole process, medians of the rounds, and what each found.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    replicates: { type: 'string', default: '20000' },
  },
});
const REPLICATES = Number(values.replicates);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const STUDY = `name: many-replicates
seed: 20251125
population:
  features: { law: gaussian, dimension: 5 }
  users: { law: mixture, types: [[2, 1, 0, -1, 0.5], [0, 1, -1, 0, 0.5]], weights: [0.5, 0.5] }
estimators:
  - rlhf
  - { id: annealed, kind: sign, solver: anneal, lambda: [1, 15], steps: 100, step: 0.5 }
sampleSizes: [1000]
replicates: ${REPLICATES}
`;

function ended(program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stderr}`);
  return stdout;
}

function signbench(backend) {
  const folder = mkdtempSync(join(tmpdir(), 'signbench-bench-'));
  try {
    const study = join(folder, 'many-replicates.yaml');
    writeFileSync(study, STUDY);
    const options = ['--store', folder, '--backend', backend, '--workers', '1', '--quiet', '--json'];
    const printed = ended(process.execPath, [here('../dist/cli.js'), 'run', study, ...options]);
    const { path } = JSON.parse(printed.trimEnd().split('\n').at(-1));
    const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
    const { cpuSeconds } = read(path.replace('summary.json', 'provenance.json'));
    const [rlhf, annealed] = read(path).cells[0].estimators.map((one) => one.measures.rmsAngle.value);
    return { cpuSeconds, rlhf, annealed };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const numpy = (dtype) =>
  JSON.parse(ended('python3', [here('peers/replicates.py'), String(REPLICATES), dtype]));

const contestants = [
  ['wasm-f64', () => signbench('wasm-f64')],
  ['wasm-f32', () => signbench('wasm-f32')],
];
if (spawnSync('python3', ['-c', 'import numpy']).status === 0) {
  contestants.push(['numpy f64', () => numpy('float64')], ['numpy f32', () => numpy('float32')]);
} else console.error('no python3 with numpy: numpy is left out');

const found = new Map(contestants.map(([name]) => [name, []]));
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [name, once] of contestants) found.get(name).push(once());
}
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const degrees = (radians) => ((radians * 180) / Math.PI).toFixed(3);
console.log(`${REPLICATES} data sets, CPU seconds (all rounds) and root-mean-square angles`);
for (const [name, rounds] of found) {
  const times = rounds.map(({ cpuSeconds }) => cpuSeconds);
  const all = times.map((time) => time.toFixed(1)).join(' ');
  const [{ rlhf, annealed }] = rounds;
  console.log(
    `${name.padEnd(10)} ${median(times).toFixed(1).padStart(6)} (${all})  RLHF ${degrees(rlhf)}, annealed ${degrees(annealed)}`,
  );
}

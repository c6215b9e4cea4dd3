// Times one evaluation of the annealed sign loss with its gradient, every contestant in turn, one thread each:
//   npm run bench:kernels [-- --rounds 25]
// wasm-f64, wasm-f32, js and gpu.js in cpu mode of this package against C in 128-bit vectors (where a C compiler is) and numpy
// written by an expert and plainly (where python3 with numpy is). Prints nanoseconds a row; each contestant's time over that
// of wasm-f64 in the same round, the median of the rounds; and the same of its fastest rounds, which a busy machine disturbs
// least. Every contestant is a process of its own; all draw the same features and say their sum, which must agree.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '25' } } });
const ROUNDS = Number(values.rounds);
const WORKLOADS = [
  { n: 10_000, d: 5, sets: 1 },
  { n: 100_000, d: 10, sets: 1 },
  { n: 1_000_000, d: 10, sets: 1 },
  { n: 1000, d: 5, sets: 1000 },
];
/** Seconds that one measurement takes, about. */
const MEASURED = 0.05;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'signbench-bench-'));

/** A program that answers lines, as bench/peers/losses.c says. */
function program(name, command, args) {
  return {
    name,
    async start({ n, d, sets }) {
      const child = spawn(command, [...args, n, d, sets].map(String), { stdio: ['pipe', 'pipe', 'inherit'] });
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      return {
        async measure(evaluations) {
          child.stdin.write(`${evaluations}\n`);
          const { value, done } = await lines.next();
          if (done) throw new Error(`${name} ended without an answer`);
          return JSON.parse(value);
        },
        stop: () => child.stdin.end(),
      };
    },
  };
}

function contestants({ sets }) {
  // gpu.js takes no batch of data sets: many small ones would measure its calls.
  const own = ['wasm-f64', 'wasm-f32', 'js', ...(sets === 1 ? ['gpujs-cpu'] : [])];
  const found = own.map((name) => program(name, process.execPath, [here('kernel-server.mjs'), name]));
  const binary = join(folder, 'losses');
  const flags = ['-O3', '-msse4.1', '-ffp-contract=off', '-o', binary];
  if (spawnSync('cc', [...flags, here('peers/losses.c')], { stdio: 'inherit' }).status === 0) {
    found.push(program('C, 128 bits', binary, []));
  } else console.error('no C compiler: C is left out');
  if (spawnSync('python3', ['-c', 'import numpy']).status === 0) {
    for (const kind of ['expert', 'plain']) {
      found.push(program(`numpy, ${kind}`, 'python3', [here('peers/losses.py'), kind]));
    }
  } else console.error('no python3 with numpy: numpy is left out');
  return found;
}

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

/** Each contestant's times, round by round, after one that warms it up and says how many evaluations fill a measurement. */
async function race(workload) {
  const racers = [];
  for (const { name, start } of contestants(workload)) {
    const racer = await start(workload);
    await racer.measure(1);
    const { nsPerRow, sum } = await racer.measure(1);
    const once = (nsPerRow * workload.n * workload.sets) / 1e9;
    racers.push({ name, racer, sum, evaluations: Math.max(1, Math.ceil(MEASURED / once)), times: [] });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { racer, evaluations, times } of racers)
      times.push((await racer.measure(evaluations)).nsPerRow);
  }
  for (const { racer } of racers) racer.stop();
  return racers;
}

try {
  for (const workload of WORKLOADS) {
    const { n, d, sets } = workload;
    const racers = await race(workload);
    const [first] = racers;
    console.log(
      `\n${`${sets === 1 ? '' : `${sets} x `}${n} x ${d}`.padEnd(24)}ns a row    over wasm-f64   fastest rounds`,
    );
    for (const { name, times, sum } of racers) {
      const over = median(times.map((time, round) => time / first.times[round]));
      const fastest = Math.min(...times) / Math.min(...first.times);
      const agrees = Math.abs(sum - first.sum) <= 1e-5 * n * sets;
      const columns = [median(times), over, fastest].map((value) => value.toFixed(2).padStart(9));
      console.log(`  ${name.padEnd(20)}${columns.join('        ')}${agrees ? '' : `  WRONG SUM ${sum}`}`);
      if (!agrees) process.exitCode = 1;
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

// Times one evaluation of the annealed sign loss with its gradient, every contestant in turn, one thread each:
//   npm run bench:kernels [-- --rounds 9]
// wasm-f64, wasm-f32 and js of this package against C in 128-bit vectors (where a C compiler is), numpy written by an expert
// and plainly (where python3 with numpy is). Prints nanoseconds a row, medians of the rounds, and each contestant's time
// over that of wasm-f64, round by round. Every contestant draws the same features and says its sum: they must agree.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { kernelSources } from './kernel-sources.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });
const ROUNDS = Number(values.rounds);
const WORKLOADS = [
  { n: 10_000, d: 5, sets: 1 },
  { n: 100_000, d: 10, sets: 1 },
  { n: 1_000_000, d: 10, sets: 1 },
  { n: 1000, d: 5, sets: 1000 },
];
/** Seconds that one measurement takes, about. */
const MEASURED = 0.2;
const LAMBDA = 7;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'signbench-bench-'));
const sources = await kernelSources();

/** Row-major features in [-2, 2) that every peer draws too. */
function features(n, d, set) {
  const rows = new Float64Array(n * d);
  let state = set + 1;
  for (let k = 0; k < rows.length; k++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    rows[k] = state / 1073741824 - 2;
  }
  return rows;
}

/** Data sets where the kernels of a study draw them: side by side in one memory. */
const sampleLoader = (createBackend) => () => {
  const arena = sources.createArena(createBackend());
  return (comparisons) => sources.sampleLosses(sources.loadSample(arena, comparisons));
};

/** Data sets that are copied to where they are evaluated. */
const lossesLoader = (losses) => () => (comparisons) => losses.load(sources.blocksOf(comparisons));

/** A backend of this package: each data set loaded once, as a study's are. */
function ours(name, createLoader) {
  return {
    name,
    async start({ n, d, sets }) {
      const load = createLoader();
      const loaded = Array.from({ length: sets }, (_, set) =>
        load(sources.comparisonsFromRows(features(n, d, set), n, d)),
      );
      const direction = Float64Array.from({ length: d }, (_, j) => (1 - (2 * j) / d) / 2);
      const points = [{ direction, lambda: LAMBDA }];
      return {
        async measure(evaluations) {
          let sum = 0;
          const start = performance.now();
          for (let k = 0; k < evaluations; k++) {
            for (const comparisons of loaded) sum += comparisons.annealed(points)[0].sum;
          }
          const nsPerRow = (1e6 * (performance.now() - start)) / (n * sets * evaluations);
          return { nsPerRow, sum: sum / evaluations };
        },
        stop() {},
      };
    },
  };
}

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

function contestants() {
  const found = [
    ours('wasm-f64', sampleLoader(sources.createWasmBackend)),
    ours('wasm-f32', lossesLoader(sources.wasmF32Losses())),
    ours('js', sampleLoader(sources.createJsBackend)),
  ];
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
  for (const { name, start } of contestants()) {
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
    console.log(`\n${sets === 1 ? '' : `${sets} x `}${n} x ${d}`);
    for (const { name, times, sum } of racers) {
      const over = times.map((time, round) => time / first.times[round]);
      const agrees = Math.abs(sum - first.sum) <= 1e-5 * n * sets;
      console.log(
        `  ${name.padEnd(14)} ${median(times).toFixed(2).padStart(8)} ns a row ${median(over).toFixed(2).padStart(7)} x` +
          `  (${Math.min(...over).toFixed(2)} to ${Math.max(...over).toFixed(2)})${agrees ? '' : `  WRONG SUM ${sum}`}`,
      );
      if (!agrees) process.exitCode = 1;
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

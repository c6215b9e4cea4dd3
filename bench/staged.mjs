// Times the staged solver of `sign` against the anneal of 300 steps and against scipy's staged L-BFGS with blocked numpy kernels:
//   node bench/staged.mjs [--rounds 5]      (after npm run build)
// One core, wasm-f64, on the same comparisons; numpy's part where python3 has numpy and scipy. Prints medians of interleaved rounds.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { kernelSources } from './kernel-sources.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);
const SHAPES = [
  { n: 100_000, d: 10 },
  { n: 1_000_000, d: 10 },
];
const LAMBDA = [1, 3, 7, 15];

const { comparisonsFromRows, createArena, createWasmBackend, loadSample, signAnneal, signStaged } =
  await kernelSources();

/** Uniforms of a linear congruential generator, good enough to time on. */
function uniforms(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
}

/** Logit choices of heterogeneous users: half have the taste (1, 1, ...) 2 / sqrt d, half the first half of it doubled. */
function drawn({ n, d }) {
  const next = uniforms(1);
  const rows = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    const loud = next() < 0.5;
    let t = 0;
    for (let j = 0; j < d; j++) {
      const x = Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
      rows[i * d + j] = x;
      t += x * (loud ? (j < d / 2 ? 2 : 0) : 1) * (2 / Math.sqrt(d));
    }
    if (next() * (1 + Math.exp(-t)) >= 1) for (let j = 0; j < d; j++) rows[i * d + j] *= -1;
  }
  return rows;
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

function timed(run) {
  const began = process.hrtime.bigint();
  const fit = run();
  return { seconds: Number(process.hrtime.bigint() - began) / 1e9, fit };
}

function scipy({ n, d }, rows) {
  const folder = mkdtempSync(join(tmpdir(), 'signbench-bench-'));
  const path = join(folder, 'rows.f64');
  try {
    writeFileSync(path, rows);
    const peer = fileURLToPath(new URL('peers/staged.py', import.meta.url));
    const { status, stdout } = spawnSync('python3', [peer], {
      input: `${n} ${d} ${path}\n`,
      encoding: 'utf8',
    });
    return status === 0 ? JSON.parse(stdout) : null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const shape of SHAPES) {
  const { n, d } = shape;
  const rows = drawn(shape);
  const sample = loadSample(createArena(createWasmBackend()), comparisonsFromRows(rows, n, d));
  const staged = () => signStaged(sample, { lambda: LAMBDA });
  const anneal = () => signAnneal(sample, { lambda: [1, 15], steps: 300 });
  const times = { staged: [], anneal: [], scipy: [] };
  let found;
  for (let round = 0; round < rounds; round++) {
    found = { staged: timed(staged), anneal: timed(anneal), scipy: scipy(shape, rows) };
    times.staged.push(found.staged.seconds);
    times.anneal.push(found.anneal.seconds);
    if (found.scipy !== null) times.scipy.push(found.scipy.seconds);
  }
  const own = median(times.staged);
  const line = (name, seconds, evaluations, objective) =>
    console.log(
      `  ${name.padEnd(20)} ${(1000 * seconds).toFixed(1).padStart(8)} ms  ${(seconds / own).toFixed(2).padStart(6)} x  ${evaluations.toFixed(1).padStart(6)} passes  objective ${objective.toFixed(9)}`,
    );
  console.log(`n = ${n}, d = ${d}`);
  line('staged', own, found.staged.fit.evaluations, found.staged.fit.diagnostics.objective);
  line(
    'anneal, 300 steps',
    median(times.anneal),
    found.anneal.fit.evaluations,
    found.anneal.fit.diagnostics.objective,
  );
  if (found.scipy === null) console.log('  scipy: python3 with numpy and scipy is not here');
  else line('scipy, staged', median(times.scipy), found.scipy.evaluations, found.scipy.objective);
}
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);

// RLHF and the staged sign estimator on the paper's scale, 43,834 x 2,880 float32, against scipy on one core in the same run:
//   node bench/twins.mjs [--rows 43834] [--features 2880] [--threads 2] [--rounds 1] [--em 2,3,5]      (after npm run build)
// With --em, mixtures of so many components too, not told who gave a label: both with two random starts of their own. Prints seconds, CPU
// seconds and evaluations of both, and their ratios; where python3 has no numpy and scipy, the peer is one evaluation in plain JavaScript in
// float64. Exit code 1 where RLHF takes more than 10 CPU seconds, sign more than 30, or memory passes 1.5 GB.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fromSources } from './from-sources.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '43834' },
    features: { type: 'string', default: '2880' },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '1' },
    em: { type: 'string', default: '' },
  },
});
const [n, d, threads, rounds] = [values.rows, values.features, values.threads, values.rounds].map(Number);

const sources = await fromSources(`
export { createDenseTable, featuresOf } from './kernels/dense/dense-table.ts';
export { sampleBytes } from './kernels/dense/dense-sample.ts';
export { askPersonas, featureRows, ROWS_AT_ONCE } from './kernels/populations/twin-rows.ts';
export { personaTastes } from './kernels/populations/persona-tastes.ts';
export { createEngine } from './functions/study/engine.ts';
export { createFitTeam } from './functions/twins/fit/fit-team.ts';
`);
const { createDenseTable, featuresOf, sampleBytes, askPersonas, featureRows, ROWS_AT_ONCE } = sources;
const { personaTastes, createEngine, createFitTeam } = sources;

/** The generator of populations/paper-scale.yaml: variances j^-0.4, two kinds of personas. */
function drawn() {
  const table = createDenseTable(n, d, 2 * (sampleBytes(n, d, 5) + 65_536));
  const x = featuresOf(table);
  const last = (1 / d) ** 0.2;
  const [loud, quiet] = [
    [3.151195, -1.740617],
    [0.269, 1.729],
  ].map(([a, b]) => Array.from({ length: d }, (_, j) => (j === 0 ? a : j === d - 1 ? b / last : 0)));
  const users = { law: 'mixture', types: [loud, quiet], weights: [0.5, 0.5] };
  const key = [1, 2];
  const engine = createEngine('wasm-f64');
  const draw = featureRows(engine, { law: 'power', dimension: d, exponent: 0.4 }, key);
  const tastes = personaTastes(users, 200, key);
  const ask = askPersonas(engine, { choice: 'logit', tastes, dimension: d, key });
  const signs = new Int8Array(n);
  for (let first = 0; first < n; first += ROWS_AT_ONCE) {
    const rows = draw(first, Math.min(ROWS_AT_ONCE, n - first));
    x.set(rows, first * d);
    signs.set(ask(rows, first, 0).y, first);
  }
  return { table, x, signs };
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

async function own(team, job) {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  const fit = await team.fit(job);
  const { user, system } = process.cpuUsage(cpu);
  return {
    wall: (performance.now() - wall) / 1000,
    cpu: (user + system) / 1e6,
    // A mixture reads the features twice an evaluation.
    evaluations: job.estimator.kind === 'em' ? Math.round(fit.evaluations / 2) : fit.evaluations,
    objective: fit.objective,
  };
}

/** Rows z = s x for the peer, written a few at a time. */
async function writeRows(path, { x, signs }) {
  const file = createWriteStream(path);
  for (let first = 0; first < n; first += 512) {
    const rows = x.slice(first * d, Math.min(n, first + 512) * d);
    for (let i = 0; i < rows.length; i++) rows[i] *= signs[first + Math.floor(i / d)];
    if (!file.write(new Uint8Array(rows.buffer))) await once(file, 'drain');
  }
  await new Promise((resolve) => file.end(resolve));
}

function startPeer() {
  const peer = spawn('python3', [fileURLToPath(new URL('peers/twins.py', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  peer.on('error', () => {});
  peer.stdin.on('error', () => {});
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  return {
    ask: async (line) => {
      peer.stdin.write(`${line}\n`);
      const { value, done } = await lines.next();
      return done ? null : JSON.parse(value);
    },
    end: () => peer.stdin.end(),
  };
}

/** One evaluation of the logistic loss with its gradient, plainly: CPU seconds. */
function plainEvaluation({ x, signs }) {
  const cpu = process.cpuUsage();
  const theta = Float64Array.from({ length: d }, (_, j) => ((j % 7) - 3) / Math.sqrt(4 * d));
  const gradient = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    let v = 0;
    for (let j = 0; j < d; j++) v += signs[i] * x[i * d + j] * theta[j];
    const slope = signs[i] / (1 + Math.exp(v));
    for (let j = 0; j < d; j++) gradient[j] -= slope * x[i * d + j];
  }
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1e6;
}

const began = performance.now();
const data = drawn();
console.log(
  `${n} x ${d} float32, ${((4 * n * d) / 1e6).toFixed(0)} MB, drawn in ${((performance.now() - began) / 1000).toFixed(1)} s; ${threads} threads; load ${loadavg()[0].toFixed(1)}`,
);
const team = createFitTeam(data.table, {
  script: new URL('../dist/fit-worker.js', import.meta.url),
  threads,
});
const rows = Uint32Array.from({ length: n }, (_, i) => i);
const jobs = {
  rlhf: { rows, signs: data.signs, estimator: { kind: 'rlhf', ridge: 1e-4 } },
  sign: { rows, signs: data.signs, estimator: { kind: 'staged', lambda: [1, 2, 4, 8, 15] } },
};
for (const components of values.em
  .split(',')
  .filter((k) => k !== '')
  .map(Number)) {
  const estimator = { kind: 'em', components, ridge: 1e-4, starts: 2, seed: 1 };
  jobs[`em-${components}`] = { rows, signs: data.signs, estimator };
}
const folder = mkdtempSync(join(tmpdir(), 'signbench-twins-'));
const path = join(folder, 'rows.f4');
const found = Object.fromEntries(Object.keys(jobs).map((name) => [name, []]));
const peers = Object.fromEntries(Object.keys(jobs).map((name) => [name, []]));
try {
  await writeRows(path, data);
  const peer = startPeer();
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(jobs)) found[name].push(await own(team, jobs[name]));
    const answer = await peer.ask(`${n} ${d} ${path} ${values.em}`);
    if (answer !== null) for (const name of Object.keys(jobs)) peers[name].push(answer[name]);
  }
  peer.end();
} finally {
  rmSync(folder, { recursive: true });
  await team.close();
}

const LIMITS = { rlhf: 10, sign: 30 };
const line = (name, { wall, cpu, evaluations, objective }, more = '') =>
  console.log(
    `${name.padEnd(14)} ${wall.toFixed(2).padStart(7)} s  ${cpu.toFixed(2).padStart(7)} CPU s  ${String(evaluations).padStart(4)} evaluations  ${((1000 * cpu) / evaluations).toFixed(0).padStart(4)} CPU ms each  objective ${objective.toFixed(7)}${more}`,
  );
const middle = (list) => list.find(({ cpu }) => cpu === median(list.map((one) => one.cpu)));
let kept = true;
for (const name of Object.keys(jobs)) {
  const mine = middle(found[name]);
  line(name, mine);
  kept = kept && mine.cpu <= (LIMITS[name] ?? Number.POSITIVE_INFINITY);
  if (peers[name].length === 0) continue;
  const theirs = middle(peers[name]);
  const each = ({ cpu, evaluations }) => cpu / evaluations;
  line(
    '  numpy, 1 core',
    theirs,
    `; ours takes ${(mine.cpu / theirs.cpu).toFixed(2)} times the CPU, ${(each(mine) / each(theirs)).toFixed(2)} times an evaluation, ${(mine.wall / theirs.wall).toFixed(2)} times as long`,
  );
}
if (peers.rlhf.length === 0) {
  const plain = plainEvaluation(data);
  const { cpu, evaluations } = middle(found.rlhf);
  console.log(
    `python3 with numpy and scipy is not here; an evaluation in plain JavaScript takes ${((plain * evaluations) / cpu).toFixed(1)} times ours`,
  );
}
const peak = process.resourceUsage().maxRSS / 1000;
console.log(`peak of resident memory ${peak.toFixed(0)} MB; load ${loadavg()[0].toFixed(1)}`);
process.exitCode = kept && peak <= 1500 ? 0 : 1;

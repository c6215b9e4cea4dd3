// Times EM with two components and two starts, two labels a user, against numpy written by an expert, round by round in turn:
//   node bench/em.mjs [--rounds 15] [--n 20000]
// Both take one Newton step in each M-step and stop at a change of 1e-8; numpy does so without acceleration, from fixed starts
// and on its own draw of the same population. Prints both medians, the passes, and the median of the ratios.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { kernelSources } from './kernel-sources.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, n: { type: 'string', default: '20000' } },
});
const ROUNDS = Number(values.rounds);
const N = Number(values.n);
const { createArena, createSampler, createWasmBackend, em } = await kernelSources();
const types = [
  [3, 2],
  [1, -2],
];
const population = {
  users: { law: 'mixture', types, weights: [0.5, 0.5], panel: { labelsPerUser: 2 } },
  features: { law: 'gaussian', dimension: 2, covariance: null },
  choice: 'logit',
};
const { sample, draw } = createSampler(createArena(createWasmBackend()), population, N);
draw([1, 2], 0);

function own() {
  const start = performance.now();
  const fit = em(sample, { components: 2, starts: 2 });
  const seconds = (performance.now() - start) / 1000;
  const degrees = (Math.atan2(fit.direction[1], fit.direction[0]) * 180) / Math.PI;
  return { seconds, passes: fit.evaluations, degrees };
}

const peer = spawn('python3', [fileURLToPath(new URL('peers/em.py', import.meta.url)), String(N)], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
async function numpy() {
  peer.stdin.write('\n');
  const { value, done } = await lines.next();
  if (done) throw new Error('em.py ended without an answer');
  return JSON.parse(value);
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

own();
await numpy();
const rounds = [];
for (let round = 0; round < ROUNDS; round++) rounds.push([own(), await numpy()]);
peer.stdin.end();
for (const [i, name] of ['signbench', 'numpy'].entries()) {
  const { passes, degrees } = rounds[0][i];
  const ms = 1000 * median(rounds.map((round) => round[i].seconds));
  console.log(`${name.padEnd(12)}${ms.toFixed(1)} ms, ${passes} passes, ${degrees.toFixed(2)} degrees off`);
}
console.log(`ratio       ${median(rounds.map(([a, b]) => a.seconds / b.seconds)).toFixed(2)}`);

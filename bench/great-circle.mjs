// How often the great-circle search attains the exact maximum in three dimensions, and the staged surrogate alone:
//   node bench/great-circle.mjs [--replicates 600] [--n 1000] [--restarts 10]      (after npm run build)
// Homogeneous users of |beta| = 2, Gaussian features. Prints the shares that attain the exact maximum, and the mean time of each.
import { parseArgs } from 'node:util';
import { kernelSources } from './kernel-sources.mjs';

const { values } = parseArgs({
  options: {
    replicates: { type: 'string', default: '600' },
    n: { type: 'string', default: '1000' },
    restarts: { type: 'string', default: '10' },
  },
});
const replicates = Number(values.replicates);
const n = Number(values.n);
const restarts = Number(values.restarts);
const { createArena, createSampler, createWasmBackend, signExact, signGreatCircle, signStaged } =
  await kernelSources();

const population = {
  features: { law: 'gaussian', dimension: 3, covariance: null },
  users: { law: 'point', mean: [2 / 3, 4 / 3, 4 / 3] },
  choice: 'logit',
};
const arena = createArena(createWasmBackend());
const { sample, draw } = createSampler(arena, population, n);
const staged = (one) => signStaged(one, { lambda: [1, 3, 7, 15] });
const contestants = {
  exact: (one) => signExact(one),
  staged,
  polished: (one) => signGreatCircle(one, { restarts: 0, near: 20 }, staged),
  restarted: (one, stream) => signGreatCircle(one, { restarts, near: 20 }, staged, { stream }),
};
const seconds = {};
const attained = {};
for (let replicate = 0; replicate < replicates; replicate++) {
  draw([20251125, 3], replicate);
  const scores = {};
  for (const [name, estimate] of Object.entries(contestants)) {
    const began = process.hrtime.bigint();
    const stream = { key0: 20251125, key1: 3, role: 0x80000000, replicate };
    scores[name] = estimate(sample, stream).score;
    seconds[name] = (seconds[name] ?? 0) + Number(process.hrtime.bigint() - began) / 1e9;
  }
  for (const name of Object.keys(scores)) {
    attained[name] = (attained[name] ?? 0) + (scores[name] === scores.exact ? 1 : 0);
    if (scores[name] > scores.exact)
      throw new Error(`${name} is above the exact maximum in replicate ${replicate}`);
  }
}
for (const name of Object.keys(contestants)) {
  const share = ((100 * attained[name]) / replicates).toFixed(2);
  console.log(
    `${name.padEnd(10)} attains the maximum in ${share} % of ${replicates}, ${((1000 * seconds[name]) / replicates).toFixed(2)} ms`,
  );
}

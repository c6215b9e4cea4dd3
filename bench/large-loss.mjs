// The annealed sign loss with its gradient on a large data set, 43,834 x 2,880 by default, in single precision:
//   node bench/large-loss.mjs [--rows 43834] [--features 2880] [--evaluations 10] [--memory-mib 1024]
// Prints the time of an evaluation, the peak of resident memory with the data in it, and the difference from the same sum
// in float64, for which every feature is drawn again. Exit code 1 where the peak is above 1.2 GB or the difference above
// what the backend promises.

import { parseArgs } from 'node:util';
import { kernelSources } from './kernel-sources.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '43834' },
    features: { type: 'string', default: '2880' },
    evaluations: { type: 'string', default: '10' },
    'memory-mib': { type: 'string', default: '1024' },
  },
});
const n = Number(values.rows);
const d = Number(values.features);
const evaluations = Number(values.evaluations);
const PEAK_BYTES = 1.2e9;

/** Features in [-1, 1), the same whenever a block is asked for again; rows beyond n are zero. */
function drawnBlocks() {
  let buffer = new Float64Array(0);
  return {
    n,
    d,
    blocks(first, count) {
      if (buffer.length !== count * 8 * d) buffer = new Float64Array(count * 8 * d);
      for (let b = 0; b < count; b++) {
        let state = (first + b) * 2654435769 + 1;
        for (let k = 0; k < 8 * d; k++) {
          state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
          const row = 8 * (first + b) + (k & 7);
          buffer[b * 8 * d + k] = row < n ? Math.fround(state / 2147483648 - 1) : 0;
        }
      }
      return buffer;
    },
  };
}

/** The sum, its gradient and what the backend promises, in float64 from the features drawn again. */
function inDouble(source, theta, lambda, { unit, dotTerms, rowTerms }) {
  const gradient = new Float64Array(d);
  let sum = 0;
  let bound = 0;
  let gradientBound = 0;
  for (let b = 0; 8 * b < n; b++) {
    const values = source.blocks(b, 1);
    for (let lane = 0; lane < 8; lane++) {
      let v = 0;
      let a = 0;
      for (let j = 0; j < d; j++) {
        const term = lambda * theta[j] * values[8 * j + lane];
        v += term;
        a += Math.abs(term);
      }
      const t = Math.tanh(v / 2);
      sum += t;
      const slope = (lambda * (1 - t * t)) / 2;
      for (let j = 0; j < d; j++) gradient[j] += slope * values[8 * j + lane];
      bound += unit * (((dotTerms + 3) * a) / 2 + rowTerms + 16);
      gradientBound += unit * lambda * (((dotTerms + 3) * a) / 5 + (rowTerms + 16) / 2);
    }
  }
  return { sum, gradient, bound, gradientBound };
}

const { wasmF32Losses } = await kernelSources();
const losses = wasmF32Losses(Number(values['memory-mib']) * 1048576);
const source = drawnBlocks();
const theta = Float64Array.from({ length: d }, (_, j) => ((j % 7) - 3) / Math.sqrt(4 * d));
const point = { direction: theta, lambda: 7 };

const started = performance.now();
const loaded = losses.load(source);
const loadSeconds = (performance.now() - started) / 1000;
const times = [];
let found;
for (let k = 0; k < evaluations; k++) {
  const start = performance.now();
  [found] = loaded.annealed([point]);
  times.push(performance.now() - start);
}
const peak = process.resourceUsage().maxRSS * 1024;
const ms = times.sort((a, b) => a - b)[times.length >> 1];
const expected = inDouble(source, theta, point.lambda, losses.precision(n, d));
const difference = Math.abs(found.sum - expected.sum);
const gradientDifference = Math.max(...found.gradient.map((g, j) => Math.abs(g - expected.gradient[j])));

console.log(`${n} x ${d}, ${((4 * n * d) / 1e6).toFixed(0)} MB of features in float32`);
console.log(`loading                  ${loadSeconds.toFixed(2)} s, drawing included`);
console.log(`an evaluation, median    ${ms.toFixed(1)} ms, ${((4 * n * d) / ms / 1e6).toFixed(1)} GB/s`);
console.log(`peak of resident memory  ${(peak / 1e6).toFixed(0)} MB`);
console.log(
  `difference from float64  sum ${difference.toExponential(1)} (promised ${expected.bound.toExponential(1)} of ${n}), `,
);
console.log(
  `                         gradient ${gradientDifference.toExponential(1)} (promised ${expected.gradientBound.toExponential(1)})`,
);
const kept =
  peak <= PEAK_BYTES && difference <= expected.bound && gradientDifference <= expected.gradientBound;
process.exitCode = kept ? 0 : 1;

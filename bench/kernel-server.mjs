// One backend of this package as a contestant of bench/kernels.mjs: node bench/kernel-server.mjs BACKEND N D SETS
// answers each line of its input, a number of evaluations, as bench/peers/losses.c does.

import { createInterface } from 'node:readline';
import { kernelSources } from './kernel-sources.mjs';

const [backend, ...sizes] = process.argv.slice(2);
const [n, d, sets] = sizes.map(Number);
const LAMBDA = 7;
const sources = await kernelSources();

/** Row-major features in [-2, 2) that every peer draws too. */
function features(set) {
  const rows = new Float64Array(n * d);
  let state = set + 1;
  for (let k = 0; k < rows.length; k++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    rows[k] = state / 1073741824 - 2;
  }
  return rows;
}

/** Data sets where the kernels of a study draw them, evaluated as a fit of a study does. */
function inPlace(createBackend) {
  const arena = sources.createArena(createBackend());
  return (comparisons) => sources.sampleLosses(sources.loadSample(arena, comparisons));
}

async function openLosses() {
  switch (backend) {
    case 'js':
      return sources.linearLosses(sources.createJsBackend);
    case 'wasm-f64':
      return sources.linearLosses(sources.createWasmBackend);
    case 'wasm-f32':
      return sources.wasmF32Losses();
    case 'gpujs-cpu':
      return (await sources.openGpujs('cpu')).losses;
    default:
      throw new RangeError(`kernel-server: ${backend} is no backend`);
  }
}

const losses = await openLosses();
const createBackend = { js: sources.createJsBackend, 'wasm-f64': sources.createWasmBackend }[backend];
const load =
  sets === 1 && createBackend ? inPlace(createBackend) : (data) => losses.load(sources.blocksOf(data));
const loaded = Array.from({ length: sets }, (_, set) =>
  load(sources.comparisonsFromRows(features(set), n, d)),
);
const direction = Float64Array.from({ length: d }, (_, j) => (1 - (2 * j) / d) / 2);
const points = loaded.map(() => ({ direction, lambda: LAMBDA }));

/** All data sets once: the one alone, or many in one call. */
const evaluate = () => (sets === 1 ? loaded[0].annealed(points) : losses.annealedOfEach(loaded, points));

for await (const line of createInterface({ input: process.stdin })) {
  const evaluations = Number(line);
  let sum = 0;
  const start = performance.now();
  for (let k = 0; k < evaluations; k++) {
    for (const found of evaluate()) sum += found.sum;
  }
  const nsPerRow = (1e6 * (performance.now() - start)) / (n * sets * evaluations);
  console.log(JSON.stringify({ nsPerRow, sum: sum / evaluations }));
}

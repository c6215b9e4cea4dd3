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

/** Data sets where the kernels of a study draw them, side by side in one memory; evaluated as a fit of a study does. */
function inPlace(createBackend) {
  const arena = sources.createArena(createBackend());
  return (comparisons) => {
    const sample = sources.loadSample(arena, comparisons);
    return () => sources.sampleLosses(sample);
  };
}

/** Data sets that are copied to where they are evaluated. */
const copied = (losses) => (comparisons) => {
  const loaded = losses.load(sources.blocksOf(comparisons));
  return () => loaded;
};

async function loader() {
  switch (backend) {
    case 'js':
      return inPlace(sources.createJsBackend);
    case 'wasm-f64':
      return inPlace(sources.createWasmBackend);
    case 'wasm-f32':
      return copied(sources.wasmF32Losses());
    case 'gpujs-cpu':
      return copied((await sources.openGpujs('cpu')).losses);
    default:
      throw new RangeError(`kernel-server: ${backend} is no backend`);
  }
}

const load = await loader();
const loaded = Array.from({ length: sets }, (_, set) =>
  load(sources.comparisonsFromRows(features(set), n, d)),
);
const direction = Float64Array.from({ length: d }, (_, j) => (1 - (2 * j) / d) / 2);
const points = [{ direction, lambda: LAMBDA }];

for await (const line of createInterface({ input: process.stdin })) {
  const evaluations = Number(line);
  let sum = 0;
  const start = performance.now();
  for (let k = 0; k < evaluations; k++) {
    for (const losses of loaded) sum += losses().annealed(points)[0].sum;
  }
  const nsPerRow = (1e6 * (performance.now() - start)) / (n * sets * evaluations);
  console.log(JSON.stringify({ nsPerRow, sum: sum / evaluations }));
}

// The kernels as a module.
import { fromSources } from './from-sources.mjs';

const EXPORTS = `
export { createArena, loadSample } from './kernels/arena.ts';
export { blocksOf, comparisonsFromRows } from './kernels/comparisons.ts';
export { signAnneal } from './kernels/estimators/sign-anneal.ts';
export { signExact } from './kernels/estimators/sign-exact.ts';
export { signGreatCircle } from './kernels/estimators/sign-great-circle.ts';
export { signStaged } from './kernels/estimators/sign-staged.ts';
export { em } from './kernels/estimators/em.ts';
export { createJsBackend } from './kernels/js/js-backend.ts';
export { openGpujs } from './kernels/losses/gpujs/open.ts';
export { linearLosses, sampleLosses } from './kernels/losses/linear-losses.ts';
export { wasmF32Losses } from './kernels/losses/wasm-f32-losses.ts';
export { createSampler } from './kernels/populations/sampler.ts';
export { createWasmBackend } from './kernels/wasm/wasm-backend.ts';
`;

export const kernelSources = () => fromSources(EXPORTS);

// The kernels as a module, bundled from their sources: programs here measure what lies inside the package.
// kernels/wasm/binary.generated.ts must be there: `npm run build` makes it.

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

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

export async function kernelSources() {
  const root = fileURLToPath(new URL('..', import.meta.url));
  // Beside node_modules, so that what is not bundled is found.
  const folder = mkdtempSync(join(root, 'node_modules', '.bench-'));
  const outfile = join(folder, 'kernels.mjs');
  try {
    await build({
      stdin: { contents: EXPORTS, resolveDir: root, loader: 'ts' },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// The kernels as a module, bundled from their sources: programs here measure what lies inside the package.
// kernels/wasm/binary.generated.ts must be there: `npm run build` makes it.

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const EXPORTS = `
export { createArena, loadSample } from './kernels/arena.ts';
export { blocksOf, comparisonsFromRows } from './kernels/comparisons.ts';
export { createJsBackend } from './kernels/js/js-backend.ts';
export { linearLosses, sampleLosses } from './kernels/losses/linear-losses.ts';
export { wasmF32Losses } from './kernels/losses/wasm-f32-losses.ts';
export { createWasmBackend } from './kernels/wasm/wasm-backend.ts';
`;

export async function kernelSources() {
  const { outputFiles } = await build({
    stdin: { contents: EXPORTS, resolveDir: fileURLToPath(new URL('..', import.meta.url)), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

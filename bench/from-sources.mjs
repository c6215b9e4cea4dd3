// A module bundled from TypeScript sources: programs here measure what lies inside the package.
// kernels/wasm/binary.generated.ts must be there: `npm run build` makes it.

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** What the module with this text exports, its paths from the repository's root. */
export async function fromSources(contents) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  // Beside node_modules, so that what is not bundled is found.
  const folder = mkdtempSync(join(root, 'node_modules', '.bench-'));
  const outfile = join(folder, 'sources.mjs');
  try {
    await build({
      stdin: { contents, resolveDir: root, loader: 'ts' },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

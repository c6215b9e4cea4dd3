// Calibrates the verdicts of claims: node bench/calibrate-claims.mjs [studies a row, 1000 by default] > table.md
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'signbench-'));
const outfile = join(folder, 'calibration.mjs');
await build({
  entryPoints: [fileURLToPath(new URL('calibration/calibration.ts', import.meta.url))],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});
const { calibrate } = await import(pathToFileURL(outfile).href);
rmSync(folder, { recursive: true });
calibrate(Number(process.argv[2] ?? 1000), (line) => console.log(line));

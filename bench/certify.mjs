// Times certificates of the 0-1 optimum: node bench/certify.mjs [WORK-TRIP.csv]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'signbench-'));
const outfile = join(folder, 'certificates.mjs');
await build({
  entryPoints: [fileURLToPath(new URL('certify/certificates.ts', import.meta.url))],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});
const { timeCertificates } = await import(pathToFileURL(outfile).href);
rmSync(folder, { recursive: true });
timeCertificates(process.argv[2], (line) => console.log(line));

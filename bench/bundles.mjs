// Sizes of the functions' bundles as zip files, and how long they take to start: node bench/bundles.mjs [--runs 15] (after npm run build)
//   zipped    of the whole folder; for run-shards without gpu.cjs too
//   import    of the bundle in a fresh process, beyond that of an empty function
//   refused   the same, and the first answer, a refusal: the store in S3 is then open, nothing is sent; of api /healthz, streamed
// Medians of interleaved runs, each in a process of its own, from a copy of the bundle in an otherwise empty folder.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { deflateRawSync } from 'node:zlib';

const { values: flags } = parseArgs({ options: { runs: { type: 'string', default: '15' } } });
const NAMES = ['plan', 'run-shards', 'aggregate', 'api'];
const scratch = mkdtempSync(join(tmpdir(), 'signbench-bundles-'));

/** Bytes of a zip file: 30 and 46 a file beside its name twice, and 22 at the end. */
function zippedBytes(folder, without = []) {
  const files = readdirSync(folder).filter((file) => !without.includes(file));
  const sizes = files.map((file) => {
    const { length } = deflateRawSync(readFileSync(join(folder, file)), { level: 9 });
    return length + 30 + 46 + 2 * file.length;
  });
  return sizes.reduce((sum, size) => sum + size, 22);
}

/** A function that streams its answers marks its handler by what the runtime gives it under this name. */
const CALLER = `import { PassThrough } from 'node:stream';
let streams = false;
globalThis.awslambda = {
  streamifyResponse: (one) => {
    streams = true;
    return one;
  },
  HttpResponseStream: { from: (stream) => stream },
};
const start = performance.now();
const { handler } = await import(process.argv[2]);
const imported = performance.now() - start;
const request = { version: '2.0', rawPath: '/healthz', rawQueryString: '', headers: {},
  requestContext: { domainName: 'localhost', http: { method: 'GET', path: '/healthz' } } };
if (streams) {
  const answer = new PassThrough();
  let text = '';
  answer.on('data', (piece) => { text += piece; });
  await handler(request, answer, {});
  if (!text.includes('"ok"')) throw new Error('it answered ' + text);
} else await handler({}, { getRemainingTimeInMillis: () => 9e5 }).catch(() => {});
console.log(JSON.stringify({ imported, refused: performance.now() - start }));`;

function timesOf(name) {
  const child = spawnSync(process.execPath, [join(scratch, 'caller.mjs'), join(scratch, name, 'index.mjs')], {
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      SIGNBENCH_BUCKET: 'results',
      SIGNBENCH_ENDPOINT: 'http://127.0.0.1:9',
      AWS_REGION: 'us-east-1',
    },
  });
  if (child.status !== 0) throw new Error(`${name} ended with ${child.status}: ${child.stderr}`);
  return JSON.parse(child.stdout.trim().split('\n').at(-1));
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;

try {
  writeFileSync(join(scratch, 'caller.mjs'), CALLER);
  mkdirSync(join(scratch, 'empty'));
  writeFileSync(join(scratch, 'empty', 'index.mjs'), 'export const handler = async () => ({});\n');
  for (const name of NAMES) {
    cpSync(fileURLToPath(new URL(`../dist/lambda/${name}`, import.meta.url)), join(scratch, name), {
      recursive: true,
    });
  }
  const times = new Map(['empty', ...NAMES].map((name) => [name, []]));
  for (let run = 0; run < Number(flags.runs); run++) {
    for (const [name, list] of times) list.push(timesOf(name));
  }
  const beyond = (name, field) => {
    const extra = times.get(name).map((one, run) => one[field] - times.get('empty')[run][field]);
    return `${median(extra).toFixed(0)} ms`;
  };
  const rows = NAMES.map((name) => [
    name,
    kilobytes(zippedBytes(join(scratch, name))),
    beyond(name, 'imported'),
    beyond(name, 'refused'),
  ]);
  const bare = kilobytes(zippedBytes(join(scratch, 'run-shards'), ['gpu.cjs', 'gpu.cjs.LICENSE.txt']));
  for (const row of [['function', 'zipped', 'import', 'refused'], ...rows]) {
    console.log(
      `${row[0].padEnd(14)}${row
        .slice(1)
        .map((cell) => cell.padStart(10))
        .join('')}`,
    );
  }
  console.log(`run-shards without gpu.js ${bare} zipped`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

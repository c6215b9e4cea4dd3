// Loads a server with requests over loopback: node bench/serve.mjs [--seconds 5] [--connections 20]
//   paced   1,000 requests a second of a cached summary: what a reader waits for
//   open    as many as the server answers
// The server is `signbench serve` in a process of its own, one thread, over the bundled study cube-root at its quick profile; the
// requests come from a second thread of this program, so that two cores are busy. Latencies are those of autocannon.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const { values: flags } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, connections: { type: 'string', default: '20' } },
});
const SECONDS = Number(flags.seconds);
const CONNECTIONS = Number(flags.connections);
const PACE = 1000;

const PATHS = [
  ['summary', '/v1/studies/cube-root/summary', {}],
  ['summary, not modified', '/v1/studies/cube-root/summary', { known: true }],
  ['list of studies', '/v1/studies', {}],
  ['cells of one measure', '/v1/studies/cube-root/cells?measure=rmsAngle', {}],
  ['chart', '/v1/studies/cube-root/charts/error.svg', {}],
];

async function startServer(store) {
  const server = spawn(process.execPath, [CLI, 'serve', '--store', store, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(server.stdout, 'data');
  return { server, url: JSON.parse(String(line).split('\n')[0]).url };
}

/** Seconds of processor that a process has used; null where the system does not say. */
function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return null;
  }
}

async function load(url, headers, pace) {
  return autocannon({
    url,
    headers,
    connections: CONNECTIONS,
    duration: SECONDS,
    workers: 1,
    ...(pace === null ? {} : { overallRate: pace }),
  });
}

/** cpu: seconds of processor that the server used; a share of what other programs leave it says little, so it is given a request. */
function report(name, result, cpu) {
  const { requests, latency, errors, timeouts, non2xx } = result;
  const share =
    cpu === null ? '' : `, ${Math.round((1e6 * cpu) / requests.total)} \u00b5s of processor a request`;
  const failed = errors + timeouts + (result.statusCodeStats?.['304'] === undefined ? non2xx : 0);
  console.log(
    `${name.padEnd(30)} ${requests.average.toFixed(0).padStart(6)} requests/s, p50 ${latency.p50} ms, ` +
      `p99 ${latency.p99} ms, most ${latency.max} ms, ${failed} failed${share}`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'signbench-'));
let server;
try {
  const store = join(folder, 'store');
  const run = spawnSync(process.execPath, [
    CLI,
    'run',
    'cube-root',
    '--profile',
    'quick',
    '--store',
    store,
    '--quiet',
  ]);
  if (run.status !== 0) throw new Error(`the study did not run: ${run.stderr}`);
  const started = await startServer(store);
  server = started.server;
  const first = await fetch(`${started.url}${PATHS[0][1]}`);
  const bytes = (await first.arrayBuffer()).byteLength;
  // The compiler of the server's process has seen its code before anything is timed.
  await autocannon({
    url: `${started.url}${PATHS[0][1]}`,
    connections: CONNECTIONS,
    duration: 2,
    workers: 1,
  });
  const load1 = loadavg()[0].toFixed(1);
  console.log(
    `${cpus().length} cores, load ${load1}; summary of ${bytes} bytes; ${CONNECTIONS} connections, ${SECONDS} s each\n`,
  );
  for (const pace of [PACE, null]) {
    console.log(pace === null ? '\nas many as it answers' : `${pace} requests a second`);
    for (const [name, path, { known = false }] of PATHS) {
      const headers = known ? { 'if-none-match': first.headers.get('etag') } : {};
      // The first answer is made, the others are cached.
      await (await fetch(`${started.url}${path}`)).arrayBuffer();
      const before = cpuSeconds(server.pid);
      const result = await load(`${started.url}${path}`, headers, pace);
      const after = cpuSeconds(server.pid);
      report(name, result, before === null || after === null ? null : after - before);
    }
  }
} finally {
  server?.kill('SIGINT');
  rmSync(folder, { recursive: true, force: true });
}

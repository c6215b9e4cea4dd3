// What a reader of the dashboard waits for: node bench/page.mjs [--store DIR] [--repeats 5] [--study NAME,...]
//   cold paint  the first contentful paint of the first page that a server just started is asked for, by a browser without a cache
//   warm paint  the same of pages that the server has made already, the median of the repeats
//   server cpu  seconds of processor that the server took for the cold page, which depends less than times on what else the machine does
//   transferred what was transferred for the page and all that it loads, compressed
// The server is `signbench serve` in a process of its own, over the bundled studies cube-root and symmetry-violation at their quick
// profiles unless --store names a store; the browser is Debian's Chromium, or the one that CHROMIUM names. A server is started for
// every cold page.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    store: { type: 'string' },
    repeats: { type: 'string', default: '5' },
    study: { type: 'string' },
  },
});
const REPEATS = Number(flags.repeats);
const BUNDLED = ['cube-root', 'symmetry-violation'];

async function startServer(store) {
  const server = spawn(process.execPath, [CLI, 'serve', '--store', store, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = await once(server.stdout, 'data');
  const { url } = JSON.parse(String(line).split('\n')[0]);
  return { url, cpu: () => cpuSeconds(server.pid), end: () => server.kill('SIGINT') };
}

/** Seconds of processor that a process has used; not a number where the system does not say. */
function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

/** Milliseconds to the first contentful paint, and the bytes transferred, in a browser context without a cache. */
async function visit(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1024, height: 800 } });
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  let bytes = 0;
  client.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.goto(address, { waitUntil: 'load', timeout: 300_000 });
  const paintOf = () =>
    page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
  let paint = await paintOf();
  while (paint === undefined) {
    await setTimeout(10);
    paint = await paintOf();
  }
  await context.close();
  return { paint, bytes };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (value) => `${value.toFixed(0).padStart(6)} ms`;

const folder = mkdtempSync(join(tmpdir(), 'signbench-'));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
try {
  const store = flags.store ?? join(folder, 'store');
  const names = flags.study?.split(',') ?? BUNDLED;
  if (flags.store === undefined) {
    for (const name of names) {
      const options = ['run', name, '--profile', 'quick', '--store', store, '--quiet'];
      const run = spawnSync(process.execPath, [CLI, ...options]);
      if (run.status !== 0) throw new Error(`${name} did not run: ${run.stderr}`);
    }
  }
  console.log(`${cpus().length} cores, load ${loadavg()[0].toFixed(1)}; ${REPEATS} repeats\n`);
  console.log(`${'page'.padEnd(34)} cold paint  server cpu  warm paint  transferred`);
  for (const path of ['/', ...names.map((name) => `/studies/${name}`), '/playground', '/compare']) {
    const server = await startServer(store);
    // The browser's own first page is not what is measured.
    await (await browser.newContext()).close();
    const before = server.cpu();
    const cold = await visit(browser, `${server.url}${path}`);
    const spent = server.cpu() - before;
    const warm = [];
    for (let i = 0; i < REPEATS; i++) warm.push((await visit(browser, `${server.url}${path}`)).paint);
    server.end();
    console.log(
      `${path.padEnd(34)} ${ms(cold.paint)}   ${spent.toFixed(2).padStart(6)} s   ${ms(median(warm))}   ${(cold.bytes / 1000).toFixed(0).padStart(6)} kB`,
    );
  }
  console.log(`\nload ${loadavg()[0].toFixed(1)} at the end`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

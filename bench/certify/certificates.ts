import { readFileSync } from 'node:fs';
import { createArena, loadSample } from '../../kernels/arena.ts';
import { comparisonsFromRows } from '../../kernels/comparisons.ts';
import { certify } from '../../kernels/estimators/certified/certify.ts';
import { ownRandom } from '../../kernels/random/own-random.ts';
import { createWasmBackend } from '../../kernels/wasm/wasm-backend.ts';

type Rows = readonly (readonly number[])[];

interface Problem {
  readonly name: string;
  readonly rows: Rows;
}

/** Seconds after which a proof is given up. */
const LIMIT = 60;

/** Prints what is found, proved and when, for the work trips where their file is given and for logit data of 842 rows. */
export function timeCertificates(file: string | undefined, print: (line: string) => void): void {
  print('| problem | correct | bound | nodes | wall s | CPU s |');
  print('| --- | --- | --- | --- | --- | --- |');
  const trips = file === undefined ? [] : workTrips(file);
  const noise = [
    logit({ slopes: 4, strength: 6, intercept: true }),
    logit({ slopes: 4, strength: 2, intercept: true }),
    logit({ slopes: 5, strength: 6, intercept: true }),
    logit({ slopes: 5, strength: 2, intercept: true }),
    logit({ slopes: 6, strength: 6, intercept: true }),
    logit({ slopes: 8, strength: 6, intercept: true }),
    logit({ slopes: 3, strength: 2, intercept: false }),
    logit({ slopes: 4, strength: 2, intercept: false }),
    logit({ slopes: 5, strength: 2, intercept: false }),
  ];
  for (const problem of [...trips, ...noise]) print(timed(problem));
}

function timed({ name, rows }: Problem): string {
  const arena = createArena(createWasmBackend());
  const sample = loadSample(arena, comparisonsFromRows(rows.flat(), rows.length, rows[0].length));
  const cpu = process.cpuUsage();
  const start = performance.now();
  const found = certify(sample, {}, { outOfTime: () => performance.now() - start > LIMIT * 1000 });
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return `| ${name} | ${found?.correct} | ${found?.bound} | ${found?.nodes} | ${wall.toFixed(2)} | ${((user + system) / 1e6).toFixed(2)} |`;
}

function workTrips(file: string): readonly Problem[] {
  const trips = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  return ['01', '02', '03', '12', '13', '23', '012', '013', '023', '123', '0123'].map((columns) => ({
    name: `work trips, columns ${[...columns].join(', ')} and a constant`,
    rows: trips.map(([auto, ...x]) =>
      [...[...columns].map((j) => x[Number(j)]), 1].map((v) => (auto === 1 ? v : -v)),
    ),
  }));
}

interface Logit {
  readonly slopes: number;
  readonly strength: number;
  readonly intercept: boolean;
}

/** Normal features, one taste of equal coordinates and this length: 6 leaves 8 to 12 % errors, 2 leaves 20 %. */
function logit({ slopes, strength, intercept }: Logit): Problem {
  const random = ownRandom({ key0: slopes, key1: strength, role: 1, replicate: intercept ? 1 : 0 });
  const rows = Array.from({ length: 842 }, (_, i) => {
    const x = Array.from({ length: slopes }, (_, j) => normal(random.uniforms(i, j)));
    const t = (strength * x.reduce((sum, v) => sum + v, 0)) / Math.sqrt(slopes) + (intercept ? 0.3 : 0);
    const s = random.uniforms(i, slopes)[0] < 1 / (1 + Math.exp(-t)) ? 1 : -1;
    return [...x, ...(intercept ? [1] : [])].map((v) => s * v);
  });
  const name = `logit, ${slopes} slopes of length ${strength}${intercept ? ' and a constant' : ''}`;
  return { name, rows };
}

const normal = ([u, v]: readonly [number, number]): number =>
  Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);

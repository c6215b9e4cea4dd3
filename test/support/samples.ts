import { createArena, loadSample, type Sample } from '../../kernels/arena.ts';
import type { Backend } from '../../kernels/backend.ts';
import { comparisonsFromRows } from '../../kernels/comparisons.ts';
import { createJsBackend } from '../../kernels/js/js-backend.ts';
import { createWasmBackend } from '../../kernels/wasm/wasm-backend.ts';

export const BACKENDS: readonly (readonly [string, () => Backend])[] = [
  ['js', createJsBackend],
  ['wasm-f64', createWasmBackend],
];

/** A sample from rows z_i given as lists. */
export function sampleOf(
  rows: readonly (readonly number[])[],
  backend: Backend = createWasmBackend(),
  d = rows[0]?.length ?? 2,
): Sample {
  return loadSample(createArena(backend), comparisonsFromRows(rows.flat(), rows.length, d));
}

interface Recipe {
  readonly n: number;
  readonly d: number;
  readonly seed: number;
  readonly beta: readonly number[];
}

/** The rows that test/golden/logistic_mle.py and anneal_lbfgs.py make by their stated recipe, exactly. */
export function recipeRows({ n, d, seed, beta }: Recipe): number[][] {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state >>> 12;
  };
  return Array.from({ length: n }, () => {
    const x = Array.from({ length: d }, () => (next() - 2 ** 19) / 2 ** 18);
    const u = (2 * next() + 1) / 2 ** 21;
    const t = x.reduce((sum, v, j) => sum + v * beta[j], 0);
    const s = (2 * u - 1) * (1 + Math.abs(t)) < t ? 1 : -1;
    return x.map((v) => s * v);
  });
}

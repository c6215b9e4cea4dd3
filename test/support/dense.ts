import { type Judged, loadDense } from '../../kernels/dense/dense-sample.ts';
import { createDenseTable, createDesk, featuresOf } from '../../kernels/dense/dense-table.ts';
import { ownRandom } from '../../kernels/random/own-random.ts';

/** Uniforms on (-1, 1), the same for the same seed. */
export function uniforms(seed: number): () => number {
  const random = ownRandom({ key0: seed, key1: 0, role: 0x80000000, replicate: 0 });
  let at = 0;
  return () => 2 * random.uniforms(at++)[0] - 1;
}

/** A desk at a table of n x d random features, and room to work. */
export function randomDesk(n: number, d: number, seed = 1) {
  const table = createDenseTable(n, d, 8_000_000 + 64 * n);
  const next = uniforms(seed);
  const x = featuresOf(table);
  for (let i = 0; i < x.length; i++) x[i] = next();
  return { table, desk: createDesk(table), x };
}

/** Every row once, with labels by the given rule. */
export const judgedBy = (n: number, signOf: (i: number) => 1 | -1): Judged => ({
  rows: Uint32Array.from({ length: n }, (_, i) => i),
  signs: Int8Array.from({ length: n }, (_, i) => signOf(i)),
});

/** Random features, a taste, and logit choices by it. */
export function chosenBy(n: number, d: number, seed = 1) {
  const { table, desk, x } = randomDesk(n, d, seed);
  const next = uniforms(seed + 1000);
  const beta = Float64Array.from({ length: d }, () => 3 * next());
  const judged = judgedBy(n, (i) => {
    let v = 0;
    for (let j = 0; j < d; j++) v += x[i * d + j] * beta[j];
    return (next() + 1) / 2 < 1 / (1 + Math.exp(-v)) ? 1 : -1;
  });
  return { table, desk, x, beta, judged, sample: loadDense(desk, judged) };
}

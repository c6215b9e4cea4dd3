import { ownRandom } from '../../kernels/random/own-random.ts';
import type { WeightedRows } from './cell-enumeration.ts';

const random = ownRandom({ key0: 20251028, key1: 7, role: 1, replicate: 0 });

/** Lattice rows with ties, zero and duplicate rows and weights; every other instance has an intercept. */
export function latticeInstance(number: number): WeightedRows {
  let drawn = 0;
  const uniform = (): number => random.uniforms(number, drawn++)[0];
  const below = (count: number): number => Math.floor(count * uniform());
  const slopes = 2 + (number % 3);
  const intercept = number % 2 === 0;
  const share = uniform();
  // Up to 25 rows, in more dimensions more rarely: enumeration takes n^(dimension) there.
  const n = 1 + Math.floor(25 * share ** slopes);
  const reach = 1 + below(3);
  const rows: number[][] = [];
  for (let i = 0; i < n; i++) {
    const s = uniform() < 0.5 ? 1 : -1;
    const copied =
      rows.length > 0 && uniform() < 0.2 ? rows[below(rows.length)].map((v) => s * v) : undefined;
    const x = Array.from({ length: slopes }, () => below(2 * reach + 1) - reach);
    rows.push(copied ?? [...x, ...(intercept ? [1] : [])].map((v) => s * v));
  }
  return { rows, weights: rows.map(() => (number % 4 < 2 ? 1 : below(4))) };
}

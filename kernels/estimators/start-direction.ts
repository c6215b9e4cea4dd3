import { type Sample, sampleIndex } from '../arena.ts';
import { comparisonsLength } from '../comparisons.ts';
import type { LoadedComparisons } from '../losses/contract.ts';
import { sampleLosses } from '../losses/linear-losses.ts';
import { norm } from '../math/vectors.ts';

/** What rounding leaves of rows that cancel, relative to their length, or to 1 for the surrogate. */
const ROUNDING = 1e-14;
/** Rows that are tried where the mean vanishes. */
const ROWS = 64;

/** Where a climb begins: the direction of the mean of z, or null where that vanishes but for rounding. */
export function meanDirection(
  losses: Pick<LoadedComparisons, 'n' | 'd' | 'annealed'>,
  medianLength: number,
): Float64Array | null {
  const { n, d } = losses;
  // At theta = 0 the gradient of tanh(z . theta / 2) is z / 2.
  const [{ gradient }] = losses.annealed([{ direction: new Float64Array(d), lambda: 1 }]);
  const length = norm(gradient);
  return length > ROUNDING * n * medianLength && Number.isFinite(length)
    ? gradient.map((v) => v / length)
    : null;
}

/**
 * Of the directions of some rows, and of their opposites, the one where the surrogate is highest: a start that turns with
 * the features and with the choices where the mean of z is none. Null where the surrogate vanishes at all of them.
 */
export function bestRowDirection(sample: Sample, lambda: number): Float64Array | null {
  const points = rowDirections(sample).map((direction) => ({ direction, lambda }));
  const sums = sampleLosses(sample)
    .annealed(points)
    .map(({ sum }) => sum);
  let best = -1;
  for (const [k, sum] of sums.entries()) if (best < 0 || Math.abs(sum) > Math.abs(sums[best])) best = k;
  if (best < 0 || !(Math.abs(sums[best]) > ROUNDING * sample.n)) return null;
  const sign = sums[best] > 0 ? 1 : -1;
  return points[best].direction.map((v) => sign * v);
}

function rowDirections({ arena, n, d, z }: Sample): readonly Float64Array[] {
  const data = arena.backend.f64(z, comparisonsLength(n, d));
  const rows = Math.min(n, ROWS);
  return Array.from({ length: rows }, (_, k) => {
    const i = Math.floor((k * n) / rows);
    return Float64Array.from({ length: d }, (_, j) => data[sampleIndex(i, j, d)]);
  }).flatMap((row) => {
    const length = norm(row);
    return length > 0 && Number.isFinite(length) ? [row.map((v) => v / length)] : [];
  });
}

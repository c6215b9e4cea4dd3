import { sampleIndex } from '../../kernels/arena.ts';
import { cholesky } from '../../kernels/math/cholesky.ts';
import type { ChoicePanel } from '../../kernels/mixed-logit/choice-panel.ts';
import { lowerSolve } from '../../kernels/mixed-logit/triangular.ts';
import type { ChoiceData } from '../data/choice-data.ts';

/** Choosers that are looked at. */
export interface Sought {
  /** Situations that a chooser needs. */
  readonly least: number;
  /** With more choosers than this every second, third, ... of them. */
  readonly most: number;
}

/** The choices of people with enough situations, of features made uncorrelated and of the same spread; null where these cannot be told apart. */
export function whitePanel(data: ChoiceData, users: Uint32Array, sought: Sought): ChoicePanel | null {
  const { n, d } = data.comparisons;
  const factor = cholesky(secondMoments(data), d);
  if (factor === null) return null;
  const starts = data.situations ?? Uint32Array.from({ length: n + 1 }, (_, i) => i);
  const situationsBy = situationOffsets(starts, users);
  const chosen = soughtChoosers(situationsBy, sought);
  const rows: number[] = [];
  const situations = [0];
  const choosers = [0];
  for (const u of chosen) {
    for (let t = situationsBy[u]; t < situationsBy[u + 1]; t++) {
      for (let i = starts[t]; i < starts[t + 1]; i++) rows.push(...lowerSolve(factor, rowOf(data, i), d));
      situations.push(rows.length / d);
    }
    choosers.push(situations.length - 1);
  }
  return {
    d,
    rows: Float64Array.from(rows),
    situations: Uint32Array.from(situations),
    choosers: Uint32Array.from(choosers),
  };
}

/** Chooser u has the situations offsets[u] .. offsets[u + 1] - 1. */
export function situationOffsets(starts: Uint32Array, users: Uint32Array): Uint32Array {
  let t = 0;
  return users.map((first) => {
    while (starts[t] < first) t++;
    return t;
  });
}

function soughtChoosers(situationsBy: Uint32Array, { least, most }: Sought): readonly number[] {
  const enough = Array.from({ length: situationsBy.length - 1 }, (_, u) => u).filter(
    (u) => situationsBy[u + 1] - situationsBy[u] >= least,
  );
  const stride = Math.ceil(enough.length / most);
  return enough.filter((_, k) => k % stride === 0);
}

const rowOf = ({ comparisons: { d, data } }: ChoiceData, i: number): Float64Array =>
  Float64Array.from({ length: d }, (_, j) => data[sampleIndex(i, j, d)]);

/** Row-major mean of z z'. */
function secondMoments(data: ChoiceData): Float64Array {
  const { n, d } = data.comparisons;
  const sums = new Float64Array(d * d);
  for (let i = 0; i < n; i++) {
    const row = rowOf(data, i);
    for (let j = 0; j < d; j++) for (let k = 0; k <= j; k++) sums[j * d + k] += row[j] * row[k];
  }
  return sums.map((value) => value / n);
}

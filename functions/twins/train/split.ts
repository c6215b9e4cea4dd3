import { ownRandom } from '../../../kernels/random/own-random.ts';
import type { Labels } from '../labels-file.ts';

/** Role of the splits; roles from 2^31 up belong to estimators. */
const SPLIT_ROLE = 0xe0000002;

/** Pairs of one seed: those to learn from in the order in which they are added, with one label of each, and those to evaluate on. */
export interface Split {
  readonly training: Uint32Array;
  /** The number of the label that is used of each training pair. */
  readonly label: Uint32Array;
  readonly heldOut: Uint32Array;
}

/** How many of the judged pairs are held out. */
export const heldOutOf = (judged: number, share: number): number => Math.max(1, Math.round(judged * share));

/** Pairs that have labels, and those labels: numbers first[k] .. first[k + 1] - 1 of `labels` are those of pair `pairs[k]`. */
export interface JudgedPairs {
  readonly pairs: Uint32Array;
  readonly first: Uint32Array;
  readonly labels: Uint32Array;
}

export function judgedPairs({ pair, pairs }: Labels): JudgedPairs {
  const counts = new Uint32Array(pairs + 1);
  for (const i of pair) counts[i + 1]++;
  const judged = Uint32Array.from({ length: pairs }, (_, i) => i).filter((i) => counts[i + 1] > 0);
  const starts = counts.slice();
  for (let i = 0; i < pairs; i++) starts[i + 1] += starts[i];
  const next = starts.slice();
  const labels = new Uint32Array(pair.length);
  for (const [l, i] of pair.entries()) labels[next[i]++] = l;
  return {
    pairs: judged,
    first: Uint32Array.from([...judged].map((i) => starts[i]).concat(pair.length)),
    labels,
  };
}

/**
 * The split of a seed: a random order of the judged pairs, of which the last `share` are held out, and of each other pair one label at random.
 * A pure function of the labels, the seed and the share: a training set of n pairs is the beginning of every longer one.
 */
export function splitPairs({ pairs, first, labels }: JudgedPairs, seed: number, share: number): Split {
  const random = ownRandom({
    key0: seed,
    key1: Math.floor(seed / 4294967296),
    role: SPLIT_ROLE,
    replicate: 0,
  });
  const order = Uint32Array.from(pairs.keys());
  const uniforms = Float64Array.from(order, (k) => random.uniforms(k)[1]);
  for (let k = order.length - 1; k > 0; k--) {
    const other = Math.floor(random.uniforms(k)[0] * (k + 1));
    [order[k], order[other]] = [order[other], order[k]];
  }
  const training = order.subarray(0, order.length - heldOutOf(order.length, share));
  const label = training.map((k) => labels[first[k] + Math.floor(uniforms[k] * (first[k + 1] - first[k]))]);
  return {
    training: training.map((k) => pairs[k]),
    label,
    heldOut: order.subarray(training.length).map((k) => pairs[k]),
  };
}

import type { Stream } from '../backend.ts';
import { philox4x32 } from '../random/philox.ts';

/** What is drawn together: rows that are one person's. Unit k has the rows starts[k] .. starts[k + 1] - 1. */
export interface Units {
  readonly count: number;
  /** Length count + 1; null where every row is a unit of its own. */
  readonly starts: Uint32Array | null;
}

/** How many units a sample has, and the numbers that choose them: `sample` is its own number. */
export interface Drawing {
  readonly draws: number;
  readonly stream: Stream;
  readonly sample: number;
}

/** One uniform on [0, 1) after the other: the words of the stream's Philox blocks, the sample's number in the attempt word. */
function uniforms({ stream, sample }: Drawing): () => number {
  const { key0, key1, role, replicate } = stream;
  const words = new Uint32Array(4);
  let drawn = 0;
  return () => {
    const word = drawn % 4;
    if (word === 0) {
      philox4x32([drawn / 4, sample >>> 0, role >>> 0, replicate >>> 0], [key0 >>> 0, key1 >>> 0], words);
    }
    drawn++;
    return words[word] / 4294967296;
  };
}

/**
 * How often each of `count` units is drawn in `draws` independent draws with replacement, into `times`.
 *
 * The number of a bootstrap sample is the attempt word of the stream's counters; four units are drawn of one Philox block,
 * floor(word count / 2^32), which favours no unit by more than count / 2^32.
 */
export function drawWithReplacement(times: Uint32Array, drawing: Drawing): void {
  const count = times.length;
  const next = uniforms(drawing);
  times.fill(0);
  for (let i = 0; i < drawing.draws; i++) times[Math.floor(next() * count)]++;
}

/** `draws` different units of `count`, as 1 in `times`: the beginning of a random permutation (Fisher & Yates). */
export function drawWithoutReplacement(times: Uint32Array, drawing: Drawing): void {
  const count = times.length;
  const next = uniforms(drawing);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  times.fill(0);
  for (let i = 0; i < drawing.draws; i++) {
    const k = i + Math.floor(next() * (count - i));
    const chosen = order[k];
    order[k] = order[i];
    order[i] = chosen;
    times[chosen] = 1;
  }
}

/** The weight of each row, from how often its unit was drawn. */
export function rowWeights(weights: Float64Array, times: Uint32Array, { starts }: Units): void {
  if (starts === null) {
    weights.set(times);
    return;
  }
  for (let k = 0; k < times.length; k++) weights.fill(times[k], starts[k], starts[k + 1]);
}

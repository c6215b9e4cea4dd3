import { type Sample, sampleIndex } from '../arena.ts';
import { comparisonsLength } from '../comparisons.ts';
import type { Units } from './resample.ts';

/** A sample of rows of another, and how to give its memory back. */
export interface DrawnSample {
  readonly sample: Sample;
  readonly release: () => void;
}

/** The rows of the units in `times`, each as often as it says there, copied to memory of the same arena. */
export function drawnSample(from: Sample, times: Uint32Array, { starts }: Units): DrawnSample {
  const { arena, d } = from;
  let n = 0;
  for (let k = 0; k < times.length; k++) n += times[k] * (starts === null ? 1 : starts[k + 1] - starts[k]);
  const release = arena.mark();
  const address = arena.f64(comparisonsLength(n, d));
  // Both views are made after the memory has grown.
  const rows = arena.backend.f64(from.z, comparisonsLength(from.n, d));
  const drawn = arena.backend.f64(address, comparisonsLength(n, d));
  let at = 0;
  for (let k = 0; k < times.length; k++) {
    const first = starts === null ? k : starts[k];
    const last = starts === null ? k + 1 : starts[k + 1];
    for (let copy = 0; copy < times[k]; copy++) {
      for (let i = first; i < last; i++, at++) {
        for (let j = 0; j < d; j++) drawn[sampleIndex(at, j, d)] = rows[sampleIndex(i, j, d)];
      }
    }
  }
  const sample = { arena, n, d, blocks: Math.ceil(n / 8), z: address, labelsPerUser: 1 };
  if (starts === null) return { sample, release };
  return { sample: { ...sample, userOffsets: drawnOffsets(times, starts) }, release };
}

/** A unit that is drawn twice is two users. */
function drawnOffsets(times: Uint32Array, starts: Uint32Array): Uint32Array {
  const offsets = [0];
  for (let k = 0; k < times.length; k++) {
    for (let copy = 0; copy < times[k]; copy++) {
      offsets.push(offsets[offsets.length - 1] + starts[k + 1] - starts[k]);
    }
  }
  return Uint32Array.from(offsets);
}

import type { Sample } from '../arena.ts';
import type { Stream } from '../backend.ts';
import type { Fit } from '../estimators/fit.ts';
import { drawnSample } from './drawn-sample.ts';
import { drawWithoutReplacement, drawWithReplacement, type Units } from './resample.ts';

export interface Refitting {
  readonly units: Units;
  /** Units in each drawn sample, m. */
  readonly size: number;
  /** With replacement for the m-out-of-n bootstrap, without for subsampling. */
  readonly replacement: boolean;
  readonly draws: number;
  readonly stream: Stream;
  /** The estimators, which all see the same drawn samples. */
  readonly estimates: readonly ((sample: Sample) => Fit)[];
}

/**
 * The fits of each estimator to samples of m units drawn from those there are: result[k][draw].
 *
 * For a cube-root estimator the m-out-of-n bootstrap and subsampling are consistent where m -> infinity and m / n -> 0, and
 * an error of m units is (n / m)^(1/3) times as large as one of n; the ordinary bootstrap, m = n, is not consistent.
 *
 * Source: Politis, Romano & Wolf (1999), Subsampling; Bickel, Götze & van Zwet (1997); Abrevaya & Huang (2005) for the failure.
 */
export function refittedDraws(sample: Sample, refitting: Refitting): readonly (readonly Fit[])[] {
  const { units, size, replacement, draws, stream, estimates } = refitting;
  const times = new Uint32Array(units.count);
  const draw = replacement ? drawWithReplacement : drawWithoutReplacement;
  const fits: Fit[][] = estimates.map(() => []);
  for (let number = 0; number < draws; number++) {
    draw(times, { draws: size, stream, sample: number });
    const drawn = drawnSample(sample, times, units);
    for (const [k, estimate] of estimates.entries()) fits[k].push(estimate(drawn.sample));
    drawn.release();
  }
  return fits;
}

/** m = n^(2/3), rounded, of `count` units: far fewer than there are, and not few. */
export function defaultSize(count: number): number {
  let size = 1;
  // size^3 <= count^2, without a power.
  while ((size + 1) * (size + 1) * (size + 1) <= count * count) size++;
  return Math.min(count, Math.max(1, size));
}

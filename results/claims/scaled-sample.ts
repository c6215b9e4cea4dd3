/** How many quantiles of a sample are kept: those at (k + 1/2) / 100. */
export const QUANTILES = 100;

/** A sample of scaled errors as far as a picture of its law needs it. */
export interface ScaledSample {
  /** Data sets. */
  readonly count: number;
  /** Half the width of the band about its distribution function at the level of the look. */
  readonly band: number;
  /** At (k + 1/2) / 100, k = 0, ..., 99; to six decimals. */
  readonly quantiles: readonly number[];
}

/**
 * The quantiles of a sample at (k + 1/2) / 100: the smallest value at which its distribution function is no less.
 *
 * at: the number at each place, from 0, of their increasing order.
 */
export const quantilesOf = (count: number, at: (place: number) => number): readonly number[] =>
  Array.from({ length: QUANTILES }, (_, k) => {
    const place = Math.ceil(((k + 0.5) / QUANTILES) * count) - 1;
    return Math.round(1e6 * at(Math.max(0, place))) / 1e6;
  });

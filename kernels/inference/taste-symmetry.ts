import type { Stream } from '../backend.ts';
import type { ChoicePanel } from '../mixed-logit/choice-panel.ts';
import type { TastePrior } from '../mixed-logit/taste-posterior.ts';
import type { Interval } from './percentile-interval.ts';
import { signFlips } from './sign-flips.ts';
import { type DirectionSkewness, skewnessOfTastes } from './skewness-of-tastes.ts';
import { meanAndError, studentisedInterval } from './studentised-interval.ts';

/** What a panel says of the symmetry of tastes along one direction. */
export interface JudgedDirection extends Omit<DirectionSkewness, 'contributions'> {
  /** Third cumulant of the standardised a . beta_u. */
  readonly skewness: number;
  readonly error: number;
  readonly interval: Interval;
  /** By itself, and as one of all directions. */
  readonly pValue: number;
  readonly adjusted: number;
}

export interface TasteSymmetry {
  /** The normal law of tastes that was fitted. */
  readonly prior: TastePrior;
  /** Directions along which choices tell enough of a person's taste. */
  readonly judged: readonly JudgedDirection[];
  /** Directions along which they do not. */
  readonly untold: readonly DirectionSkewness[];
  /** Of all judged directions; NaN where there are none. */
  readonly pValue: number;
}

export interface SymmetryWish {
  readonly level: number;
  readonly stream: Stream;
}

/** Directions looked at: the mean, and the widest across it. */
const DIRECTIONS = 6;
/** Share of the variance of tastes that choices must tell: below it, a skewness is known to no better than a few units. */
const LEAST_RELIABILITY = 0.2;
const FLIPS = 1999;
const DRAWS = 999;

/**
 * Tests whether x . beta_u is symmetric about its mean, by its skewness along the mean direction and across it. Null where no mixed
 * logit can be fitted. P-values by random signs of the choosers, intervals by the studentised bootstrap over them.
 */
export function tasteSymmetry(panel: ChoicePanel, { level, stream }: SymmetryWish): TasteSymmetry | null {
  const found = skewnessOfTastes(panel, { most: DIRECTIONS, stream });
  if (found === null) return null;
  const told = found.directions.filter(({ reliability }) => reliability >= LEAST_RELIABILITY);
  const untold = found.directions.filter(({ reliability }) => reliability < LEAST_RELIABILITY);
  const { prior } = found.fitted;
  if (told.length === 0) return { prior, judged: [], untold, pValue: Number.NaN };
  const streamOf = (role: number): Stream => ({ ...stream, role: stream.role + role });
  const flips = signFlips(
    told.map(({ contributions }) => contributions),
    { flips: FLIPS, stream: streamOf(2) },
  );
  const judged = told.map(({ contributions, ...direction }, k) => {
    const { mean, error } = meanAndError(contributions);
    return {
      ...direction,
      skewness: mean,
      error,
      interval: studentisedInterval(contributions, { level, draws: DRAWS, stream: streamOf(3) }),
      pValue: flips.pValues[k],
      adjusted: flips.adjusted[k],
    };
  });
  return { prior, judged, untold, pValue: Math.min(...flips.adjusted) };
}

import type { Interval } from '../../kernels/inference/percentile-interval.ts';
import {
  type JudgedDirection,
  type TasteSymmetry,
  tasteSymmetry,
} from '../../kernels/inference/taste-symmetry.ts';
import { unit } from '../../kernels/math/vectors.ts';
import { angle } from '../../kernels/metrics/angle.ts';
import { chooserCount } from '../../kernels/mixed-logit/choice-panel.ts';
import type { TastePrior } from '../../kernels/mixed-logit/taste-posterior.ts';
import { lowerTimes, upperSolve } from '../../kernels/mixed-logit/triangular.ts';
import { skewnessTurn } from '../../theory/skewness-turn.ts';
import type { ChoiceData } from '../data/choice-data.ts';
import { situationOffsets, type WhitePanel, whitePanel } from './choice-panel-of.ts';
import { STREAM } from './direction-intervals.ts';
import { shares } from './original-units.ts';

/** What is known of the symmetry of tastes; without `judged` a sentence says why nothing is. */
export type Symmetry =
  | { readonly status: 'judged'; readonly judged: JudgedSymmetry }
  | { readonly status: 'not-judged'; readonly reason: string };

export interface JudgedSymmetry {
  readonly level: number;
  readonly choosers: number;
  readonly situations: number;
  /** All choosers of the file. */
  readonly allChoosers: number;
  readonly directions: readonly SymmetryDirection[];
  /** Directions of which choices tell too little. */
  readonly untold: readonly string[];
  readonly pValue: number;
}

export interface SymmetryDirection {
  /** `along the mean`, `across 1`, ... */
  readonly name: string;
  readonly isMean: boolean;
  /** What changes along the direction: a unit vector by feature, features scaled to the same spread. */
  readonly features: readonly number[];
  readonly spread: number;
  readonly reliability: number;
  readonly skewness: number;
  readonly interval: Interval;
  readonly pValue: number;
  readonly adjusted: number;
  /** Radians by which the skewness turns the direction of sign, features scaled to the same spread; null where theory has no answer. */
  readonly turn: number | null;
  /** The most and the least that any skewness in the interval turns it. */
  readonly turnInterval: Interval | null;
}

/** Situations that a person needs: a skewness is a third moment. */
const LEAST_SITUATIONS = 3;
/** Choosers that are looked at in one run, and fewest that say anything. */
const MOST_CHOOSERS = 2000;
const LEAST_CHOOSERS = 50;
const CHOOSERS_A_FEATURE = 10;
const MOST_FEATURES = 20;

/** Asks whether tastes are symmetric about their mean; null where nobody says who chose. */
export function symmetryOf(data: ChoiceData, level: number): Symmetry | null {
  const { users, comparisons } = data;
  if (users === null) return null;
  const { d, n } = comparisons;
  const starts = data.situations ?? Uint32Array.from({ length: n + 1 }, (_, i) => i);
  const offsets = situationOffsets(starts, users);
  const enough = offsets.subarray(1).filter((end, u) => end - offsets[u] >= LEAST_SITUATIONS).length;
  const needed = Math.max(LEAST_CHOOSERS, CHOOSERS_A_FEATURE * d);
  if (enough < needed)
    return { status: 'not-judged', reason: tooShort({ enough, needed, all: users.length - 1, d }) };
  if (d > MOST_FEATURES) return { status: 'not-judged', reason: tooWide(d) };
  const white = whitePanel(data, users, { least: LEAST_SITUATIONS, most: MOST_CHOOSERS });
  const found = white && tasteSymmetry(white.panel, { level, stream: STREAM });
  if (white === null || found === null) return { status: 'not-judged', reason: NO_FIT };
  if (found.judged.length === 0) return { status: 'not-judged', reason: ALIKE };
  return { status: 'judged', judged: judgedSymmetry(data, white, { found, level }) };
}

const NO_FIT =
  'no law of tastes could be fitted to these choices, for instance since people do not differ in some direction or their choices are told rightly by one direction.';
const ALIKE =
  'the choices tell too little of how people differ, either since their tastes are alike or since each made few choices.';

const tooShort = ({
  enough,
  needed,
  all,
  d,
}: {
  readonly enough: number;
  readonly needed: number;
  readonly all: number;
  readonly d: number;
}): string =>
  `${enough} of ${all} choosers made ${LEAST_SITUATIONS} choices or more, and ${d} ${d === 1 ? 'feature needs' : 'features need'} ${needed} such people; a skewness is a third moment.`;

const tooWide = (d: number): string =>
  `it needs the covariance of tastes, which is not estimated for more than ${MOST_FEATURES} features, here ${d}; name fewer with --features.`;

interface Found {
  readonly found: TasteSymmetry;
  readonly level: number;
}

function judgedSymmetry(data: ChoiceData, white: WhitePanel, { found, level }: Found): JudgedSymmetry {
  const { panel } = white;
  const nameOf = ({ isMean, place }: { readonly isMean: boolean; readonly place: number }): string =>
    isMean ? 'along the mean' : `across ${place}`;
  return {
    level,
    choosers: chooserCount(panel),
    situations: panel.situations.length - 1,
    allChoosers: (data.users?.length ?? 1) - 1,
    directions: found.judged.map((one) => ({
      ...judgedDirection(data, white, { one, prior: found.prior }),
      name: nameOf(one),
    })),
    untold: found.untold.map(nameOf),
    pValue: found.pValue,
  };
}

function judgedDirection(
  data: ChoiceData,
  white: WhitePanel,
  { one, prior }: { readonly one: JudgedDirection; readonly prior: TastePrior },
): Omit<SymmetryDirection, 'name'> {
  const { d } = white.panel;
  const turn = skewnessTurn(prior, { direction: one.direction, stream: STREAM });
  const turned = (skewness: number): number =>
    turn === null ? Number.NaN : angleTurned(data, white, { mean: prior.mean, turn, skewness });
  // What lies along a direction is a difference of features, which are F times those of the panel.
  const features = lowerTimes(white.factor, one.direction, d);
  const { isMean, spread, reliability, skewness, interval, pValue, adjusted } = one;
  return {
    isMean,
    features: [...unit(features.map((value, j) => value / spreadOf(data, j)))],
    spread,
    reliability,
    skewness,
    interval,
    pValue,
    adjusted,
    turn: turn && turned(skewness),
    turnInterval: turn && turnInterval(turned, interval),
  };
}

/** Of a feature as it was fitted. */
const spreadOf = ({ divisors, scales }: ChoiceData, j: number): number => scales.spread[j] / divisors[j];

/** Between the mean's direction and that of sign, whose whitened direction is unit(mean) + skewness turn. */
function angleTurned(
  data: ChoiceData,
  { factor, panel: { d } }: WhitePanel,
  {
    mean,
    turn,
    skewness,
  }: { readonly mean: Float64Array; readonly turn: Float64Array; readonly skewness: number },
): number {
  // x . beta = x~ . (F' beta), so that beta = F^-T beta~.
  const of = (taste: Float64Array): Float64Array => shares(upperSolve(factor, taste, d), data);
  const target = unit(mean);
  return angle(of(target.map((value, j) => value + skewness * turn[j])), of(target));
}

function turnInterval(turned: (skewness: number) => number, { lower, upper }: Interval): Interval {
  const ends = [turned(lower), turned(upper)];
  return { lower: lower <= 0 && upper >= 0 ? 0 : Math.min(...ends), upper: Math.max(...ends) };
}

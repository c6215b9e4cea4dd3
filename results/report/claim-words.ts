import type { Claim, ClaimMeasure, PairedMeasure } from '../../functions/study/claim.ts';
import { grouped } from '../charts/numbers.ts';
import type { JudgedClaim } from '../claims/court.ts';
import { fixed } from './value-format.ts';

const DEGREES = 180 / Math.PI;

/** In which unit the interval and the margin of a claim are shown. */
interface Unit {
  readonly scale: number;
  readonly decimals: number;
  readonly suffix: string;
}

function unitOf(claim: Claim): Unit {
  const { kind } = claim;
  switch (kind) {
    case 'rate':
    case 'law':
      return { scale: 1, decimals: 3, suffix: '' };
    case 'constant':
      return { scale: 1, decimals: 3, suffix: ' rad' };
    case 'limit':
      return { scale: DEGREES, decimals: 2, suffix: '°' };
    case 'same':
      // Scores differ by far less than errors do.
      return { scale: 100, decimals: claim.measure === 'score' ? 3 : 1, suffix: ' %' };
    case 'better':
    case 'monotone':
      return { scale: 100, decimals: 1, suffix: ' %' };
    default:
      return kind satisfies never;
  }
}

export const MEASURE_WORDS: Readonly<Record<ClaimMeasure | PairedMeasure, string>> = {
  rmsAngle: 'rms angle',
  meanAngle: 'mean angle',
  medianAngle: 'median angle',
  disagreement: 'disagreement',
  rmse: 'rms error of b',
  score: 'score',
};

/** What a claim says, in one line. */
export function claimSentence(claim: Claim): string {
  const { estimator } = claim;
  const { scale, decimals, suffix } = unitOf(claim);
  const inUnit = (value: number): string => `${fixed(scale * value, decimals)}${suffix}`;
  switch (claim.kind) {
    case 'rate': {
      const exponent = exponentText(claim.exponent);
      const measure = MEASURE_WORDS[claim.measure];
      if (hasStopped(claim))
        return `${estimator}: ${measure} has stopped falling, its slope within ${claim.within} of 0`;
      return claim.atLeast
        ? `${estimator}: ${measure} falls at least like n^${exponent}, within ${claim.within}`
        : `${estimator}: ${measure} falls like n^${exponent}, within ${claim.within}`;
    }
    case 'constant': {
      const value = claim.against === 'theory' ? 'that of theory' : String(claim.against);
      return `${estimator}: the constant c is ${value}, within ${share(claim.within)}`;
    }
    case 'law':
      return `${estimator}: Chernoff\u2019s law at n = ${grouped(claim.at)}, within ${claim.within}`;
    case 'limit': {
      const value = claim.against === 'theory' ? 'that of theory' : inUnit(claim.against);
      return `${estimator}: the limit is ${value}, within ${inUnit(claim.within)}`;
    }
    case 'better':
      return `${estimator}: ${MEASURE_WORDS[claim.measure]} lower than ${claim.than} by ${share(claim.by)}${onwards(claim.from)}`;
    case 'same':
      return `${estimator}: ${MEASURE_WORDS[claim.measure]} that of ${claim.as}, within ${share(claim.within)}${onwards(claim.from)}`;
    case 'monotone':
      return `${estimator}: ${MEASURE_WORDS[claim.measure]} ${claim.direction} along ${claim.along}${onwards(claim.from)}`;
    default:
      return claim satisfies never;
  }
}

/** A share as per cent, as short as it is exact. */
export const share = (value: number): string => `${Number((100 * value).toPrecision(6))} %`;

const onwards = (from: number | null): string => (from === null ? '' : ` from n = ${grouped(from)}`);

/** Whether a rate is claimed that is none: an error that stays where it is. */
export const hasStopped = ({
  exponent,
  atLeast,
}: Pick<Claim & { kind: 'rate' }, 'exponent' | 'atLeast'>): boolean => exponent === 0 && !atLeast;

/** Thirds, sevenths and the like as fractions. */
export function exponentText(exponent: number): string {
  const below = [1, 2, 3, 4, 5, 6, 7].find((one) => Number.isInteger(Number((exponent * one).toFixed(9))));
  if (below === undefined) return `(${fixed(exponent, 3)})`;
  const above = Math.round(exponent * below);
  return `(${fixed(above, 0)}${below === 1 ? '' : `/${below}`})`;
}

/** The value that a claim names, with its unit: that of theory where the margin tells it. */
export function claimedText(claim: Claim, margin: JudgedClaim['margin']): string {
  const value = claimedValue(claim, margin);
  return value === null ? 'that of theory' : withUnitOf(claim, value);
}

/** How far a limit may be off, with its unit. */
export const marginText = (claim: Extract<Claim, { readonly kind: 'limit' }>): string =>
  withUnitOf(claim, claim.within);

/** A number of a claim in the unit of its interval, without the unit. */
function inUnitOf(claim: Claim, value: number): string {
  const { scale, decimals } = unitOf(claim);
  return fixed(scale * value, decimals);
}

/** The same with its unit. */
export const withUnitOf = (claim: Claim, value: number): string =>
  `${inUnitOf(claim, value)}${unitOf(claim).suffix}`;

/** The value that a claim says its number has; null where it gives a bound alone. */
export function claimedValue(claim: Claim, margin: JudgedClaim['margin']): number | null {
  switch (claim.kind) {
    case 'rate':
      return claim.exponent;
    case 'constant':
    case 'limit': {
      const [low, high] = margin ?? [null, null];
      return low === null || high === null ? null : (low + high) / 2;
    }
    case 'same':
      return 0;
    case 'law':
    case 'better':
    case 'monotone':
      return null;
    default:
      return claim satisfies never;
  }
}

/** `[-0.341, -0.325]`; an end without bound is an ellipsis, an interval that is not known a dash. */
export function endsText(claim: Claim, ends: JudgedClaim['interval']): string {
  if (ends === null) return '-';
  const { scale, decimals, suffix } = unitOf(claim);
  const end = (value: number | null): string => (value === null ? '\u2026' : fixed(scale * value, decimals));
  return `[${end(ends[0])}, ${end(ends[1])}]${suffix}`;
}

/** How a verdict came about: the look, what would decide, and what the judge noted. */
export function claimNote({ verdict, look, replicatesToDecide, note }: JudgedClaim): string {
  const wanted =
    verdict === 'undecided' && replicatesToDecide !== null
      ? [`about ${grouped(replicatesToDecide)} data sets would decide`]
      : [];
  return [`look ${look}`, ...wanted, ...(note === undefined ? [] : [note])].join('; ');
}

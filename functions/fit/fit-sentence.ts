import { DEGREES } from '../../results/charts/numbers.ts';
import type { PairedDifference } from './paired-difference.ts';

/** Features named as those on which two estimators differ. */
const NAMED = 3;

/** In plain English: whether what two estimators disagree about is beyond noise, and on which features. */
export function differenceSentence(
  names: readonly string[],
  difference: PairedDifference,
  level: number,
): string {
  const { a, b, distance, noise, intervals, pValue } = difference;
  const verdict =
    distance > noise
      ? `more than noise: ${percent(pValue)} of drawn samples differ as much by chance`
      : `within noise: ${percent(pValue)} of drawn samples differ as much by chance`;
  const apart = names.filter((_, j) => intervals[j].lower > 0 || intervals[j].upper < 0);
  const about = apart.length === 0 ? '' : aboutFeatures(apart, intervals, { names, a, b, level });
  return `What ${a} and ${b} disagree about is ${verdict}.${ranges(difference, level)}${about}`;
}

/** How large the disagreement may be. */
function ranges({ angleInterval, disagreementInterval }: PairedDifference, level: number): string {
  const [low, high] = [angleInterval.lower, angleInterval.upper].map((end) => (DEGREES * end).toFixed(1));
  const told = [disagreementInterval.lower, disagreementInterval.upper].map((end) => (100 * end).toFixed(1));
  return ` With features scaled to the same spread they are ${low} to ${high} degrees apart, and tell ${told[0]} to ${told[1]} % of the comparisons differently (at least ${levelText(level)}).`;
}

const levelText = (level: number): string => `${Number((100 * level).toPrecision(4))} %`;

interface Words {
  readonly names: readonly string[];
  readonly a: string;
  readonly b: string;
  readonly level: number;
}

function aboutFeatures(
  apart: readonly string[],
  intervals: PairedDifference['intervals'],
  { names, a, b, level }: Words,
): string {
  const parts = apart.slice(0, NAMED).map((name) => {
    const { lower } = intervals[names.indexOf(name)];
    return `${lower > 0 ? 'more' : 'less'} weight to ${name}`;
  });
  const more = apart.length > NAMED ? `, and differs from it on ${apart.length - NAMED} more` : '';
  return ` ${a} gives ${parts.join(', ')} than ${b}${more}, at the level ${levelText(level)}, each by itself.`;
}

function percent(share: number): string {
  const value = 100 * share;
  return value > 0 && value < 0.1 ? 'less than 0.1 %' : `${value.toFixed(1)} %`;
}

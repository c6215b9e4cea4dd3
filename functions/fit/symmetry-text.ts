import { DEGREES, grouped } from '../../results/charts/numbers.ts';
import { textColumns } from '../../results/report/text-layout.ts';
import type { JudgedSymmetry, Symmetry, SymmetryDirection } from './symmetry.ts';

/** Features named as those that a direction is made of. */
const NAMED = 3;

/** Whether tastes are symmetric about their mean: a table of directions and what it means. */
export function symmetryText(symmetry: Symmetry, names: readonly string[]): string {
  if (symmetry.status === 'not-judged') return symmetrySentence(symmetry, names);
  const { judged } = symmetry;
  const level = `${Number((100 * judged.level).toPrecision(4))} % interval`;
  const rows = [
    ['spread of tastes', 'skewness', level, 'p', 'told by choices', 'turns sign by'],
    ...judged.directions.map((one) => [
      one.name,
      one.skewness.toFixed(2),
      `${one.interval.lower.toFixed(2)} to ${one.interval.upper.toFixed(2)}`,
      probability(one.adjusted),
      `${(100 * one.reliability).toFixed(0)} %`,
      one.turn === null ? '-' : degrees(one.turn),
    ]),
  ];
  return [textColumns(rows).trimEnd(), symmetrySentence(symmetry, names)].join('\n\n');
}

/** In plain English: what is known of the symmetry of tastes, and what follows for sign. */
export function symmetrySentence(symmetry: Symmetry, names: readonly string[]): string {
  if (symmetry.status === 'not-judged') return `Symmetry of tastes is not judged: ${symmetry.reason}`;
  const { judged } = symmetry;
  const test = `p = ${probability(judged.pValue)} over ${directionsPhrase(judged)}`;
  const apart = judged.directions.filter(({ adjusted }) => adjusted <= 1 - judged.level);
  const verdict =
    apart.length === 0
      ? `The tastes of ${people(judged)} show no asymmetry about their mean beyond noise (${test}); the intervals say how much there may be.`
      : `The tastes of ${people(judged)} are not symmetric about their mean (${test}). ${apart.map((one) => asymmetry(one, names)).join(' ')}`;
  return [verdict, ...untoldSentence(judged)].join(' ');
}

const directionsPhrase = ({ directions }: JudgedSymmetry): string =>
  directions.length === 1 ? 'one direction' : `${directions.length} directions`;

function people({ choosers, allChoosers, situations }: JudgedSymmetry): string {
  const of = choosers < allChoosers ? ` of ${grouped(allChoosers)}` : '';
  return `${grouped(choosers)}${of} choosers with ${(situations / choosers).toFixed(1)} situations each`;
}

function asymmetry(one: SymmetryDirection, names: readonly string[]): string {
  const skewed = `Skewness ${one.skewness.toFixed(2)} ${one.isMean ? 'along the mean' : `in ${one.name}, of ${featuresPhrase(one, names)},`}`;
  if (one.turn === null)
    return `${skewed} moves sign's direction by an amount that theory does not give here.`;
  const range =
    one.turnInterval === null
      ? ''
      : ` (${degrees(one.turnInterval.lower)} to ${degrees(one.turnInterval.upper)})`;
  return `${skewed} moves sign's direction away from the mean taste by about ${degrees(one.turn)}${range}.`;
}

function featuresPhrase({ features }: SymmetryDirection, names: readonly string[]): string {
  const order = [...features.keys()].sort((j, k) => Math.abs(features[k]) - Math.abs(features[j]));
  const parts = order
    .slice(0, NAMED)
    .filter((j) => Math.abs(features[j]) >= 0.2)
    .map((j) => `${features[j] < 0 ? 'less' : 'more'} ${names[j]}`);
  return parts.join(', ');
}

const untoldSentence = ({ untold }: JudgedSymmetry): readonly string[] =>
  untold.length === 0
    ? []
    : [`Too little is told of ${untold.join(', ')}: people hardly differ there, or made too few choices.`];

const degrees = (radians: number): string => `${(DEGREES * radians).toFixed(1)} degrees`;

const probability = (p: number): string => (p < 0.001 ? 'below 0.001' : p.toFixed(3));

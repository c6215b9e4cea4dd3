import { grouped } from '../../results/charts/numbers.ts';
import type { JudgedSymmetry, Symmetry } from './symmetry.ts';

/** In plain English: whether tastes are symmetric about their mean, and what follows for sign. */
export function symmetrySentence(symmetry: Symmetry): string {
  if (symmetry.status === 'not-judged') return `Symmetry of tastes is not judged: ${symmetry.reason}`;
  const { judged } = symmetry;
  const { pValue, draws, level } = judged;
  const test = `p = ${pValue.toFixed(2)}, ${draws} draws of a parametric bootstrap`;
  return pValue <= 1 - level
    ? `The tastes of ${people(judged)} are not symmetric about their mean (${test}): choices of symmetric tastes are rarely as lopsided. Sign and the mean taste then point apart; the test does not say by how much.`
    : `The tastes of ${people(judged)} show no asymmetry about their mean beyond noise (${test}). That does not prove them symmetric.`;
}

function people({ choosers, allChoosers, situations }: JudgedSymmetry): string {
  const of = choosers < allChoosers ? ` of ${grouped(allChoosers)}` : '';
  return `${grouped(choosers)}${of} choosers with ${(situations / choosers).toFixed(1)} situations each`;
}

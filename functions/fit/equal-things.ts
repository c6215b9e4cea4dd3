import { grouped } from '../../results/charts/numbers.ts';
import type { ChoiceData } from '../data/choice-data.ts';
import type { Tie } from './correct-rows.ts';
import { zeroRows } from './exact-bound.ts';

/** A sentence where things of the same features are compared, which no direction tells apart; null where none are. */
export function equalThingsSentence(data: ChoiceData, tie: Tie): string | null {
  const { zeros, right } = zeroRows(data, tie);
  if (zeros === 0) return null;
  const [what, are] = zeros === 1 ? ['comparison', 'is'] : ['comparisons', 'are'];
  return `${grouped(zeros)} ${what} ${are} of things with the same features, which no direction tells apart; by --tie ${tie} ${grouped(right)} of them ${right === 1 ? 'counts' : 'count'} as told rightly.`;
}

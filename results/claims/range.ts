import type { From } from '../../functions/study/claim.ts';
import { type ErrorAtSize, FEWEST_SIZES } from '../measures/drift.ts';
import { fitPowerLaw } from '../measures/power-law.ts';
import type { Foretold } from './foretold.ts';

/** From which size a claim reads, and who says so; or why it cannot. */
export type Range =
  | { readonly from: number; readonly note?: string }
  | { readonly from: null; readonly note: string };

const PRE_ASYMPTOTIC =
  'pre-asymptotic: the local slopes still drift over these n, so larger n, and not more data sets, would decide';

/**
 * The first size of a claim about a law for large n: the one given; where it is `auto`, the one from which theory says that the
 * law holds within 5 %, and where theory does not know, the one from which the errors show no drift.
 *
 * points: in increasing n. fewest: sizes that theory's answer must leave.
 */
export function rangeOf(
  from: From,
  points: readonly ErrorAtSize[],
  { regimeFrom }: Pick<Foretold, 'regimeFrom'>,
  fewest = FEWEST_SIZES,
): Range {
  if (from !== 'auto') return { from };
  if (regimeFrom !== null) {
    const left = points.filter(({ n }) => n >= regimeFrom).length;
    const first = Math.ceil(regimeFrom);
    if (left >= fewest) return { from: regimeFrom, note: `from n = ${first} on, by theory` };
    const few =
      left === 0 ? '' : `, where ${left} of the sizes ${left === 1 ? 'is' : 'are'}, and ${fewest} are needed`;
    return { from: null, note: `pre-asymptotic: by theory the law holds from n = ${first} on${few}` };
  }
  const law = fitPowerLaw(points);
  if (law === null) return { from: null, note: `fewer than ${FEWEST_SIZES} sizes have an error to read` };
  if (law.preAsymptotic) return { from: null, note: PRE_ASYMPTOTIC };
  return { from: law.from, note: `from n = ${law.from} on, where no drift is seen` };
}

import type { From } from '../../functions/study/claim.ts';
import { grouped } from '../charts/numbers.ts';
import { estimatorInProse } from '../charts/series.ts';
import type { JudgedClaim } from '../claims/court.ts';
import { claimedText, exponentText, hasStopped, MEASURE_WORDS, marginText, share } from './claim-words.ts';

/** What a claim says as a sentence, and what is measured for it and how much is allowed as another; powers as `prose` raises them. */
export interface ClaimTitle {
  readonly title: string;
  readonly reading: string;
}

/** A claim as a reader meets it on a page. */
export function claimTitle({ claim, margin }: Pick<JudgedClaim, 'claim' | 'margin'>): ClaimTitle {
  const name = estimatorInProse(claim.estimator);
  switch (claim.kind) {
    case 'rate': {
      const power = exponentText(claim.exponent);
      return {
        title: hasStopped(claim)
          ? `The error of ${name} has stopped falling.`
          : `The error of ${name} falls ${claim.atLeast ? 'at least as fast as' : 'as'} n^${power}.`,
        reading: `Slope of log ${MEASURE_WORDS[claim.measure]} on log n, ${claim.atLeast ? 'at most' : 'within'} ${claim.within} ${claim.atLeast ? 'above' : 'of'} ${power.replace(/[()]/g, '')}${fromWords(claim.from)}.`,
      };
    }
    case 'constant':
      return {
        title:
          claim.against === 'theory'
            ? `The error of ${name} has the size that theory predicts.`
            : `The constant of ${name} is ${claim.against}.`,
        reading: `The constant c of c n^(-1/3), from the ${MEASURE_WORDS[claim.measure]}, within ${share(claim.within)} of ${claimedText(claim, margin)}${fromWords(claim.from)}.`,
      };
    case 'law':
      return {
        title: `The error of ${name} follows Chernoff\u2019s law.`,
        reading: `Largest gap between the two distribution functions, at most ${claim.within}, at n = ${grouped(claim.at)}.`,
      };
    case 'limit':
      return {
        title: `${capital(name)} settles ${claim.against === 'theory' ? 'where theory says' : 'where the study says'}.`,
        reading: `Mean angle to the average taste, signed in the plane, within ${marginText(claim)} of ${claimedText(claim, margin)}${claim.at === null ? ', at the largest n' : `, at n = ${grouped(claim.at)}`}.`,
      };
    case 'better':
      return {
        title: `${capital(name)} is closer than ${estimatorInProse(claim.than)}${claim.from === null ? '' : ` from ${grouped(claim.from)} comparisons on`}.`,
        reading: `By how much its ${MEASURE_WORDS[claim.measure]} is lower on the same data sets, at least ${share(claim.by)}.`,
      };
    case 'same':
      return {
        title: `${capital(name)} ${claim.measure === 'score' ? 'scores' : 'errs'} as much as ${estimatorInProse(claim.as)}${claim.from === null ? '' : ` from ${grouped(claim.from)} comparisons on`}.`,
        reading: `Difference of their ${MEASURE_WORDS[claim.measure]} on the same data sets, within ${share(claim.within)}.`,
      };
    case 'monotone':
      return {
        title: `The error of ${name} is ${claim.direction} along ${claim.along}.`,
        reading: `Change of the ${MEASURE_WORDS[claim.measure]} between neighbouring levels${claim.from === null ? '' : `, from n = ${grouped(claim.from)} on`}.`,
      };
    default:
      return claim satisfies never;
  }
}

const fromWords = (from: From): string =>
  from === 'auto' ? ', from where its law holds' : `, from n = ${grouped(from)} on`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

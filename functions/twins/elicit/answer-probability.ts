import { exp } from '../../../kernels/math/exp.ts';
import type { FoundLetter } from './answer-letter.ts';

/** A token that a model may have written, with the logarithm of its probability. */
interface WeightedToken {
  readonly token: string;
  readonly logprob: number | null;
}

/** The token that was written at a place, and the likeliest ones there. */
export interface TokenPlace extends WeightedToken {
  readonly top_logprobs: readonly WeightedToken[];
}

/** What a letter that is not among the alternatives could change of the probability at most, for the probability to be given. */
const UNSEEN = 0.01;

/**
 * The probability of A against B where the answer's letter stands: P(A) / (P(A) + P(B)), each summed over the tokens that are that letter
 * but for case and signs around it, such as ` A`, `A.` and `a`.
 *
 * A letter that is not listed has at most the probability of the least likely one that is, and at most what all listed ones leave; it
 * counts as 0 where that changes the result by no more than 0.01, and else the result is null. It is null too where no token is at the letter.
 *
 * @returns in [0, 1].
 */
export function probabilityOfA(
  content: string,
  { at }: FoundLetter,
  places: readonly TokenPlace[],
): number | null {
  const place = placeOf(content, at, places);
  if (place === null) return null;
  const sums = { A: 0, B: 0 };
  let listed = 0;
  let least = 1;
  for (const { token, logprob } of alternatives(place)) {
    const probability = logprob === null ? 0 : exp(logprob);
    const letter = letterOf(token);
    if (letter !== null) sums[letter] += probability;
    listed += probability;
    least = Math.min(least, probability);
  }
  const total = sums.A + sums.B;
  if (!(total > 0) || !Number.isFinite(total)) return null;
  const unseen = Math.min(least, Math.max(0, 1 - listed));
  if (Math.min(sums.A, sums.B) === 0 && unseen / (total + unseen) > UNSEEN) return null;
  return sums.A / total;
}

/** The token written is not always among the likeliest. */
function alternatives(place: TokenPlace): readonly WeightedToken[] {
  const has = place.top_logprobs.some(({ token }) => token === place.token);
  return has ? place.top_logprobs : [place, ...place.top_logprobs];
}

/** The token in which character `at` of the content lies; tokens before the content, of a model's thoughts, are passed over. */
function placeOf(content: string, at: number, places: readonly TokenPlace[]): TokenPlace | null {
  const written = places.map(({ token }) => token).join('');
  const from = written.lastIndexOf(content);
  if (from < 0) return null;
  let end = 0;
  for (const place of places) {
    end += place.token.length;
    if (end > from + at) return place;
  }
  return null;
}

function letterOf(token: string): 'A' | 'B' | null {
  const bare = token.replace(/^[\W_]+|[\W_]+$/g, '');
  if (bare === 'A' || bare === 'a') return 'A';
  return bare === 'B' || bare === 'b' ? 'B' : null;
}

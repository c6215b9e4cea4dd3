import { exp } from '../../../kernels/math/exp.ts';
import type { FoundLetter } from './answer-letter.ts';

/** A token that a model may have written, with the logarithm of its probability. */
interface WeightedToken {
  readonly token: string;
  readonly logprob: number | null;
  /** UTF-8 of the token, where the server gives it: a token may be a part of a letter. */
  readonly bytes?: readonly number[] | null | undefined;
}

/** The token that was written at a place, and the likeliest ones there. */
export interface TokenPlace extends WeightedToken {
  readonly top_logprobs: readonly WeightedToken[];
}

/** What a letter that is not among the alternatives could change of the probability at most, for the probability to be given. */
const UNSEEN = 0.01;

/**
 * The probability of A against B where the answer's letter stands: P(A) / (P(A) + P(B)), each summed over the tokens that are that letter
 * but for case and signs around it, such as ` A`, `A.` and `a`; spaces may be written as `\u0120` or `\u2581`.
 *
 * A letter that is not listed has at most the probability of the least likely one that is, and at most what all listed ones leave; it
 * counts as 0 where that changes the result by no more than 0.01, and else the result is null. It is null too where no token is at the letter.
 *
 * @returns in [0, 1].
 */
export function probabilityOfA(
  content: string,
  found: FoundLetter,
  places: readonly TokenPlace[],
): number | null {
  const place = placeOf(content, found, places);
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

/**
 * The token that is the letter. Tokens before the content, of a model's thoughts, and marks behind it are passed over: the content is looked
 * for from the end, in bytes, as a whole, then without the spaces around it, then as far as it is plain ASCII, since tokens that are parts of a
 * character may come as replacement characters.
 */
function placeOf(content: string, found: FoundLetter, places: readonly TokenPlace[]): TokenPlace | null {
  const pieces = places.map(bytesOf);
  const written = Buffer.concat(pieces);
  const left = content.length - content.trimStart().length;
  const wanted = [
    { text: content, at: found.at },
    { text: content.trim(), at: found.at - left },
    { text: content.trim().replace(/[^ -~\s][\s\S]*$/, ''), at: found.at - left },
  ];
  for (const { text, at } of wanted) {
    if (at < 0 || at >= text.length) continue;
    const before = Buffer.byteLength(text.slice(0, at));
    for (let from = written.lastIndexOf(text); from >= 0; from = lastBefore(written, text, from)) {
      const place = places[pieceAt(pieces, from + before)];
      if (letterOf(place.token) === found.letter) return place;
    }
  }
  return null;
}

const lastBefore = (written: Buffer, text: string, from: number): number =>
  from === 0 ? -1 : written.lastIndexOf(text, from - 1);

function pieceAt(pieces: readonly Buffer[], byte: number): number {
  let end = 0;
  return pieces.findIndex(({ length }) => {
    end += length;
    return end > byte;
  });
}

/** How vocabularies of byte pairs and of SentencePiece write a space and a line break. */
const SPACES = /[\u0120\u2581]/g;
const BREAKS = /\u010a/g;

const plain = (token: string): string => token.replace(SPACES, ' ').replace(BREAKS, '\n');

const bytesOf = ({ token, bytes }: WeightedToken): Buffer =>
  bytes ? Buffer.from(bytes) : Buffer.from(plain(token));

function letterOf(token: string): 'A' | 'B' | null {
  const bare = plain(token).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  if (bare === 'A' || bare === 'a') return 'A';
  return bare === 'B' || bare === 'b' ? 'B' : null;
}

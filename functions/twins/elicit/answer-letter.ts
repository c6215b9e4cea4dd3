/** The letter of an answer, and where it stands in the text. */
export interface FoundLetter {
  readonly letter: 'A' | 'B';
  readonly at: number;
}

/** What may stand before the letter: signs, and words such as `My final answer is`. */
const BEFORE =
  /^[\W_]*(?:i\s+(?:would\s+)?(?:prefer|choose|pick)\s+)?(?:(?:the|my|final|preferred|better|best)\s+)*(?:(?:answer|choice|reply|response|option|preference)\b[\W_]*)?(?:is\b[\W_]*)?(?:(?:reply|response|option)\b[\W_]*)?/i;

/**
 * The letter that an answer gives, or null where it gives none, both, or anything that is not clearly one: nothing is guessed.
 *
 * A and B count with signs around them, after words such as `Answer:` or `I prefer reply`, and before a reason that a sign separates, as long
 * as the other letter does not stand alone in it. In lower case, where `a` may be an article, nothing may follow but signs.
 */
export function answerLetter(text: string): FoundLetter | null {
  const before = BEFORE.exec(text)?.[0] ?? '';
  const found = text.charAt(before.length);
  const rest = text.slice(before.length + 1);
  if (!/^[ABab]$/.test(found)) return null;
  const letter = found === 'A' || found === 'a' ? 'A' : 'B';
  const bare = /^[\W_]*$/.test(rest);
  if (!bare && (found !== letter || !reasonFollows(rest))) return null;
  const other = letter === 'A' ? 'B' : 'A';
  if (new RegExp(`(?<![A-Za-z])${other}(?![A-Za-z])`).test(rest)) return null;
  return { letter, at: before.length };
}

const reasonFollows = (rest: string): boolean => /^[*_"')\]}]*(?:[.,:;!)\]}\n]|\s+[-(]|\s*\n)/.test(rest);

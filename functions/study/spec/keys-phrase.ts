const OPENING = 'an object with the keys ';

/** What an object may be, in words that `phraseKeys` can read back: a zod issue carries words and nothing else. */
export const keysPhrase = (keys: readonly string[]): string => `${OPENING}${keys.join(', ')}`;

/** The keys named by a phrase that `keysPhrase` made; empty for any other text. */
export const phraseKeys = (phrase: string): readonly string[] =>
  phrase.startsWith(OPENING) ? phrase.slice(OPENING.length).split(', ') : [];

import type { Tokens } from './spending.ts';

/** English text has a token for about four bytes. */
const BYTES_A_TOKEN = 4;
/** Tokens around a text: marks of roles, and what a server's template adds. */
const TOKENS_A_TEXT = 8;
/** Room for what templates of chat models say before the first message. */
const TEMPLATE_TOKENS = 256;

const bytesOf = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

/** How an estimate counts tokens, said to people. */
export const TOKEN_RULE = `a token for ${BYTES_A_TOKEN} bytes of text and ${TOKENS_A_TEXT} a message`;

/** About so many tokens are in these texts: bytes of UTF-8 / 4 + 8 a text. */
export const aboutTokens = (texts: readonly string[]): number =>
  Math.ceil(bytesOf(texts) / BYTES_A_TOKEN) + TOKENS_A_TEXT * texts.length;

/** What a request takes at most: no token is shorter than a byte, and the answer ends at its limit. */
export const tokensAtMost = (texts: readonly string[], output: number): Tokens => ({
  input: bytesOf(texts) + TOKENS_A_TEXT * texts.length + TEMPLATE_TOKENS,
  output,
});

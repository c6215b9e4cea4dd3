/** What a person gave to a stage of `signbench twins` cannot be used; the message is one or more sentences, the exit code 2. */
export class TwinsError extends Error {
  override readonly name = 'TwinsError';
}

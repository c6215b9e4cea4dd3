/** A command line that cannot be obeyed; the message is a sentence, the exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

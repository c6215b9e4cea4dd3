/** What a run on AWS cannot do, as a sentence; the exit code is that of failed input or output. */
export class CloudError extends Error {
  override readonly name = 'CloudError';
}

/** A word as a POSIX shell reads it: in single quotes where it has characters that a shell would act on. */
export const shellWord = (text: string): string =>
  /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

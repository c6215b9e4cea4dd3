/** Data that cannot be used; the message is one or more sentences without the file's name. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

const NAMED = 5;

/** `row 3`, `rows 3, 7 and 9`, `rows 3, 7, 9, 12, 15 and 20 more`; rows of data are counted from 1 below the header. */
export function rowsPhrase(rows: readonly number[], count = rows.length): string {
  const named = rows.slice(0, NAMED).map(String);
  const more = count - named.length;
  if (more > 0) return `rows ${named.join(', ')} and ${more} more`;
  if (named.length === 1) return `row ${named[0]}`;
  return `rows ${named.slice(0, -1).join(', ')} and ${named[named.length - 1]}`;
}

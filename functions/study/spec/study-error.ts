/** One thing wrong with a study file. */
export interface Problem {
  /** Where in the document, for instance `population.users.weights[1]`; empty for the document as a whole. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** The value there in short JSON, or `nothing`. */
  readonly found: string;
  readonly allowed: string;
  /** The nearest allowed name, when one is near. */
  readonly hint?: string;
  /** All of the above in one sentence on one line, position included. */
  readonly sentence: string;
}

/** Problems an error lists; a file with more is not helped by a longer list. */
const LISTED = 20;

/**
 * A study file that cannot be run. `problems` are sorted by position, at most 20; `omitted` counts the rest.
 * The message is the source and every listed sentence, on one line.
 */
export class StudyError extends Error {
  override readonly name = 'StudyError';
  readonly source: string;
  readonly problems: readonly Problem[];
  readonly omitted: number;

  constructor(source: string, problems: readonly Problem[]) {
    const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
    const listed = sorted.slice(0, LISTED);
    const omitted = sorted.length - listed.length;
    const more = omitted > 0 ? ` And ${omitted} more.` : '';
    super(`${source}: ${listed.map((problem) => `${problem.sentence}.`).join(' ')}${more}`);
    this.source = source;
    this.problems = listed;
    this.omitted = omitted;
  }
}

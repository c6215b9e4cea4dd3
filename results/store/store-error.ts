/**
 * Why a store could not do what was asked.
 * full: no space; read-only or denied: not allowed to write; blocked: a file where a folder should be, or the reverse;
 * conflict: the key holds different content; newer-format: written by a later version; interrupted: stopped by
 * its user; failed: anything else.
 */
export type StoreProblem =
  | 'full'
  | 'read-only'
  | 'denied'
  | 'blocked'
  | 'conflict'
  | 'newer-format'
  | 'interrupted'
  | 'failed';

/** A store that cannot read or write; its message is a sentence for the person at the terminal. */
export class StoreError extends Error {
  readonly problem: StoreProblem;

  constructor(problem: StoreProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.problem = problem;
  }
}

/** What the program's exit code tells a shell or a build server. */
export const EXIT = {
  done: 0,
  /** A claim is refuted, a check failed, a replay differs, or a fault in signbench itself. */
  failed: 1,
  badInput: 2,
  /** check: a claim is undecided, and none is refuted. */
  undecided: 3,
  inputOutput: 4,
  /** Blocks are missing; what is there was written. */
  partial: 5,
  interrupted: 130,
} as const;

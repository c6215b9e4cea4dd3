/** How far a stage is. */
export interface StageProgress {
  readonly done: number;
  /** Null where it is known at the end only. */
  readonly total: number | null;
  /** What is counted, for instance `pairs`. */
  readonly unit: string;
}

/** What every stage may be given beside its data. */
export interface StageOptions {
  readonly onProgress?: (progress: StageProgress) => void;
  /** Told of what a person should know, a sentence each. */
  readonly onNotice?: (sentence: string) => void;
  /** Ends the stage early; what is stored stays. */
  readonly signal?: AbortSignal;
}

/** Throws StageInterrupted where the signal was given. */
export function goOn(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new StageInterrupted();
}

/** A stage was ended by its user; run again, it goes on where it was. */
export class StageInterrupted extends Error {
  override readonly name = 'StageInterrupted';

  constructor() {
    super('interrupted; run the same command again to go on.');
  }
}

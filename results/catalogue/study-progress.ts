import type { ProgressFile } from '../progress-file.ts';

/**
 * complete: summary.json answers the stored study. running: a run said so less than a minute ago. partial: some of it is
 * computed. planned: nothing is. unreadable: this version cannot read what is stored.
 */
export const STUDY_STATUSES = ['complete', 'running', 'partial', 'planned', 'unreadable'] as const;

export type StudyStatus = (typeof STUDY_STATUSES)[number];

/** How far a study is. */
export interface StudyProgress {
  readonly study: string;
  readonly status: StudyStatus;
  readonly studyHash: string | null;
  /** What the run says of itself; null where none is going on. */
  readonly run: ProgressFile | null;
  /** A run stopped without saying so, and said this last. */
  readonly stale: boolean;
}

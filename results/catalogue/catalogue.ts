import type { Study } from '../../functions/study/study.ts';
import type { Tables } from '../../kernels/populations/table.ts';
import type { ProvisionalCell } from '../so-far.ts';
import type { Provenance, Summary } from '../summary.ts';
import type { ReplicateTable, StudyRecords } from './replicate-rows.ts';
import type { StoredPlan } from './stored-plan.ts';
import type { StoredValue } from './stored-values.ts';
import type { StudyFacts } from './study-facts.ts';
import type { StudyProgress, StudyStatus } from './study-progress.ts';

/** One study in the list of a store. */
export interface StudyEntry extends StudyFacts {
  readonly name: string;
  readonly status: StudyStatus;
  /** Of a complete study: what `?version=` of a lasting address says. It changes with the summary and with signbench. */
  readonly version: string | null;
  /** Of the run that finished last, ISO 8601; null where none did. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly wallSeconds: number | null;
  /** Why it is unreadable, in a sentence. */
  readonly problem: string | null;
}

/** The summary of a study as it stands: the stored one, or what the records of a study that is not whole give. */
export interface CurrentSummary {
  readonly summary: Summary;
  /** As in summary.json. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes. */
  readonly hash: string;
  /** Null unless it is complete. */
  readonly version: string | null;
  /** Of cells that are being computed, what their first data sets give; the summary has nothing of them. */
  readonly provisional: readonly ProvisionalCell[];
}

/** Files of a study that are handed out as they are. */
export type SharedFile = 'digests.json' | 'report.html' | 'study.yaml' | 'provenance.json';

/** The read model of a store: what the interface and the dashboard show, read again when it may have changed. */
export interface Catalogue {
  /** Names of the studies in the store, in alphabetical order. */
  names(): Promise<readonly string[]>;
  list(): Promise<readonly StudyEntry[]>;
  /** Null where the store has no study of this name; no other name ever reaches the store. */
  find(name: string): Promise<StudyEntry | null>;
  /** Null where there is no such study or it is unreadable. */
  summary(name: string): Promise<CurrentSummary | null>;
  plan(name: string): Promise<StoredPlan | null>;
  /** The tables of features that a study draws from: none for most, which then needs no plan. */
  tables(name: string): Promise<Tables>;
  /** Where the records of a study are; what its packs hold is indexed once. */
  records(study: Study): Promise<StudyRecords>;
  /** The rows behind a summary of that study. */
  replicates(name: string, summary: Summary): Promise<ReplicateTable>;
  provenance(name: string): Promise<Provenance | null>;
  progress(name: string): Promise<StudyProgress | null>;
  file(name: string, file: SharedFile): Promise<StoredValue | null>;
}

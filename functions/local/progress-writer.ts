import { HEARTBEAT_MS, type ProgressFile } from '../../results/progress-file.ts';
import { studyKey } from '../../results/store/keys.ts';
import type { Store } from '../../results/store/store.ts';
import type { Progress } from './progress.ts';

/** Writes how far a run is into its store, for whoever watches from outside. */
export interface ProgressWriter {
  /** Stops writing and removes the file, also one that a killed run left. */
  end(): Promise<void>;
}

export interface ProgressWriterOptions {
  readonly study: string;
  readonly studyHash: string;
  readonly progress: () => Progress;
  /** Between two looks; a run that is shorter writes nothing. */
  readonly everyMs?: number;
}

/**
 * Writes `progress.json` of a study at most once a second, in one step each time, when something changed or to say that the run still
 * lives. A store that refuses it stops no run: the file is for onlookers, and nothing is computed from it.
 */
export function startProgressWriter(store: Store, options: ProgressWriterOptions): ProgressWriter {
  const { study, studyHash, progress, everyMs = 1000 } = options;
  const key = studyKey(study, 'progress.json');
  const startedAt = new Date().toISOString();
  let written: { readonly text: string; readonly at: number } | null = null;
  let writing: Promise<void> | null = null;

  const write = (): void => {
    if (writing !== null) return;
    const now = progress();
    const text = JSON.stringify(now);
    if (text === written?.text && performance.now() - written.at < HEARTBEAT_MS) return;
    written = { text, at: performance.now() };
    const updatedAt = new Date().toISOString();
    const file: ProgressFile = { formatVersion: 1, study, studyHash, startedAt, updatedAt, ...now };
    writing = store
      .replace(key, new TextEncoder().encode(`${JSON.stringify(file)}\n`))
      .catch(() => {})
      .finally(() => {
        writing = null;
      });
  };
  const timer = setInterval(write, everyMs);
  // The run keeps the process alive, not its onlookers.
  timer.unref();

  return {
    async end() {
      clearInterval(timer);
      await writing;
      await store.remove(key).catch(() => {});
    },
  };
}

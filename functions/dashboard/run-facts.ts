import type { StudyProgress } from '../../results/catalogue/study-progress.ts';
import { grouped, shortened } from '../../results/charts/numbers.ts';
import type { ProgressFile } from '../../results/progress-file.ts';
import { durationText } from '../../results/report/duration.ts';

/** What a run says of itself in a few letters; the script writes the same where the page has it. */
export interface RunFact {
  readonly key: string;
  readonly term: string;
  readonly text: string;
}

/** The state of a study in a few words, with the time that is left. */
export function runHead({ status, run, stale }: Pick<StudyProgress, 'status' | 'run' | 'stale'>): string {
  if (status === 'complete') return 'Complete';
  if (stale) return 'Quiet';
  if (status === 'planned') return 'Waiting to start';
  if (status !== 'running') return status === 'partial' ? 'Stopped before its end' : 'Cannot be read';
  const left = run?.etaSeconds ?? null;
  return left === null ? 'Running' : `Running, about ${durationText(left)} to go`;
}

/** The share of the comparisons that a run has drawn, in [0, 1]; null where it does not know how many there will be. */
export const runShare = ({ rowsDone, rowsTotal }: ProgressFile): number | null =>
  rowsTotal > 0 ? Math.min(1, rowsDone / rowsTotal) : null;

/** A share of the work as whole per cent, which are never more than were done. */
export const percentText = (share: number): string => `${Math.floor(100 * share)} %`;

/** How long a run has been going on, how long it will, how fast it is and how well its values are known; `now` in milliseconds since 1970. */
export function runFacts(run: ProgressFile, now: number): readonly RunFact[] {
  const elapsed = (Math.max(now, Date.parse(run.updatedAt)) - Date.parse(run.startedAt)) / 1000;
  const { etaSeconds, worstRelativeMcse: worst } = run;
  return [
    { key: 'elapsed', term: 'Elapsed', text: durationText(elapsed) },
    { key: 'left', term: 'Left', text: etaSeconds === null ? 'not known yet' : durationText(etaSeconds) },
    { key: 'rate', term: 'Rate', text: `${shortened(run.rowsPerSecond)} rows/s` },
    {
      key: 'sets',
      term: 'Data sets',
      text: `${shortened(run.replicatesDone)} of ${shortened(run.replicatesTotal)}`,
    },
    { key: 'failed', term: 'Failed fits', text: grouped(run.failures) },
    {
      key: 'error',
      term: 'Largest error',
      text: worst === null ? 'not known yet' : `${Number((100 * worst).toPrecision(2))} %`,
    },
  ];
}

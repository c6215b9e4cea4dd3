import type { Design } from '../charts/design.ts';
import { grouped } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
import type { CellSummary, Summary } from '../summary.ts';
import { type FailureNote, failureNotes } from './notes.ts';
import { replayCommandLine } from './replay-command.ts';

/** Cells that a sentence names one by one. */
const MOST_NAMED = 5;

/** Failed fits of one estimator over the cells of a study. */
interface Failures {
  readonly cells: {
    readonly cell: CellSummary;
    readonly failed: number;
    readonly first: number | undefined;
  }[];
  readonly causes: Map<string, number>;
  all: number;
}

/**
 * What failed: a sentence for every cell and estimator or, where something varies, one for every estimator: how many fits, of
 * how many, why, and in which cells the most, with the command that shows the first of the worst cell.
 */
export function designFailureNotes({ factors, summary }: Design): readonly FailureNote[] {
  if (factors.length === 0) return failureNotes(summary);
  const found = new Map<string, Failures>();
  for (const cell of summary.cells) {
    for (const { id, failures, measures, firstFailure } of cell.estimators) {
      const own: Failures = found.get(id) ?? { cells: [], causes: new Map(), all: 0 };
      found.set(id, own);
      own.all += measures.failureRate?.replicates ?? 0;
      let failed = 0;
      for (const [cause, count] of Object.entries(failures)) {
        own.causes.set(cause, (own.causes.get(cause) ?? 0) + count);
        failed += count;
      }
      if (failed > 0) own.cells.push({ cell, failed, first: firstFailure?.replicate });
    }
  }
  return [...found].flatMap(([id, failures]) =>
    failures.cells.length === 0 ? [] : [note(summary, id, failures)],
  );
}

function note({ study, cells: all }: Summary, id: string, failures: Failures): FailureNote {
  const [{ cell, first }] = failures.cells.toSorted((a, b) => b.failed - a.failed);
  const told = sentence(id, failures, all.length);
  return first === undefined
    ? { sentence: told }
    : { sentence: told, command: replayCommandLine(study, cell.key, first) };
}

function sentence(id: string, { cells, causes, all }: Failures, total: number): string {
  const count = cells.reduce((sum, { failed }) => sum + failed, 0);
  const why = [...causes].map(([cause, times]) => (causes.size === 1 ? cause : `${grouped(times)} ${cause}`));
  const worst = cells.toSorted((a, b) => b.failed - a.failed).slice(0, MOST_NAMED);
  const named = worst.map(({ cell, failed }) => `${grouped(failed)} in ${cell.key}`);
  const most = cells.length > worst.length ? 'the most ' : '';
  return (
    `${grouped(count)} of ${grouped(all)} fits of ${estimatorName(id)} failed, in ${grouped(cells.length)} of ${grouped(total)} cells ` +
    `(${why.join('; ')}): ${most}${named.join('; ')}.`
  );
}

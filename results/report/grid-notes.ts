import type { Design } from '../charts/design.ts';
import { grouped } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
import type { CellSummary } from '../summary.ts';
import { failureLines } from './notes.ts';

/** Cells that a sentence names one by one. */
const MOST_NAMED = 5;

/** Failed fits of one estimator over the cells of a study. */
interface Failures {
  readonly cells: { readonly cell: CellSummary; readonly failed: number }[];
  readonly causes: Map<string, number>;
  all: number;
}

/**
 * What failed: a sentence for every cell and estimator or, where something varies, one for every estimator: how many fits, of
 * how many, why, and in which cells the most.
 */
export function failureNotes({ factors, summary }: Design): readonly string[] {
  if (factors.length === 0) return failureLines(summary);
  const found = new Map<string, Failures>();
  for (const cell of summary.cells) {
    for (const { id, failures, measures } of cell.estimators) {
      const own: Failures = found.get(id) ?? { cells: [], causes: new Map(), all: 0 };
      found.set(id, own);
      own.all += measures.failureRate?.replicates ?? 0;
      let failed = 0;
      for (const [cause, count] of Object.entries(failures)) {
        own.causes.set(cause, (own.causes.get(cause) ?? 0) + count);
        failed += count;
      }
      if (failed > 0) own.cells.push({ cell, failed });
    }
  }
  return [...found].flatMap(([id, failures]) =>
    failures.cells.length === 0 ? [] : [sentence(id, failures, summary.cells.length)],
  );
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

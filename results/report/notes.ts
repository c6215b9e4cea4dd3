import { grouped } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
import type { CellSummary, EstimatorSummary, Summary } from '../summary.ts';
import { replayCommandLine } from './replay-command.ts';

const CAUSES: Readonly<Record<string, string>> = {
  separable: 'separable, so that the likelihood has no maximum',
  degenerate: 'degenerate: no single direction is best',
  diverged: 'diverged',
  'not-converged': 'not converged within the limit of steps',
  infeasible:
    'infeasible: the first coefficient of the maximum is not positive, so that it cannot be fixed at 1',
};

/** Failures told one by one at most: a grid may have them in 10^5 cells. */
const FAILURES_TOLD = 10;

/** What is said of one estimator's failures in one cell. */
export interface FailureNote {
  readonly sentence: string;
  /** Shows the first of them; absent where the summary does not say which it was. */
  readonly command?: string;
}

/**
 * One note for every cell and estimator in which a fit failed: how many, of how many, where, why, and the command that shows
 * the first; the first ten, and how many more there are.
 */
export function failureNotes({ cells, study }: Summary): readonly FailureNote[] {
  const failed = cells.flatMap((cell) =>
    cell.estimators
      .filter(({ failures }) => Object.values(failures).some((count) => count > 0))
      .map((estimator) => ({ cell, estimator })),
  );
  const notes = failed.slice(0, FAILURES_TOLD).map(({ cell, estimator }) => {
    const { firstFailure: first } = estimator;
    const sentence = failureSentence(cell, estimator);
    return first === undefined
      ? { sentence }
      : { sentence, command: replayCommandLine(study, cell.key, first.replicate) };
  });
  const more = failed.length - FAILURES_TOLD;
  if (more <= 0) return notes;
  const rest = `And ${grouped(more)} more with failed fits; summary.json has them all.`;
  return [...notes, { sentence: rest }];
}

/** A note on one line. */
export const noteLine = ({ sentence, command }: FailureNote): string =>
  command === undefined ? sentence : `${sentence} The first: ${command}`;

function failureSentence(cell: CellSummary, { id, failures, measures }: EstimatorSummary): string {
  const causes = Object.entries(failures).filter(([, count]) => count > 0);
  const failed = causes.reduce((sum, [, count]) => sum + count, 0);
  const all = measures.failureRate?.replicates;
  const of = all === undefined ? '' : ` of ${grouped(all)}`;
  const why = causes.map(([status, count]) =>
    causes.length === 1 ? (CAUSES[status] ?? status) : `${grouped(count)} ${CAUSES[status] ?? status}`,
  );
  const where = Object.keys(cell.factors).length === 0 ? `at n = ${grouped(cell.n)}` : `in cell ${cell.key}`;
  return `${grouped(failed)}${of} fits of ${estimatorName(id)} failed ${where}: ${why.join('; ')}.`;
}

/** One sentence for every cell and estimator with blocks that are not there. */
export function gapLines({ missing = [] }: Summary): readonly string[] {
  return missing.map(
    ({ cell, estimator, blocks }) =>
      `Missing: ${blocks.length === 1 ? 'block' : 'blocks'} ${ranges(blocks)} of ${estimatorName(estimator)} in cell ${cell}.`,
  );
}

/** 1, 2, 3, 7 as `1 to 3, 7`. */
function ranges(values: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const value of [...values].sort((a, b) => a - b)) {
    const last = runs[runs.length - 1];
    if (last !== undefined && value === last[1] + 1) last[1] = value;
    else runs.push([value, value]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`)).join(', ');
}

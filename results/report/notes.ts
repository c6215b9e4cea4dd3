import { grouped } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
import type { Summary } from '../summary.ts';

const CAUSES: Readonly<Record<string, string>> = {
  separable: 'separable, so that the likelihood has no maximum',
  degenerate: 'degenerate: the objective is constant',
  diverged: 'diverged',
  'not-converged': 'not converged within the limit of steps',
  infeasible:
    'infeasible: the first coefficient of the maximum is not positive, so that it cannot be fixed at 1',
};

/** One sentence for every cell and estimator in which a fit failed: how many, of how many, at which n, and why. */
export function failureLines({ cells }: Summary): readonly string[] {
  return cells.flatMap(({ n, estimators }) =>
    estimators.flatMap(({ id, failures, measures }) => {
      const causes = Object.entries(failures).filter(([, count]) => count > 0);
      if (causes.length === 0) return [];
      const failed = causes.reduce((sum, [, count]) => sum + count, 0);
      const all = measures.failureRate?.replicates;
      const of = all === undefined ? '' : ` of ${grouped(all)}`;
      const why = causes.map(([status, count]) =>
        causes.length === 1 ? (CAUSES[status] ?? status) : `${grouped(count)} ${CAUSES[status] ?? status}`,
      );
      return [
        `${grouped(failed)}${of} fits of ${estimatorName(id)} failed at n = ${grouped(n)}: ${why.join('; ')}.`,
      ];
    }),
  );
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

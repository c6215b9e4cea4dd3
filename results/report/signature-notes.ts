import { canonicalJson } from '../../functions/study/canonical-json.ts';
import type { EstimatorSpec } from '../../functions/study/study.ts';
import { byFactors } from '../by-factors.ts';
import { DEGREES, grouped } from '../charts/numbers.ts';
import { estimatorName } from '../charts/series.ts';
import type { CellSummary, Summary } from '../summary.ts';
import type { FailureNote } from './notes.ts';

/** Notes told one by one at most. */
const MOST_TOLD = 6;
/** An angle this large that has stopped falling is not noise: radians. */
const LARGE = (5 * Math.PI) / 180;
/** Over at least this factor of n the cube-root law would bring an error down to .68 of itself or less. */
const FACTOR = 3.1;
const STAYS = 0.9;
/** More failed fits than these and the fits have not converged. */
const MOST_FAILED = 0.05;

/**
 * The failure signatures of the paper, where a study shows them: annealed fits that diverge or do not converge, which is the
 * sign of an improper schedule; and fits of the sign estimator that converge while the angle stays large as n grows, which is the
 * sign of users who are not symmetric about their mean, or of a smoothed score with its lambda fixed.
 *
 * Source: the failure signatures that arXiv 2510.23965 names.
 */
export function signatureNotes(summary: Summary): readonly FailureNote[] {
  if (!mayShow(summary)) return [];
  const combinations = byFactors(summary.cells);
  const notes = summary.study.scenarios.flatMap((scenario) =>
    scenario.estimators.flatMap((spec) => {
      if (spec.kind !== 'sign') return [];
      const cells = combinations.get(canonicalJson(scenario.factors)) ?? [];
      return [...trainingNotes(spec, cells), ...angleNotes(spec, cells)];
    }),
  );
  const more = notes.length - MOST_TOLD;
  if (more <= 0) return notes;
  return [
    ...notes.slice(0, MOST_TOLD),
    { sentence: `And ${grouped(more)} more such signs in other combinations.` },
  ];
}

/** Whether a study has what a signature is read from: an annealed fit, or sizes far enough apart; most large grids have neither. */
const mayShow = ({ study: { sampleSizes, scenarios } }: Summary): boolean =>
  sampleSizes[0] * FACTOR <= sampleSizes[sampleSizes.length - 1] ||
  scenarios.some(({ estimators }) =>
    estimators.some((spec) => spec.kind === 'sign' && spec.solver === 'anneal'),
  );

function trainingNotes(
  spec: Extract<EstimatorSpec, { readonly kind: 'sign' }>,
  cells: readonly CellSummary[],
): readonly FailureNote[] {
  if (spec.solver !== 'anneal') return [];
  const failed = cells.filter((cell) => {
    const failures = failuresOf(cell, spec.id);
    return (failures.diverged ?? 0) + (failures['not-converged'] ?? 0) > 0;
  });
  if (failed.length === 0) return [];
  const where = whereIn(failed);
  return [
    {
      sentence: `${estimatorName(spec.id)} diverges or does not converge ${where}: the sign of improper annealing. Lower the last lambda, take more steps, or use the solver staged.`,
    },
  ];
}

function angleNotes(
  spec: Extract<EstimatorSpec, { readonly kind: 'sign' }>,
  cells: readonly CellSummary[],
): readonly FailureNote[] {
  const points = cells.flatMap((cell) => {
    const measures = cell.estimators.find(({ id }) => id === spec.id)?.measures;
    const angle = measures?.meanAngle?.value;
    const failed = measures?.failureRate?.value ?? 1;
    return angle == null || failed > MOST_FAILED ? [] : [{ cell, angle }];
  });
  const last = points.at(-1);
  const before = last && points.findLast(({ cell }) => cell.n * FACTOR <= last.cell.n);
  if (last === undefined || before === undefined) return [];
  if (last.angle < LARGE || last.angle < STAYS * before.angle) return [];
  const smooth = spec.solver === 'anneal' || spec.solver === 'staged';
  const angles = `${(DEGREES * before.angle).toFixed(1)} degrees at n = ${grouped(before.cell.n)} and ${(DEGREES * last.angle).toFixed(1)} at n = ${grouped(last.cell.n)}`;
  const cause = smooth
    ? 'users are not symmetric about their mean taste, or lambda is too small for them'
    : 'users are not symmetric about their mean taste';
  return [
    {
      sentence: `The fits of ${estimatorName(spec.id)} converge while their angle stays high, ${angles}${inCombination(last.cell)}: the sign that ${cause}.`,
    },
  ];
}

const failuresOf = (cell: CellSummary, id: string): Readonly<Record<string, number>> =>
  cell.estimators.find((one) => one.id === id)?.failures ?? {};

function whereIn(cells: readonly CellSummary[]): string {
  const named = cells
    .slice(0, 3)
    .map(({ factors, n, key }) => (Object.keys(factors).length === 0 ? `n = ${grouped(n)}` : key));
  const more = cells.length - named.length;
  return `at ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const inCombination = ({ factors, key }: CellSummary): string =>
  Object.keys(factors).length === 0 ? '' : ` (${key})`;

import type { Evaluation, EvaluationRow } from './evaluation-manifest.ts';

/** Mixtures of more kinds than one that are told who gave each label. */
const isMixture = (id: string): boolean => /^em-(?:[2-9]|\d\d+)$/.test(id);

/** Rows of the largest size. */
export const largestRows = ({ rows }: Evaluation): readonly EvaluationRow[] => {
  const n = Math.max(...rows.map((row) => row.n));
  return rows.filter((row) => row.n === n);
};

/** The mixtures that gave directions at the largest size, the one with the smallest angle first. */
export const mixturesByAngle = (evaluation: Evaluation): readonly EvaluationRow[] =>
  largestRows(evaluation)
    .filter(({ estimator, angle }) => isMixture(estimator) && angle !== null)
    .sort((a, b) => (a.angle?.value ?? 0) - (b.angle?.value ?? 0));

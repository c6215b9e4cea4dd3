import { DataError } from '../data/data-error.ts';
import { estimatorFindings, resolveEstimator } from '../study/spec/estimators/resolve.ts';
import { type EstimatorFile, estimatorSchema } from '../study/spec/estimators/schema.ts';
import type { EstimatorSetting } from '../study/spec/estimators/setting.ts';
import { signSchema } from '../study/spec/estimators/sign.ts';
import { nearest } from '../study/spec/nearest.ts';
import type { EstimatorSpec } from '../study/study.ts';

/** What estimators are to be fitted to. */
export interface FitSetting extends EstimatorSetting {
  /** Comparisons; without them a search takes what it takes on few. */
  readonly n?: number;
}

/** Dimensions up to this one have an exact solver. */
const MOST_EXACT = 3;

/**
 * Estimators by their names: a kind, or a solver of `sign`. `sign` itself maximises the score: exactly in up to three dimensions, else by
 * great circles. Throws DataError for a name that is none.
 *
 * A study's default in more dimensions is the maximum of a smoothed score at a fixed temperature. On features and tastes of the size that a study has it
 * is close to that of the score; on a person's own features it may be far from it, and tell fewer choices rightly than RLHF.
 */
export function estimatorsNamed(names: readonly string[], setting: FitSetting): readonly EstimatorSpec[] {
  const files = names.map((name) => (name === 'sign' ? maximiser(setting) : fileNamed(name)));
  const [problem] = estimatorFindings(files, setting);
  if (problem !== undefined) throw new EstimatorNameError(`--estimator: ${problem.sentence}.`);
  return files.map((file) => resolveEstimator(file, setting));
}

/** Values of a sample that is searched once more from each other direction. */
const VALUES_A_RESTART = 5_000_000;
const MOST_RESTARTS = 10;

/** Large samples are searched from fewer directions: their score is nearly smooth. */
function maximiser({ n = 0, d }: FitSetting): EstimatorFile {
  if (d <= MOST_EXACT) return fileNamed('sign');
  const restarts = Math.min(MOST_RESTARTS, Math.floor(VALUES_A_RESTART / (n * d + 1)));
  return { id: 'sign', kind: 'sign', solver: 'great-circle', restarts };
}

/** An estimator that cannot be asked for. */
export class EstimatorNameError extends DataError {}

function fileNamed(name: string): EstimatorFile {
  for (const candidate of [name, { id: name, kind: 'sign', solver: name }]) {
    const parsed = estimatorSchema.safeParse(candidate);
    if (parsed.success) return parsed.data;
  }
  const names = estimatorNames();
  const hint = nearest(name, names);
  throw new EstimatorNameError(
    `--estimator has ${JSON.stringify(name.slice(0, 60))}; ${hint === undefined ? `allowed: ${names.join(', ')}` : `did you mean ${hint}?`}`,
  );
}

/** All that can be asked for without options. */
export function estimatorNames(): readonly string[] {
  const solvers = signSchema.shape.solver.unwrap().options;
  const [kinds] = estimatorSchema.options;
  return [...kinds.options, ...solvers];
}

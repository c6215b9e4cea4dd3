import { DataError } from '../data/data-error.ts';
import { estimatorFindings, resolveEstimator } from '../study/spec/estimators/resolve.ts';
import { type EstimatorFile, estimatorSchema } from '../study/spec/estimators/schema.ts';
import type { EstimatorSetting } from '../study/spec/estimators/setting.ts';
import { signSchema } from '../study/spec/estimators/sign.ts';
import { nearest } from '../study/spec/nearest.ts';
import type { EstimatorSpec } from '../study/study.ts';

/** Estimators by their names: a kind, or a solver of `sign`. Throws DataError for a name that is none. */
export function estimatorsNamed(
  names: readonly string[],
  setting: EstimatorSetting,
): readonly EstimatorSpec[] {
  const files = names.map(fileNamed);
  const [problem] = estimatorFindings(files, setting);
  if (problem !== undefined) throw new EstimatorNameError(`--estimator: ${problem.sentence}.`);
  return files.map((file) => resolveEstimator(file, setting));
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

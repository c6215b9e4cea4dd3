import type { EstimatorSpec } from '../study.ts';
import { contradiction, type Finding, type Path } from './findings.ts';
import type { EstimatorFile } from './schema.ts';

const LAMBDA: readonly [number, number] = [1, 15];
const STEPS = 300;
/** Options that only solver: anneal reads. */
const ANNEAL_OPTIONS: readonly ('lambda' | 'steps')[] = ['lambda', 'steps'];

type SignFile = Extract<EstimatorFile, { readonly kind: 'sign' }>;

/** How a population wants its estimators to answer. */
export interface Answers {
  readonly normalise?: 'first' | undefined;
}

/** An estimator with every default filled in for d features, normalised as the population says. */
export function resolveEstimator(
  written: EstimatorFile,
  d: number,
  { normalise }: Answers = {},
): EstimatorSpec {
  const options = resolveOptions(named(written), d);
  return normalise === undefined ? options : { ...options, normalise };
}

function resolveOptions(estimator: Exclude<EstimatorFile, string>, d: number): EstimatorSpec {
  if (estimator.kind === 'rlhf') return estimator;
  const { id, kind, lambda, steps } = estimator;
  if (solverOf(estimator, d) === 'exact') return { id, kind, solver: 'exact' };
  return { id, kind, solver: 'anneal', lambda: lambda ?? LAMBDA, steps: steps ?? STEPS };
}

/** What does not go together in a list of estimators; `d` is undefined where the file's dimension is unusable. */
export function estimatorFindings(
  written: readonly EstimatorFile[],
  d: number | undefined,
): readonly Finding[] {
  const estimators = written.map(named);
  const repeated = estimators.flatMap(({ id }, i) => {
    const first = estimators.findIndex((other) => other.id === id);
    if (first === i) return [];
    const path: Path = ['estimators', i, ...(typeof written[i] === 'string' ? [] : ['id'])];
    return [
      contradiction(path, `is ${id}, as is estimators[${first}]`, 'every estimator needs an id of its own'),
    ];
  });
  return [
    ...repeated,
    ...estimators.flatMap((estimator, i) =>
      estimator.kind === 'sign' && d !== undefined ? signFindings(estimator, d, ['estimators', i]) : [],
    ),
  ];
}

/** A kind alone is also the id. */
const named = (written: EstimatorFile): Exclude<EstimatorFile, string> =>
  typeof written === 'string' ? { id: written, kind: written } : written;

const solverOf = ({ solver }: SignFile, d: number): 'exact' | 'anneal' =>
  solver ?? (d === 2 ? 'exact' : 'anneal');

function signFindings(estimator: SignFile, d: number, path: Path): readonly Finding[] {
  if (solverOf(estimator, d) !== 'exact') return [];
  if (d !== 2) {
    const rule = `the population has ${d} features; allowed: anneal`;
    return [contradiction([...path, 'solver'], 'is exact, which needs dimension 2', rule)];
  }
  const rule =
    estimator.solver === undefined ? 'exact is the default for dimension 2' : 'the solver here is exact';
  return ANNEAL_OPTIONS.filter((option) => estimator[option] !== undefined).map((option) =>
    contradiction([...path, option], 'is an option of solver: anneal', rule),
  );
}

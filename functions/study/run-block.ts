import type { Fit, FitStatus } from '../../kernels/estimators/fit.ts';
import { createSampler } from '../../kernels/populations/sampler.ts';
import type { Engine } from './engine.ts';
import { estimatorOf } from './estimators.ts';
import { philoxKey } from './mechanism.ts';
import type { BlockTask, Cell } from './plan.ts';
import type { EstimatorSpec } from './study.ts';

/** What one estimator found on the replicates of one block, in replicate order. */
export interface EstimatorOutcomes {
  readonly estimator: EstimatorSpec;
  readonly statuses: readonly FitStatus[];
  /** Row-major size x d; NaN rows where the fit failed. */
  readonly directions: readonly (readonly number[])[];
  readonly scores: readonly number[];
  readonly evaluations: readonly number[];
  /** Each list has one value a replicate. */
  readonly diagnostics: Readonly<Record<string, readonly number[]>>;
}

/**
 * Simulates the replicates of one block, whole, and fits every estimator of the task to each: all see the same data.
 * A pure function of the task; the engine only lends its memory.
 */
export function runBlock(
  { cell, block, estimators }: BlockTask,
  engine: Engine,
): readonly EstimatorOutcomes[] {
  return runReplicates({ cell, first: block * cell.blockSize, count: cell.blockSize, estimators }, engine);
}

/** One replicate alone, the same numbers as in its block. */
export function replayReplicate(
  cell: Cell,
  replicate: number,
  estimators: readonly EstimatorSpec[],
  engine: Engine,
): readonly EstimatorOutcomes[] {
  return runReplicates({ cell, first: replicate, count: 1, estimators }, engine);
}

interface Replicates {
  readonly cell: Cell;
  readonly first: number;
  readonly count: number;
  readonly estimators: readonly EstimatorSpec[];
}

function runReplicates(
  { cell, first, count, estimators }: Replicates,
  engine: Engine,
): readonly EstimatorOutcomes[] {
  const key = philoxKey(cell);
  const release = engine.mark();
  const sampler = createSampler(engine, cell.population, cell.n);
  const fitted = estimators.map((spec) => {
    const fits: Fit[] = [];
    return { spec, estimator: estimatorOf(spec), fits };
  });
  for (let replicate = first; replicate < first + count; replicate++) {
    sampler.draw(key, replicate);
    for (const { estimator, fits } of fitted) fits.push(estimator.fit(sampler.sample));
  }
  release();
  return fitted.map(({ spec, fits }) => outcomesOf(spec, fits));
}

function outcomesOf(estimator: EstimatorSpec, fits: readonly Fit[]): EstimatorOutcomes {
  const names = [...new Set(fits.flatMap(({ diagnostics }) => Object.keys(diagnostics)))].sort();
  return {
    estimator,
    statuses: fits.map(({ status }) => status),
    directions: fits.map(({ direction }) => [...direction]),
    scores: fits.map(({ score }) => score),
    evaluations: fits.map(({ evaluations }) => evaluations),
    diagnostics: Object.fromEntries(
      names.map((name) => [name, fits.map(({ diagnostics }) => diagnostics[name] ?? Number.NaN)]),
    ),
  };
}

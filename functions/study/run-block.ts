import type { Sample } from '../../kernels/arena.ts';
import type { Fit, FitStatus, FitStep } from '../../kernels/estimators/fit.ts';
import { createSampler } from '../../kernels/populations/sampler.ts';
import { dataDigest } from './data-digest.ts';
import type { Engine } from './engine.ts';
import { estimatorOf } from './estimators/registry.ts';
import { estimatorRole, philoxKey } from './mechanism.ts';
import type { BlockTask, Cell } from './plan.ts';
import { searchOn } from './search-sample.ts';
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

/** One replicate computed again, with what only a person who looks at it needs. */
export interface Replay {
  /** SHA-256 of the data set, as `dataDigest` defines it. */
  readonly digest: string;
  /** One an estimator: its outcome, in lists of one, and the steps of its iteration. */
  readonly fits: readonly { readonly outcomes: EstimatorOutcomes; readonly steps: readonly FitStep[] }[];
}

/** One replicate alone, the same numbers as in its block. */
export function replayReplicate(cell: Cell, replicate: number, engine: Engine): Replay {
  let digest = '';
  const steps = cell.estimators.map((): FitStep[] => []);
  const outcomes = runReplicates({ cell, first: replicate, count: 1, estimators: cell.estimators }, engine, {
    onSample: (sample) => {
      digest = dataDigest(sample);
    },
    onStep: (estimator, step) => steps[estimator].push(step),
  });
  return { digest, fits: outcomes.map((found, i) => ({ outcomes: found, steps: steps[i] })) };
}

interface Replicates {
  readonly cell: Cell;
  readonly first: number;
  readonly count: number;
  readonly estimators: readonly EstimatorSpec[];
}

/** Looks on; it changes no number. */
interface Observer {
  readonly onSample: (sample: Sample) => void;
  /** A step of the estimator at this place of the list. */
  readonly onStep: (estimator: number, step: FitStep) => void;
}

function runReplicates(
  { cell, first, count, estimators }: Replicates,
  engine: Engine,
  observer?: Observer,
): readonly EstimatorOutcomes[] {
  const key = philoxKey(cell);
  const release = engine.mark();
  const sampler = createSampler(engine, cell.population, cell.n, engine.tables);
  const fitted = estimators.map((spec, i) => {
    const fits: Fit[] = [];
    const onStep = observer === undefined ? undefined : (step: FitStep) => observer.onStep(i, step);
    return { spec, estimator: estimatorOf(spec), role: estimatorRole(spec), fits, onStep };
  });
  for (let replicate = first; replicate < first + count; replicate++) {
    sampler.draw(key, replicate);
    observer?.onSample(sampler.sample);
    const { sample, dispose } = searchOn(sampler.sample, engine.search);
    for (const { estimator, role, fits, onStep } of fitted) {
      const stream = { key0: key[0], key1: key[1], role, replicate };
      fits.push(estimator.fit(sample, { stream, onStep }));
    }
    dispose();
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

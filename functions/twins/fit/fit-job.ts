import { byUser, denseEm, strangers } from '../../../kernels/dense/dense-em.ts';
import type { DenseFit, OnEvaluation } from '../../../kernels/dense/dense-fit.ts';
import { denseRlhf } from '../../../kernels/dense/dense-rlhf.ts';
import { type Judged, loadDense } from '../../../kernels/dense/dense-sample.ts';
import { type DenseShape, denseShape } from '../../../kernels/dense/dense-shape.ts';
import { denseAnneal, denseStaged } from '../../../kernels/dense/dense-sign.ts';
import type { Desk } from '../../../kernels/dense/dense-table.ts';
import {
  type PersonaFit,
  type PersonaLabels,
  personaFit,
  type RidgeLosses,
  ridgeLosses,
} from '../../../kernels/dense/persona-fits.ts';
import { ownRandom } from '../../../kernels/random/own-random.ts';

/** What is fitted: an estimator with its options. `ridge` is relative to the mean square of a feature. */
export type EstimatorOf =
  | { readonly kind: 'rlhf'; readonly ridge: number; readonly tolerance?: number }
  | { readonly kind: 'staged'; readonly lambda: readonly number[] }
  | { readonly kind: 'anneal'; readonly lambda: readonly [number, number]; readonly steps: number }
  | {
      readonly kind: 'em';
      readonly components: number;
      readonly ridge: number;
      readonly starts: number;
      readonly seed: number;
      readonly tolerance?: number;
    };

/** Components of the largest mixture that is fitted: tables have room for it. */
export const MOST_COMPONENTS = 5;

export interface FitJob extends Judged {
  readonly estimator: EstimatorOf;
  /** Who gave each label; absent where that is not known. */
  readonly personas?: Uint32Array;
}

/** Fits one estimator to labels on a table. */
export function runFit(desk: Desk, job: FitJob, onEvaluation?: OnEvaluation): DenseFit {
  const release = desk.mark();
  const shape = denseShape(desk, job);
  const fit = fitted(desk, shape, job, onEvaluation);
  release();
  return fit;
}

function fitted(desk: Desk, shape: DenseShape, job: FitJob, onEvaluation?: OnEvaluation): DenseFit {
  const { estimator } = job;
  switch (estimator.kind) {
    case 'rlhf': {
      const { theta: _, ...fit } = denseRlhf(
        loadDense(desk, job),
        shape,
        { ...toleranceOf(estimator), ridge: estimator.ridge * shape.unit },
        onEvaluation,
      );
      return fit;
    }
    case 'staged':
      return denseStaged(loadDense(desk, job), shape, estimator.lambda, onEvaluation);
    case 'anneal':
      return denseAnneal(loadDense(desk, job), shape, estimator, onEvaluation);
    case 'em':
      return mixture(desk, shape, { ...job, estimator }, onEvaluation);
    default:
      return estimator satisfies never;
  }
}

type EmJob = FitJob & { readonly estimator: Extract<EstimatorOf, { readonly kind: 'em' }> };

function mixture(desk: Desk, shape: DenseShape, job: EmJob, onEvaluation?: OnEvaluation): DenseFit {
  const { estimator, personas } = job;
  const { judged, users } =
    personas === undefined ? { judged: job, users: strangers(job.rows.length) } : byUser(job, personas);
  const { components, starts, seed, ridge } = estimator;
  return denseEm(loadDense(desk, judged, components), {
    shape,
    signs: judged.signs,
    users,
    options: { components, starts, ridge: ridge * shape.unit, ...toleranceOf(estimator) },
    random: ownRandom({ key0: seed, key1: components, role: EM_ROLE, replicate: 0 }),
    ...(onEvaluation === undefined ? {} : { onEvaluation }),
  });
}

/** Of the starts of mixtures: roles from 2^31 up belong to estimators. */
const EM_ROLE = 0xe0000001;

const toleranceOf = ({ tolerance }: { readonly tolerance?: number }): { readonly tolerance?: number } =>
  tolerance === undefined ? {} : { tolerance };

/** What is done for each of many personas. `ridges` are relative to the mean square of a feature, from large to small. */
export type PersonasJob =
  | { readonly kind: 'cross'; readonly labels: readonly PersonaLabels[]; readonly ridges: readonly number[] }
  | { readonly kind: 'fit'; readonly labels: readonly PersonaLabels[]; readonly ridge: number };

export type PersonasAnswer =
  | { readonly kind: 'cross'; readonly answers: readonly RidgeLosses[] }
  | { readonly kind: 'fit'; readonly answers: readonly PersonaFit[] };

/** Does a job for each of its personas; the features' shape is that of the whole table. */
export function runPersonas(
  desk: Desk,
  job: PersonasJob,
  onDone?: (personas: number) => void,
): PersonasAnswer {
  const { n } = desk.table;
  const every = Uint32Array.from({ length: n }, (_, i) => i);
  const shape = denseShape(desk, { rows: every, signs: new Int8Array(0) });
  const each = <Answer>(answer: (labels: PersonaLabels) => Answer): readonly Answer[] =>
    job.labels.map((labels, k) => {
      const found = answer(labels);
      onDone?.(k + 1);
      return found;
    });
  switch (job.kind) {
    case 'cross': {
      const ridges = job.ridges.map((ridge) => ridge * shape.unit);
      return { kind: 'cross', answers: each((labels) => ridgeLosses(desk, shape, labels, ridges)) };
    }
    case 'fit':
      return {
        kind: 'fit',
        answers: each((labels) => personaFit(desk, shape, labels, job.ridge * shape.unit)),
      };
    default:
      return job satisfies never;
  }
}

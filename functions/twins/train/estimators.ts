import type { EstimatorOf } from '../fit/fit-job.ts';

/** An estimator of `train`, by the name it has in tables. */
export interface TwinsEstimator {
  readonly id: string;
  readonly label: string;
  readonly spec: EstimatorOf;
  /** Whether it is told who gave each label. */
  readonly panel: boolean;
}

/** Penalty of RLHF and of mixtures, relative to the mean square of a feature: small, so that a maximum exists whatever the labels. */
const RIDGE = 1e-4;
const STAGES: readonly number[] = [1, 2, 4, 8, 15];
const STEPS = 300;
const STARTS = 2;

const em = (components: number, panel: boolean): TwinsEstimator => ({
  id: `em-${components}${panel ? '' : '-pooled'}`,
  label: `EM, K = ${components}${panel ? '' : ', pooled'}`,
  spec: { kind: 'em', components, ridge: RIDGE, starts: STARTS, seed: 1 },
  panel,
});

/** In the order of tables. Pooled: the same labels, without who gave them. */
export const ESTIMATORS: readonly TwinsEstimator[] = [
  { id: 'rlhf', label: 'RLHF', spec: { kind: 'rlhf', ridge: RIDGE }, panel: false },
  { id: 'sign', label: 'sign, staged', spec: { kind: 'staged', lambda: STAGES }, panel: false },
  {
    id: 'annealed',
    label: 'sign, annealed 1 to 15',
    spec: { kind: 'anneal', lambda: [1, 15], steps: STEPS },
    panel: false,
  },
  {
    id: 'fixed-5',
    label: 'sign, fixed at 5',
    spec: { kind: 'anneal', lambda: [5, 5], steps: STEPS },
    panel: false,
  },
  ...[1, 2, 3, 5].map((components) => em(components, true)),
  ...[2, 3, 5].map((components) => em(components, false)),
];

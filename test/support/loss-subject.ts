import { expect } from 'vitest';
import type { LoadedComparisons, Losses, LossSum, Precision } from '../../kernels/losses/contract.ts';
import { type LossCase, sourceOf } from './loss-data.ts';
import { annealedReference, type Bounded, type BoundedSum, type Data } from './reference-losses.ts';
import { recipeRows } from './samples.ts';

export const PROPERTY = { seed: 20251028, numRuns: 80 } as const;

const ROWS = recipeRows({ n: 203, d: 4, seed: 31, beta: [2, -1, 0.5, 0] });
/** The backend under test, and how many random data sets a property takes. */
export interface LossSubject {
  /** Makes the backend; called once a test. */
  readonly open: () => Losses;
  readonly property: { readonly seed: number; readonly numRuns: number };
}

export const DATA: Data = { d: 4, rows: ROWS, weights: ROWS.map((_, i) => ((7 * i) % 5) / 2) };
export const THETA = [0.6, -0.3, 0.5, 0.2];
export const LAMBDA = 3;

/** Within the promise, `copies` times over where several results with errors of their own meet. */
export function expectBounded(found: number, { value, error }: Bounded, copies = 1): void {
  expect(Math.abs(found - value), `${found} against ${value}`).toBeLessThanOrEqual(copies * error);
}

export function expectSum(found: LossSum, expected: BoundedSum): void {
  expectBounded(found.sum, expected.sum);
  expect(found.gradient).toHaveLength(expected.gradient.length);
  for (const [j, bound] of expected.gradient.entries()) expectBounded(found.gradient[j], bound);
}

/** Two results with errors of their own, both promised to be near the expected one. */
export function expectClose(a: LossSum, b: LossSum, { sum, gradient }: BoundedSum): void {
  expectBounded(a.sum, { value: b.sum, error: sum.error }, 2);
  for (const [j, { error }] of gradient.entries()) {
    expectBounded(a.gradient[j], { value: b.gradient[j], error }, 2);
  }
}

/** Loads the data, with weights unless all are 1, and lends it. */
export function withLoaded<T>(losses: Losses, data: Data, use: (loaded: LoadedComparisons) => T): T {
  const weighted = data.weights.some((w) => w !== 1);
  const loaded = losses.load(sourceOf(data), weighted ? data.weights : undefined);
  try {
    return use(loaded);
  } finally {
    loaded.dispose();
  }
}
export const precisionOf = (losses: Losses, { rows, d }: Data): Precision => losses.precision(rows.length, d);
export const annealedOf = (losses: Losses, { data, theta, lambda }: LossCase): LossSum =>
  withLoaded(losses, data, (loaded) => loaded.annealed([{ direction: theta, lambda }])[0]);
export const logisticOf = (losses: Losses, data: Data, theta: readonly number[]): LossSum =>
  withLoaded(losses, data, (loaded) => loaded.logistic([theta])[0]);
export const scoreOf = (losses: Losses, data: Data, theta: readonly number[]): number =>
  withLoaded(losses, data, (loaded) => loaded.score([theta])[0]);
export const promised = (losses: Losses, { data, theta, lambda }: LossCase): BoundedSum =>
  annealedReference(data, theta, lambda, precisionOf(losses, data));

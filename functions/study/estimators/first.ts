import { firstPositive } from '../../../kernels/estimators/first-positive.ts';
import type { Estimator } from './estimator.ts';

/** Where the first coefficient is fixed, an estimator that maximises over all directions may find one that it rules out. */
export const checkedFirst = (first: boolean, estimate: Estimator['fit']): Estimator['fit'] =>
  first ? (sample, call) => firstPositive(estimate(sample, call)) : estimate;

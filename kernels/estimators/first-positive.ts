import { type Fit, failedFit } from './fit.ts';

/**
 * A fit under the normalisation that fixes the first coefficient at 1: `infeasible` where the estimator's own maximum has
 * a first coordinate that is not positive, so that no multiple of it has the coefficient 1.
 */
export function firstPositive(fit: Fit): Fit {
  if (fit.status !== 'ok' || fit.direction[0] > 0) return fit;
  return failedFit('infeasible', fit.direction.length, fit.evaluations, fit.diagnostics);
}

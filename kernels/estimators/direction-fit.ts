import type { Sample } from '../arena.ts';
import { norm, unit } from '../math/vectors.ts';
import { type Fit, failedFit } from './fit.ts';
import { hardScore } from './hard-score.ts';

interface Found {
  readonly evaluations: number;
  readonly diagnostics: Fit['diagnostics'];
  /** Diagnostics where there is no direction; by default none. */
  readonly failed?: Fit['diagnostics'];
}

/** The fit of an estimate in R^d: its direction, and its length as the diagnostic `norm`; `degenerate` where it is 0. */
export function directionFit(
  sample: Sample,
  theta: Float64Array,
  { evaluations, diagnostics, failed }: Found,
): Fit {
  const length = norm(theta);
  if (!(length > 0)) return failedFit('degenerate', sample.d, evaluations, failed);
  const direction = unit(theta);
  const score = hardScore(sample, direction);
  return { status: 'ok', direction, score, evaluations, diagnostics: { ...diagnostics, norm: length } };
}

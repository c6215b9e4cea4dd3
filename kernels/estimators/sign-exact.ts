import type { Sample } from '../arena.ts';
import { integrateArcs } from './arcs.ts';
import { type Fit, type FitCall, failedFit } from './fit.ts';
import { type Directions, optimalArcs } from './optimal-arcs.ts';

/** Raised when numbers change. */
export const SIGN_EXACT_REVISION = 1;

/**
 * The exact maximiser of M_n(theta) = mean sign(z_i . theta) over the unit circle (T1), d = 2, or over its half
 * theta_1 > 0, where the first coefficient is fixed at 1.
 *
 * The argmax is a set of arcs. The direction is its length-weighted circular centroid, the integral of theta over all
 * optimal arcs, normalised; on the half circle it has a positive first coordinate, even where the maximum over the
 * whole circle lies on the other half. Zero rows change nothing; z and -z cancel. `degenerate` where M_n is the same for
 * all directions that compete, or the integral vanishes. Diagnostics: `arcs`, the number of optimal arcs, and `width`,
 * their total length in radians. One step: `objective`, the maximum of M_n, and `centroid`, the integral's length.
 *
 * Source: Manski (1975) for the estimator; the sweep is a rotating line over the dual arrangement.
 */
export function signExact(sample: Sample, directions: Directions = 'circle', { onStep }: FitCall = {}): Fit {
  if (sample.d !== 2) throw new RangeError(`signExact: d = ${sample.d}, only d = 2 is possible`);
  const { best, arcs, joined, constant } = optimalArcs(sample, directions);
  const centroid = integrateArcs(arcs);
  const norm = Math.sqrt(centroid.x * centroid.x + centroid.y * centroid.y);
  onStep?.({ objective: best / sample.n, centroid: norm });
  if (constant || !(norm > 1e-12 * centroid.chords)) return failedFit('degenerate', 2, 1);
  return {
    status: 'ok',
    direction: Float64Array.of(centroid.x / norm, centroid.y / norm),
    score: best / sample.n,
    evaluations: 1,
    diagnostics: { arcs: joined ? arcs.length - 1 : arcs.length, width: centroid.width },
  };
}

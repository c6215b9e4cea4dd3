import type { Sample } from '../arena.ts';
import { sampleLosses } from '../losses/linear-losses.ts';
import { integrateArcs } from './arcs.ts';
import { optimalCells } from './arrangement/optimal-cells.ts';
import { type Fit, type FitCall, failedFit } from './fit.ts';
import { type Directions, optimalArcs } from './optimal-arcs.ts';

/** Raised when numbers change. */
export const SIGN_EXACT_REVISION = 1;

/** What is left of a centroid that vanishes, relative to the size of the set. */
const NO_CENTRE = 1e-12;

/**
 * The exact maximiser of M_n(theta) = mean sign(z_i . theta) over the unit circle or sphere (T1), d = 2 or 3, or over its
 * half theta_1 > 0, where the first coefficient is fixed at 1.
 *
 * The argmax is a set of arcs, or of cells of the arrangement of great circles orthogonal to the rows. The direction is its
 * centroid weighted by length or area: the integral of theta over all of it, normalised; on the half it has a positive first
 * coordinate, even where the maximum over all directions lies on the other half. Zero rows change nothing; z and -z
 * cancel. `degenerate` where M_n is the same for all directions that compete, or the integral vanishes.
 *
 * Diagnostics: d = 2: `arcs`, the number of optimal arcs, and `width`, their total length in radians; d = 3: `cells` and
 * `area`, in steradians. One step: `objective`, the maximum of M_n, and `centroid`, the integral's length.
 *
 * In d = 1 there are two directions, 1 and -1, or the first alone; `degenerate` where both tell as many rightly.
 *
 * Throws RangeError for d above 3.
 *
 * Source: Manski (1975) for the estimator; d = 2 is a rotating line over the dual arrangement, d = 3 branch and bound with
 * exact predicates (kernels/estimators/arrangement/).
 */
export function signExact(sample: Sample, directions: Directions = 'circle', call: FitCall = {}): Fit {
  if (sample.d === 2) return exactOnCircle(sample, directions, call);
  if (sample.d === 3) return exactOnSphere(sample, directions, call);
  if (sample.d === 1) return exactOnLine(sample, directions, call);
  throw new RangeError(`signExact: d = ${sample.d}, only d = 1, d = 2 and d = 3 are possible`);
}

function exactOnLine(sample: Sample, directions: Directions, { onStep }: FitCall): Fit {
  const [sum] = sampleLosses(sample).score([Float64Array.of(1)]);
  const best = directions === 'circle' ? Math.abs(sum) : sum;
  onStep?.({ objective: best / sample.n, centroid: sum === 0 ? 0 : 1 });
  if (sum === 0) return failedFit('degenerate', 1, 1);
  return {
    status: 'ok',
    direction: Float64Array.of(best === sum ? 1 : -1),
    score: best / sample.n,
    evaluations: 1,
    diagnostics: {},
  };
}

function exactOnCircle(sample: Sample, directions: Directions, { onStep }: FitCall): Fit {
  const { best, arcs, joined, constant } = optimalArcs(sample, directions);
  const centroid = integrateArcs(arcs);
  const norm = Math.sqrt(centroid.x * centroid.x + centroid.y * centroid.y);
  onStep?.({ objective: best / sample.n, centroid: norm });
  if (constant || !(norm > NO_CENTRE * centroid.chords)) return failedFit('degenerate', 2, 1);
  return {
    status: 'ok',
    direction: Float64Array.of(centroid.x / norm, centroid.y / norm),
    score: best / sample.n,
    evaluations: 1,
    diagnostics: { arcs: joined ? arcs.length - 1 : arcs.length, width: centroid.width },
  };
}

function exactOnSphere(sample: Sample, directions: Directions, { onStep }: FitCall): Fit {
  const { n } = sample;
  const { best, cells, integral, constant, visited } = optimalCells(sample, directions);
  const { x, y, z, area } = integral;
  const norm = Math.sqrt(x * x + y * y + z * z);
  const evaluations = 1 + visited / n;
  onStep?.({ objective: best / n, centroid: norm });
  if (constant || !(norm > NO_CENTRE * area)) return failedFit('degenerate', 3, evaluations);
  return {
    status: 'ok',
    direction: Float64Array.of(x / norm, y / norm, z / norm),
    score: best / n,
    evaluations,
    diagnostics: { cells, area },
  };
}

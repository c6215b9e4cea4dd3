import { cholesky, choleskySolve } from './cholesky.ts';
import { dot } from './vectors.ts';

/** A point of an iteration x -> F(x), and F(x) - x. */
export interface Iterate {
  readonly point: Float64Array;
  readonly residual: Float64Array;
}

/** Beside the mean square of the differences; keeps the least squares problem regular where they are dependent. */
const REGULAR = 1e-12;

/**
 * The next point of an iteration by Anderson's acceleration: with f the last residual, and dX, dF the differences between
 * successive points and residuals, x + f - (dX + dF) c for the c that makes |f - dF c| least. Null with fewer than two iterates.
 *
 * Where F is nearly linear it does what a quasi-Newton method would; it may overshoot where F is not, so that the caller checks
 * what it climbs. Source: Walker & Ni (2011), "Anderson acceleration for fixed-point iterations".
 */
export function andersonPoint(history: readonly Iterate[]): Float64Array | null {
  const count = history.length - 1;
  if (count < 1) return null;
  const { point, residual } = history[count];
  const dX = differences(history.map((one) => one.point));
  const dF = differences(history.map((one) => one.residual));
  const gram = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) gram[i * count + j] = gram[j * count + i] = dot(dF[i], dF[j]);
  }
  let trace = 0;
  for (let i = 0; i < count; i++) trace += gram[i * count + i];
  for (let i = 0; i < count; i++) gram[i * count + i] += REGULAR * trace;
  const factor = cholesky(gram, count);
  if (factor === null) return null;
  const right = dF.map((difference) => dot(difference, residual));
  const c = choleskySolve(factor, right, count);
  const next = point.map((value, j) => value + residual[j]);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < next.length; j++) next[j] -= c[i] * (dX[i][j] + dF[i][j]);
  }
  return next;
}

const differences = (vectors: readonly Float64Array[]): readonly Float64Array[] =>
  vectors.slice(1).map((vector, i) => vector.map((value, j) => value - vectors[i][j]));

import { dot } from '../math/vectors.ts';
import type { SharedPeople, SymmetricTastes } from './symmetric-em-step.ts';
import type { TastePool } from './taste-pool.ts';
import { lowerSolve } from './triangular.ts';

/** Of the centre, the offset, C, the share of the middle type and the stretch. */
export const parameterCount = (d: number): number => 2 * d + (d * (d + 1)) / 2 + 2;

/**
 * The scores of the parameters of a symmetric law, by Fisher's identity: E[d log f(z) / d parameter | choices], up to factors that do not depend
 * on the chooser and, of the centre, the offset and C = L L', in the coordinates L^-1 z. Row-major choosers x `parameterCount(d)`; the mean of each column is 0 at
 * the law of greatest likelihood, and its expectation is 0 at the true law.
 */
export function symmetricScores(
  pool: TastePool,
  law: SymmetricTastes,
  { people, parts, total }: SharedPeople,
): Float64Array {
  const { d, each, points } = pool;
  const p = parameterCount(d);
  const scores = new Float64Array((people.length / each) * p);
  const half = lowerSolve(law.shape.factor, law.offset, d);
  const x = new Float64Array(d);
  for (let r = 0; r < people.length; r++) {
    if (!(total[r] > 0)) continue;
    intoCoordinates({ d, points }, r, { law, x });
    const weight = people[r] / total[r];
    const [none, upper, lower] = parts;
    const u = Math.floor(r / each);
    addPoint(scores.subarray(u * p, (u + 1) * p), law, {
      x,
      half,
      weights: [weight * none[r], weight * upper[r], weight * lower[r]],
    });
  }
  return scores;
}

/** x = L^-1 (z - centre). */
function intoCoordinates(
  { d, points }: Pick<TastePool, 'd' | 'points'>,
  r: number,
  { law: { centre, shape }, x }: { readonly law: SymmetricTastes; readonly x: Float64Array },
): void {
  for (let i = 0; i < d; i++) {
    let value = points[r * d + i] - centre[i];
    for (let k = 0; k < i; k++) value -= shape.factor[i * d + k] * x[k];
    x[i] = value / shape.factor[i * d + i];
  }
}

interface Point {
  readonly x: Float64Array;
  /** L^-1 offset. */
  readonly half: Float64Array;
  /** P(point and type | choices): the middle, the upper and the lower type. */
  readonly weights: readonly [number, number, number];
}

function addPoint(
  own: Float64Array,
  { middle, stretch }: SymmetricTastes,
  { x, half, weights: [none, upper, lower] }: Point,
): void {
  const d = x.length;
  const all = none + upper + lower;
  const precise = none / stretch + upper + lower;
  const tilt = upper - lower;
  const paired = upper + lower;
  for (let i = 0; i < d; i++) {
    own[i] += precise * x[i] - tilt * half[i];
    own[d + i] += tilt * x[i] - paired * half[i];
  }
  let at = 2 * d;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++, at++) {
      const moved = paired * half[i] * half[j] - tilt * (x[i] * half[j] + half[i] * x[j]);
      own[at] += precise * x[i] * x[j] + moved - (i === j ? all : 0);
    }
  }
  own[at] += none - middle * all;
  own[at + 1] += none * (dot(x, x) / stretch - d);
}

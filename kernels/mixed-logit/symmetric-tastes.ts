import { symmetricEigen } from '../math/symmetric-eigen.ts';
import type { NormalTastes } from './normal-tastes.ts';
import { emStep, type SymmetricTastes } from './symmetric-em-step.ts';
import type { TastePool } from './taste-pool.ts';
import { type TastePrior, tastePrior } from './taste-posterior.ts';

/** Principal directions of the normal law along which offsets are tried. */
const STARTS = 3;
const FIRST_ROUNDS = 15;
const ROUNDS = 120;
/** Of the log likelihood, in one round. */
const SETTLED = 0.01;

/** The symmetric law of greatest likelihood on a pool, by the EM algorithm from several starts. Null where none can be fitted. */
export function symmetricTastes(pool: TastePool, { law }: NormalTastes): SymmetricTastes | null {
  let best: Climb | null = null;
  for (const start of starts(law)) {
    const found = climb(pool, { tastes: start, rounds: FIRST_ROUNDS });
    if (found !== null && (best === null || found.logLikelihood > best.logLikelihood)) best = found;
  }
  return best && (symmetricTastesFrom(pool, best.tastes) ?? best.tastes);
}

/** The symmetric law of greatest likelihood that the EM algorithm climbs to from another. Null where the covariance becomes singular. */
export const symmetricTastesFrom = (pool: TastePool, tastes: SymmetricTastes): SymmetricTastes | null =>
  climb(pool, { tastes, rounds: ROUNDS })?.tastes ?? null;

function starts(law: TastePrior): readonly SymmetricTastes[] {
  const d = law.mean.length;
  const centre = law.mean;
  const narrowed = (offset: Float64Array, share: number): TastePrior | null =>
    tastePrior({
      mean: new Float64Array(d),
      covariance: law.covariance.map((value, i) => share * value - offset[Math.floor(i / d)] * offset[i % d]),
    });
  const none = new Float64Array(d);
  const tailed = narrowed(none, 0.7);
  const apart = symmetricEigen(law.covariance, d)
    .slice(0, STARTS)
    .flatMap(({ value, vector }) => {
      const offset = Float64Array.from(vector, (one) => 0.8 * Math.sqrt(value) * one);
      const shape = narrowed(offset, 1);
      return shape === null ? [] : [{ centre, offset, shape, middle: 0.2, stretch: 1 }];
    });
  return [
    ...(tailed === null ? [] : [{ centre, offset: none, shape: tailed, middle: 0.3, stretch: 2 }]),
    ...apart,
  ];
}

interface Climb {
  readonly tastes: SymmetricTastes;
  readonly logLikelihood: number;
}

function climb(
  pool: TastePool,
  { tastes, rounds }: { readonly tastes: SymmetricTastes; readonly rounds: number },
): Climb | null {
  let now = tastes;
  let reached = Number.NEGATIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const { next, logLikelihood } = emStep(pool, now);
    if (next === null) return null;
    if (logLikelihood - reached < SETTLED) return { tastes: next, logLikelihood };
    reached = logLikelihood;
    now = next;
  }
  return { tastes: now, logLikelihood: reached };
}

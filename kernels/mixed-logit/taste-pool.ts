import type { Stream } from '../backend.ts';
import { log } from '../math/log.ts';
import { type ChoicePanel, chooserCount, logLikelihood } from './choice-panel.ts';
import { type Proposal, proposalTable } from './proposal-table.ts';
import { type GaussianTastes, type TastePrior, tasteMode } from './taste-posterior.ts';
import { lowerSolve, lowerTimes, upperSolve } from './triangular.ts';

/**
 * Tastes of each chooser that every law of tastes is put on as weights: importance sampling whose draws stay while laws change. Chooser u has
 * the points u each .. (u + 1) each - 1. A taste is place.mean + F z, F F' = place.covariance; the points are z.
 */
export interface TastePool {
  readonly d: number;
  readonly each: number;
  readonly place: TastePrior;
  /** z, row-major points x d. */
  readonly points: Float64Array;
  /** log of P(choices of the chooser | taste) over the density that the taste was drawn with, less its largest of the chooser. */
  readonly logRatios: Float64Array;
}

export interface PoolWish {
  /** Normal tastes, around whose law given the choices points are drawn. */
  readonly place: TastePrior;
  /** Points of a chooser; even. */
  readonly each: number;
  readonly stream: Stream;
}

/** A pool of tastes for the choices of a panel. */
export function tastePool(panel: ChoicePanel, { place, each, stream }: PoolWish): TastePool {
  const { d } = panel;
  const choosers = chooserCount(panel);
  const points = new Float64Array(choosers * each * d);
  const logRatios = new Float64Array(choosers * each);
  const proposalsOf = proposalTable({ d, count: each, stream });
  for (let u = 0; u < choosers; u++) {
    const into = {
      points: points.subarray(u * each * d, (u + 1) * each * d),
      logRatios: logRatios.subarray(u * each, (u + 1) * each),
    };
    drawAround(panel, u, { place, proposals: proposalsOf(u), into });
  }
  return { d, each, place, points, logRatios };
}

interface Around {
  readonly place: TastePrior;
  readonly proposals: readonly Proposal[];
  readonly into: Pick<TastePool, 'points' | 'logRatios'>;
}

/** beta = mode + H^-T e, H H' minus the second derivative of the log posterior at its mode and e the proposals. */
function drawAround(panel: ChoicePanel, u: number, { place, proposals, into }: Around): void {
  const { d } = panel;
  const { mode, factor } = tasteMode(panel, u, { prior: place, start: place.mean });
  let top = Number.NEGATIVE_INFINITY;
  for (const [r, { point, logDensity }] of proposals.entries()) {
    const taste = upperSolve(factor, point, d);
    for (let j = 0; j < d; j++) taste[j] += mode[j];
    into.logRatios[r] = logLikelihood(panel, u, taste) - logDensity;
    top = Math.max(top, into.logRatios[r]);
    for (let j = 0; j < d; j++) taste[j] -= place.mean[j];
    into.points.set(lowerSolve(place.factor, taste, d), r * d);
  }
  for (let r = 0; r < proposals.length; r++) into.logRatios[r] -= top;
}

/** A law of z as one of tastes. */
export function inTastes({ place, d }: TastePool, { mean, covariance }: GaussianTastes): GaussianTastes {
  const moved = lowerTimes(place.factor, mean, d);
  return {
    mean: place.mean.map((value, j) => value + moved[j]),
    covariance: timesBoth(place.factor, covariance, d),
  };
}

/** F C F' of a symmetric C, row-major. */
function timesBoth(factor: Float64Array, covariance: Float64Array, d: number): Float64Array {
  const out = new Float64Array(d * d);
  for (let k = 0; k < d; k++) out.set(lowerTimes(factor, covariance.subarray(k * d, (k + 1) * d), d), k * d);
  for (let j = 0; j < d; j++) {
    const column = lowerTimes(
      factor,
      Float64Array.from({ length: d }, (_, k) => out[k * d + j]),
      d,
    );
    for (let k = 0; k < d; k++) out[k * d + j] = column[k];
  }
  return out;
}

/** The E step. */
export interface Expected {
  /** P(point | choices) of the chooser; those of a chooser sum to 1. */
  readonly people: Float64Array;
  /** sum over choosers of log P(choices), but for a constant of the pool. */
  readonly logLikelihood: number;
}

/** The law of each chooser's taste given the choices; a weight is the density of the law of tastes times exp(log ratio). */
export function expectedPeople({ each }: TastePool, weights: Float64Array): Expected {
  const people = new Float64Array(weights.length);
  let logLikelihood = 0;
  for (let first = 0; first < weights.length; first += each) {
    let own = 0;
    for (let r = first; r < first + each; r++) own += weights[r];
    logLikelihood += log(own);
    for (let r = first; r < first + each; r++) people[r] = weights[r] / own;
  }
  return { people, logLikelihood };
}

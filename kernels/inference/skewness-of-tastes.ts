import type { Stream } from '../backend.ts';
import { cholesky, choleskySolve } from '../math/cholesky.ts';
import { type ChoicePanel, chooserCount } from '../mixed-logit/choice-panel.ts';
import { type FittedTastes, fitGaussianTastes } from '../mixed-logit/fit-gaussian-tastes.ts';
import { type HermiteScores, hermiteScores } from '../mixed-logit/hermite-scores.ts';
import { proposalTable } from '../mixed-logit/proposal-table.ts';
import { type ScoreSlopes, scoreSlopes } from '../mixed-logit/score-slopes.ts';
import { simulatedChoices } from '../mixed-logit/simulated-choices.ts';
import { standardNormals } from '../mixed-logit/standard-normals.ts';
import { tasteDirections } from '../mixed-logit/taste-directions.ts';
import { tasteMode } from '../mixed-logit/taste-posterior.ts';
import { lowerTimes } from '../mixed-logit/triangular.ts';
import { ownRandom } from '../random/own-random.ts';

/** The skewness of tastes along one direction, before it is judged. */
export interface DirectionSkewness {
  /** Unit vector a; the features are uncorrelated and of the same spread. */
  readonly direction: Float64Array;
  readonly isMean: boolean;
  /** 0 for the mean, then 1, 2, ... across it, the widest spread first. */
  readonly place: number;
  /** Standard deviation of a . beta_u. */
  readonly spread: number;
  /** Share of that variance which a person's choices tell, from 0 to 1. */
  readonly reliability: number;
  /** One number a chooser: their mean is the estimate of the skewness of a . beta_u, and of its error too. */
  readonly contributions: Float64Array;
}

export interface TasteSkewness {
  readonly fitted: FittedTastes;
  readonly directions: readonly DirectionSkewness[];
}

/** Draws of each taste, in the fit and for the scores. */
const FIT_DRAWS = 64;
const SCORE_DRAWS = 64;
/** People simulated to learn how scores depend on each other where tastes are normal. */
const SIMULATED = 1500;

export interface SkewnessWish {
  /** Directions looked at: that of the mean, and the widest across it. */
  readonly most: number;
  readonly stream: Stream;
}

/**
 * Estimates the skewness of a . beta_u along the direction of the mean taste and along the principal directions across it.
 *
 * A mixed logit with normal tastes is fitted; the score of its likelihood for a third cumulant (Rao's), less its regression on the scores
 * of what was fitted and of the fourth cumulant, is divided by its information. Regression and information are those of choices
 * simulated from the fit in the same situations. Scores are posterior means, not functions of estimated tastes, so that neither the
 * noise of short panels nor the bias of a person's own logit enters. To first order in the law of tastes, symmetric laws have mean 0.
 *
 * Null where the mixed logit cannot be fitted.
 */
export function skewnessOfTastes(panel: ChoicePanel, { most, stream }: SkewnessWish): TasteSkewness | null {
  const { d } = panel;
  const streamOf = (k: number): Stream => ({ ...stream, replicate: stream.replicate + k });
  const fitted = fitGaussianTastes(panel, proposalTable({ d, count: FIT_DRAWS, stream }));
  if (fitted === null) return null;
  const found = tasteDirections(fitted.prior);
  if (found === null) return null;
  const directions = [found.along, ...found.across].slice(0, most);
  const proposalsOf = proposalTable({ d, count: SCORE_DRAWS, stream: streamOf(1) });
  const scores = hermiteScores(panel, fitted, { directions, proposalsOf });
  const slopes = scoreSlopes(panel, fitted, { directions, proposalsOf });
  const copies = Math.ceil(SIMULATED / chooserCount(panel));
  const simulated = Array.from({ length: copies }, (_, copy) =>
    hermiteScores(...simulatedFit(panel, { fitted, stream: streamOf(2 + copy) }), {
      directions,
      proposalsOf,
    }),
  );
  return {
    fitted,
    directions: directions.map((direction, k) => ({
      direction,
      isMean: k === 0,
      place: k,
      spread: spreadAlong(fitted, direction),
      reliability: scores[k].reliability,
      contributions: contributionsOf(scores[k], {
        slopes: slopes[k],
        simulated: simulated.map((one) => one[k]),
      }),
    })),
  };
}

/** Choices of people whose tastes are as fitted. */
function simulatedFit(
  panel: ChoicePanel,
  { fitted: { prior }, stream }: { readonly fitted: FittedTastes; readonly stream: Stream },
): [ChoicePanel, FittedTastes] {
  const { d } = panel;
  const random = ownRandom({ ...stream, role: stream.role + 1 });
  const tasteOf = (u: number): Float64Array =>
    lowerTimes(prior.factor, standardNormals(random, { index: u, d }), d).map(
      (value, j) => value + prior.mean[j],
    );
  const choices = simulatedChoices(panel, { tasteOf, stream });
  const modes = Array.from({ length: chooserCount(panel) }, (_, u) =>
    tasteMode(choices, u, { prior, start: prior.mean }),
  );
  return [choices, { prior, modes }];
}

function spreadAlong({ prior: { covariance } }: FittedTastes, a: Float64Array): number {
  const d = a.length;
  let square = 0;
  for (let j = 0; j < d; j++) for (let k = 0; k < d; k++) square += a[j] * covariance[j * d + k] * a[k];
  return Math.sqrt(square);
}

/**
 * (third - c fourth - J I^-1 s) / information, s the scores of the mean and the covariance. c removes to first order what a fourth cumulant
 * does to the third score; J and I are the slopes of the rest and the information, and take the error of what was fitted into account.
 */
function contributionsOf(
  { skewness, nuisance }: HermiteScores,
  { slopes, simulated }: { readonly slopes: ScoreSlopes; readonly simulated: readonly HermiteScores[] },
): Float64Array {
  const p = slopes.third.length;
  const { slopes: normal, information } = regression(simulated, p + 1);
  const kurtosis = normal[p];
  const left = slopes.third.map((value, i) => value - kurtosis * slopes.fourth[i]);
  const factor = cholesky(slopes.information, p, (diagonal) => 1e-9 * Math.abs(diagonal));
  // By the information identity the slopes of the normal law are minus those of the regression.
  const shifts = factor === null ? normal.map((value) => -value) : choleskySolve(factor, left, p);
  return skewness.map((score, u) => {
    let value = score - kurtosis * nuisance[u * (p + 1) + p];
    for (let i = 0; i < p; i++) value += shifts[i] * nuisance[u * (p + 1) + i];
    return value / information;
  });
}

/** Least squares through 0 of the skewness scores on the others, and the mean square that is left. */
function regression(
  simulated: readonly HermiteScores[],
  p: number,
): { readonly slopes: Float64Array; readonly information: number } {
  const products = new Float64Array(p * p);
  const right = new Float64Array(p);
  let square = 0;
  let count = 0;
  for (const { skewness, nuisance } of simulated) {
    for (let u = 0; u < skewness.length; u++, count++) {
      square += skewness[u] * skewness[u];
      for (let l = 0; l < p; l++) {
        right[l] += nuisance[u * p + l] * skewness[u];
        for (let m = 0; m < p; m++) products[l * p + m] += nuisance[u * p + l] * nuisance[u * p + m];
      }
    }
  }
  for (let l = 0; l < p; l++) products[l * p + l] *= 1 + 1e-9;
  const factor = cholesky(products, p);
  const slopes = factor === null ? new Float64Array(p) : choleskySolve(factor, right, p);
  const explained = slopes.reduce((sum, slope, l) => sum + slope * right[l], 0);
  return { slopes, information: (square - explained) / count };
}

import { type ChoicePanel, chooserCount } from './choice-panel.ts';
import type { FittedTastes } from './fit-gaussian-tastes.ts';
import type { ProposalsOf } from './proposal-table.ts';
import { posteriorTastes } from './taste-posterior.ts';
import { lowerSolve, upperTimes } from './triangular.ts';

/**
 * How the log likelihood of each chooser answers to a change of the law of tastes away from the normal one, at the normal one, for
 * t = a . (beta - mean) / sd. Row-major, choosers x (2 d + 1).
 */
export interface HermiteScores {
  /** E[t^3 - 3 t | choices] / 6: to the third cumulant, the skewness of t. */
  readonly skewness: Float64Array;
  /**
   * To what the fit has chosen, and to the fourth cumulant: E[z_l | choices], E[t z_l - E t z_l | choices], z the standardised
   * taste, and E[t^4 - 6 t^2 + 3 | choices] / 24.
   */
  readonly nuisance: Float64Array;
  /** Share of the variance of t that the choices of the people tell. */
  readonly reliability: number;
}

/** Columns of `nuisance`. */
const nuisanceCount = (d: number): number => 2 * d + 1;

/**
 * Scores of the law of tastes along each direction. By Bayes' rule the derivative of log Int L(beta) f(beta) (1 + k g(beta)) dbeta in k at 0
 * is E[g | choices], so that with the right normal law all have mean 0, however few the choices of a person are and however noisy.
 */
export function hermiteScores(
  panel: ChoicePanel,
  { prior, modes }: FittedTastes,
  {
    directions,
    proposalsOf,
  }: { readonly directions: readonly Float64Array[]; readonly proposalsOf: ProposalsOf },
): readonly HermiteScores[] {
  const { d } = panel;
  const choosers = chooserCount(panel);
  const units = directions.map((a) => unitOf(upperTimes(prior.factor, a, d)));
  const scores = directions.map(() => ({
    skewness: new Float64Array(choosers),
    nuisance: new Float64Array(choosers * nuisanceCount(d)),
    explained: 0,
  }));
  for (let u = 0; u < choosers; u++) {
    const { tastes, weights } = posteriorTastes(panel, u, {
      prior,
      found: modes[u],
      proposals: proposalsOf(u),
    });
    const z = tastes.map((taste) =>
      lowerSolve(
        prior.factor,
        taste.map((value, j) => value - prior.mean[j]),
        d,
      ),
    );
    for (const [k, score] of scores.entries()) {
      const own = score.nuisance.subarray(u * nuisanceCount(d), (u + 1) * nuisanceCount(d));
      const { third, variance } = addExpectations(own, { z, weights, unit: units[k] });
      score.skewness[u] = third;
      score.explained += 1 - variance;
    }
  }
  return scores.map(({ skewness, nuisance, explained }) => ({
    skewness,
    nuisance,
    reliability: explained / choosers,
  }));
}

interface Drawn {
  readonly z: readonly Float64Array[];
  readonly weights: Float64Array;
  /** t = unit . z. */
  readonly unit: Float64Array;
}

function addExpectations(
  own: Float64Array,
  { z, weights, unit }: Drawn,
): { readonly third: number; readonly variance: number } {
  const d = unit.length;
  let third = 0;
  let first = 0;
  let second = 0;
  for (const [r, point] of z.entries()) {
    let t = 0;
    for (let j = 0; j < d; j++) t += unit[j] * point[j];
    const w = weights[r];
    first += w * t;
    second += w * t * t;
    third += (w * (t * t * t - 3 * t)) / 6;
    for (let j = 0; j < d; j++) {
      own[j] += w * point[j];
      own[d + j] += w * (t * point[j] - unit[j]);
    }
    own[2 * d] += (w * (t * t * t * t - 6 * t * t + 3)) / 24;
  }
  return { third, variance: second - first * first };
}

function unitOf(a: Float64Array): Float64Array {
  let square = 0;
  for (const value of a) square += value * value;
  return a.map((value) => value / Math.sqrt(square));
}

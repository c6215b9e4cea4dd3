import { andersonPoint, type Iterate } from '../math/anderson.ts';
import { cholesky, choleskySolve } from '../math/cholesky.ts';
import { addSlopes, type ChoicePanel, chooserCount } from './choice-panel.ts';
import type { ProposalsOf } from './proposal-table.ts';
import {
  posteriorTastes,
  type TasteMode,
  type TastePrior,
  tasteMode,
  tastePrior,
} from './taste-posterior.ts';
import { inverseOf } from './triangular.ts';

/** A mixed logit with normal tastes, fitted. */
export interface FittedTastes {
  readonly prior: TastePrior;
  /** Where the taste of each chooser is most likely. */
  readonly modes: readonly TasteMode[];
}

/** Rounds in which the law of a taste is taken as normal around its mode, which is quick; then rounds with draws, which is exact. */
const QUICK_ROUNDS = 60;
const ROUNDS = 12;
const SETTLED = 2e-3;
/** Rounds that Anderson's acceleration looks back on. */
const HISTORY = 5;

/**
 * The maximum likelihood estimate of a conditional logit with tastes beta_u ~ N(mean, covariance), the covariance any, by the EM
 * algorithm: the mean and the covariance of the laws of each chooser's taste given their choices.
 *
 * Null where the pooled logit has no maximum, or the covariance becomes singular. Source: Train (2009), Discrete Choice Methods with
 * Simulation, chapter 14.
 */
export function fitGaussianTastes(panel: ChoicePanel, proposalsOf: ProposalsOf): FittedTastes | null {
  const start = pooledStart(panel);
  if (start === null) return null;
  const quick = rounds(panel, { from: start, most: QUICK_ROUNDS, moments: quickMoments });
  return quick && rounds(panel, { from: quick, most: ROUNDS, moments: drawnMoments(panel, proposalsOf) });
}

/** Mean of a taste and its square, given the choices of chooser u, added up. */
interface Sums {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

type AddMoments = (u: number, found: TasteMode, into: Sums & { readonly prior: TastePrior }) => void;

interface Rounds {
  readonly from: FittedTastes;
  readonly most: number;
  readonly moments: AddMoments;
}

function rounds(panel: ChoicePanel, { from, most, moments }: Rounds): FittedTastes | null {
  let { prior, modes } = from;
  const history: Iterate[] = [];
  for (let round = 0; round < most; round++) {
    const step = emStep(panel, { prior, modes }, moments);
    if (step === null) return null;
    modes = step.modes;
    const point = packed(prior);
    const residual = packed(step.prior).map((value, i) => value - point[i]);
    history.push({ point, residual });
    if (history.length > HISTORY) history.shift();
    const isLast = round + 1 === most || isSettled(prior, step.prior);
    // EM alone would need several times the rounds where choices tell little of a person's taste.
    const ahead = isLast ? null : andersonPoint(history);
    prior = (ahead && tastePrior(unpacked(ahead, panel.d))) ?? step.prior;
    if (isLast) break;
  }
  return { prior, modes: modes.map(({ mode }, u) => tasteMode(panel, u, { prior, start: mode })) };
}

/** The mean and the covariance of tastes given the choices, of tastes whose law is `prior`. */
function emStep(
  panel: ChoicePanel,
  { prior, modes }: FittedTastes,
  moments: AddMoments,
): FittedTastes | null {
  const { d } = panel;
  const choosers = chooserCount(panel);
  const sums = { first: new Float64Array(d), second: new Float64Array(d * d), prior };
  const found = modes.map(({ mode }, u) => {
    const one = tasteMode(panel, u, { prior, start: mode });
    moments(u, one, sums);
    return one;
  });
  const mean = sums.first.map((value) => value / choosers);
  const covariance = sums.second.map((value, i) => value / choosers - mean[Math.floor(i / d)] * mean[i % d]);
  const next = tastePrior({ mean, covariance });
  return next && { prior: next, modes: found };
}

const packed = ({ mean, covariance }: TastePrior): Float64Array => Float64Array.of(...mean, ...covariance);

const unpacked = (point: Float64Array, d: number) => ({
  mean: point.slice(0, d),
  covariance: point.slice(d),
});

/** Whether no mean moved by a thousandth of its spread, and no spread by a thousandth of itself. */
function isSettled(before: TastePrior, after: TastePrior): boolean {
  const d = after.mean.length;
  return after.mean.every((mean, j) => {
    const variance = after.covariance[j * d + j];
    const moved = Math.abs(mean - before.mean[j]) / Math.sqrt(variance);
    return moved < SETTLED && Math.abs(before.covariance[j * d + j] / variance - 1) < SETTLED;
  });
}

const quickMoments: AddMoments = (_, { mode, factor }, { first, second }) => {
  const d = mode.length;
  const spread = inverseOf(factor, d);
  for (let j = 0; j < d; j++) {
    first[j] += mode[j];
    for (let k = 0; k < d; k++) second[j * d + k] += spread[j * d + k] + mode[j] * mode[k];
  }
};

const drawnMoments =
  (panel: ChoicePanel, proposalsOf: ProposalsOf): AddMoments =>
  (u, found, { prior, first, second }) => {
    const { d } = panel;
    const { tastes, weights } = posteriorTastes(panel, u, { prior, found, proposals: proposalsOf(u) });
    for (const [r, taste] of tastes.entries()) {
      for (let j = 0; j < d; j++) {
        const weighted = weights[r] * taste[j];
        first[j] += weighted;
        for (let k = 0; k < d; k++) second[j * d + k] += weighted * taste[k];
      }
    }
  };

const POOLED_STEPS = 25;

/** Everybody at the pooled logit, and a covariance that is worth one situation. A hundredth of a situation keeps the pooled fit finite. */
function pooledStart(panel: ChoicePanel): FittedTastes | null {
  const { d } = panel;
  const choosers = chooserCount(panel);
  const situations = panel.situations.length - 1;
  let mean = new Float64Array(d);
  let information = new Float64Array(d * d);
  for (let step = 0; step < POOLED_STEPS; step++) {
    const gradient = mean.map((value) => -0.01 * value);
    information = new Float64Array(d * d);
    for (let j = 0; j < d; j++) information[j * d + j] = 0.01;
    for (let u = 0; u < choosers; u++) addSlopes(panel, u, { taste: mean, into: { gradient, information } });
    const factor = cholesky(information, d);
    if (factor === null) return null;
    const move = choleskySolve(factor, gradient, d);
    mean = mean.map((value, j) => value + move[j]);
    if (move.every((value) => Math.abs(value) < 1e-8)) break;
  }
  const factor = cholesky(
    information.map((value) => value / situations),
    d,
  );
  const prior = factor && tastePrior({ mean, covariance: inverseOf(factor, d) });
  return (
    prior && { prior, modes: Array.from({ length: choosers }, () => ({ mode: mean, factor: prior.factor })) }
  );
}

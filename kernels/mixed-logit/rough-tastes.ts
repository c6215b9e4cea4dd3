import { andersonPoint, type Iterate } from '../math/anderson.ts';
import { cholesky, choleskySolve } from '../math/cholesky.ts';
import { addSlopes, type ChoicePanel, chooserCount } from './choice-panel.ts';
import { type TastePrior, tasteMode, tastePrior } from './taste-posterior.ts';
import { inverseOf } from './triangular.ts';

const ROUNDS = 20;
const SETTLED = 0.02;
/** Rounds that Anderson's acceleration looks back on. */
const HISTORY = 5;

/**
 * Where tastes are, roughly: a conditional logit with normal tastes by the EM algorithm, the law of a taste given the choices taken as
 * normal around its mode. It places a pool of tastes, which corrects what is rough here.
 *
 * Null where the pooled logit has no maximum, or the covariance becomes singular. Source: Train (2009), Discrete Choice Methods with
 * Simulation, chapter 14.
 */
export function roughTastes(panel: ChoicePanel): TastePrior | null {
  const start = pooledStart(panel);
  if (start === null) return null;
  let prior = start;
  const modes = Array.from({ length: chooserCount(panel) }, () => start.mean);
  const history: Iterate[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const next = emStep(panel, prior, modes);
    if (next === null) return null;
    const point = packed(prior);
    history.push({ point, residual: packed(next).map((value, i) => value - point[i]) });
    if (history.length > HISTORY) history.shift();
    if (isSettled(prior, next)) return next;
    // EM alone would need several times the rounds where choices tell little of a person's taste.
    const ahead = andersonPoint(history);
    prior = (ahead && tastePrior(unpacked(ahead, panel.d))) ?? next;
  }
  return prior;
}

/** The mean and the covariance of tastes given the choices, of tastes whose law is `prior`; writes the modes. */
function emStep(panel: ChoicePanel, prior: TastePrior, modes: Float64Array[]): TastePrior | null {
  const { d } = panel;
  const first = new Float64Array(d);
  const second = new Float64Array(d * d);
  for (const [u, start] of modes.entries()) {
    const { mode, factor } = tasteMode(panel, u, { prior, start });
    modes[u] = mode;
    const spread = inverseOf(factor, d);
    for (let j = 0; j < d; j++) {
      first[j] += mode[j];
      for (let k = 0; k < d; k++) second[j * d + k] += spread[j * d + k] + mode[j] * mode[k];
    }
  }
  const mean = first.map((value) => value / modes.length);
  const covariance = second.map((value, i) => value / modes.length - mean[Math.floor(i / d)] * mean[i % d]);
  return tastePrior({ mean, covariance });
}

const packed = ({ mean, covariance }: TastePrior): Float64Array => Float64Array.of(...mean, ...covariance);

const unpacked = (point: Float64Array, d: number) => ({
  mean: point.slice(0, d),
  covariance: point.slice(d),
});

/** Whether no mean moved by a fiftieth of its spread, and no variance by a fiftieth of itself. */
function isSettled(before: TastePrior, after: TastePrior): boolean {
  const d = after.mean.length;
  return after.mean.every((mean, j) => {
    const variance = after.covariance[j * d + j];
    const moved = Math.abs(mean - before.mean[j]) / Math.sqrt(variance);
    return moved < SETTLED && Math.abs(before.covariance[j * d + j] / variance - 1) < SETTLED;
  });
}

const POOLED_STEPS = 25;

/** Everybody at the pooled logit, and a covariance that is worth one situation. A hundredth of a situation keeps the pooled fit finite. */
function pooledStart(panel: ChoicePanel): TastePrior | null {
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
  return factor && tastePrior({ mean, covariance: inverseOf(factor, d) });
}

import { curvaturePairs } from '../estimators/curvature-pairs.ts';
import type { Objective } from '../estimators/line-ascent.ts';
import { quasiNewton } from '../estimators/quasi-newton.ts';
import { exp } from '../math/exp.ts';
import { log } from '../math/log.ts';
import { dot, norm } from '../math/vectors.ts';
import type { OwnRandom } from '../random/own-random.ts';
import { type DenseFit, denseFit, FLOAT32_ROUNDING, type OnEvaluation } from './dense-fit.ts';
import { denseRlhf, statusOf } from './dense-rlhf.ts';
import type { DenseSample, Judged } from './dense-sample.ts';
import type { DenseShape } from './dense-shape.ts';

/** More than other fits keep: likelihoods of mixtures are flat along many directions, and each step reads the features twice. */
const PAIRS = 30;
const MOST_STEPS = 200;
const STALLED = 30;

interface DenseEmOptions {
  /** K, at least 1. */
  readonly components: number;
  /** Random starts where K > 1. */
  readonly starts: number;
  /** Of the penalty ridge sum_k |theta_k|^2 / 2 on the mean log-likelihood of a label, above 0. */
  readonly ridge: number;
  /** Length of the gradient in theta at the end, relative to the median row; 1e-6 for K = 1, 1e-5 else, where absent. */
  readonly tolerance?: number;
}

/** Labels in the order of the users who gave them: user u's are first[u] .. first[u + 1] - 1. */
export interface Users {
  readonly first: Uint32Array;
}

/** Every label a user of its own: who gave which is not known. */
export const strangers = (n: number): Users => ({ first: Uint32Array.from({ length: n + 1 }, (_, i) => i) });

interface Problem {
  readonly sample: DenseSample;
  readonly shape: DenseShape;
  readonly signs: Int8Array;
  readonly users: Users;
  readonly options: DenseEmOptions;
  readonly random: OwnRandom;
  readonly onEvaluation: OnEvaluation | undefined;
}

/**
 * Maximum likelihood for a mixture of K logits over users (T4): all labels of a user come of one of K tastes, and the answer is the direction of
 * sum_k w_k theta_k. It is what EM climbs to, climbed by L-BFGS on the likelihood itself, whose gradient EM's responsibilities give
 * (Fisher's identity: sum over users of r_uk times the gradient of component k).
 *
 * K = 1 starts from zero. For K > 1 each start places components around RLHF's taste, as far away in spread of x . theta as that is long, in
 * random directions, with equal weights; the start that ends highest answers. `objective` is the mean log-likelihood of a label
 * less the penalty. Diagnostics: `start`, `smallest` and `largest` weight, and `unsettled`, 1 where
 * 200 steps or the rounding of float32 ended the climb before its gradient was small, which counts as a fit for K > 1.
 */
export function denseEm(
  sample: DenseSample,
  given: Omit<Problem, 'sample' | 'onEvaluation'> & { readonly onEvaluation?: OnEvaluation },
): DenseFit {
  const problem: Problem = { ...given, sample, onEvaluation: given.onEvaluation };
  const { components, starts, ridge } = problem.options;
  if (components === 1) return fitOf(problem, [climbed(problem, new Float64Array(sample.d + 1))], 0);
  const pooled = denseRlhf(sample, problem.shape, { ridge, tolerance: 1e-4 });
  const climbs = Array.from({ length: starts }, (_, s) => climbed(problem, spread(problem, pooled.theta, s)));
  return fitOf(problem, climbs, pooled.evaluations);
}

interface Climbed {
  readonly status: DenseFit['status'];
  readonly point: Float64Array;
  readonly value: number;
  readonly gradient: number;
  /** Whether it ended while it still climbed. */
  readonly unsettled: boolean;
  readonly evaluations: number;
}

/** K tastes, then K logarithms of weights up to a constant. */
function spread(
  { sample, shape, options, random }: Problem,
  theta: Float64Array,
  start: number,
): Float64Array {
  const { d } = sample;
  const { components } = options;
  const point = new Float64Array(components * (d + 1));
  const least = 1e-6 * shape.unit;
  const spreadOf = (v: ArrayLike<number>): number => {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += shape.squares[j] * v[j] * v[j];
    return Math.sqrt(sum);
  };
  const radius = Math.max(spreadOf(theta), 1e-3);
  for (let k = 0; k < components; k++) {
    const away = random
      .direction(start * components + k, d)
      .map((value, j) => value / Math.sqrt(shape.squares[j] + least));
    const factor = radius / spreadOf(away);
    for (let j = 0; j < d; j++) point[k * d + j] = theta[j] + factor * away[j];
  }
  return point;
}

function climbed(problem: Problem, start: Float64Array): Climbed {
  const { sample, shape, options, users, onEvaluation } = problem;
  const { d, n } = sample;
  const { components, tolerance = components === 1 ? 1e-6 : 1e-5 } = options;
  const enough = tolerance * shape.medianLength;
  const weighing = (0.25 * (users.first.length - 1)) / n / components;
  let evaluations = 0;
  const objective: Objective = (point) => {
    const found = likelihood(problem, point);
    evaluations++;
    onEvaluation?.(evaluations, found.value);
    return found;
  };
  const precondition = (gradient: Float64Array): Float64Array => {
    const step = new Float64Array(gradient.length);
    for (let k = 0; k < components; k++) {
      const part = shape.precondition(gradient.subarray(k * d, (k + 1) * d));
      for (let j = 0; j < d; j++) step[k * d + j] = 4 * components * part[j];
    }
    for (let k = components * d; k < step.length; k++) step[k] = gradient[k] / weighing;
    return step;
  };
  const { status, end } = quasiNewton(objective, start, {
    pairs: curvaturePairs(PAIRS, precondition),
    maxSteps: MOST_STEPS,
    longest: () => Number.POSITIVE_INFINITY,
    reached: ({ gradient }) => norm(gradient) <= enough,
    rounding: FLOAT32_ROUNDING,
  });
  const gradient = norm(end.gradient);
  const unsettled = !(status === 'reached' || gradient <= STALLED * enough);
  // A mixture of more tastes than there are climbs along ridges for ever: the limit of steps is an end for K > 1, and is told.
  const near = !unsettled || (components > 1 && status !== 'diverged');
  return {
    status: statusOf(status, near),
    point: end.point,
    value: end.value,
    gradient,
    unsettled,
    evaluations,
  };
}

/** The mean log-likelihood of a label less the penalty, and its gradient in tastes and logarithms of weights. */
function likelihood({ sample, signs, users, options }: Problem, point: Float64Array): ReturnType<Objective> {
  const { n, d } = sample;
  const { components, ridge } = options;
  const logWeights = logShares(point.subarray(components * d));
  const tastes = Array.from({ length: components }, (_, k) => point.subarray(k * d, (k + 1) * d));
  const people = users.first.length - 1;
  const gradient = new Float64Array(point.length);
  const shared: Shared = {
    products: sample.products(tastes),
    signs,
    logWeights,
    slopes: tastes.map(() => new Float64Array(n)),
    shares: gradient.subarray(components * d),
  };
  let value = (people === n ? shareLabels(shared) : shareUsers(shared, users)) / n;
  const { slopes } = shared;
  const sums = sample.combinations(slopes);
  for (const [k, taste] of tastes.entries()) {
    const sum = sums[k];
    value -= 0.5 * ridge * dot(taste, taste);
    for (let j = 0; j < d; j++) gradient[k * d + j] = sum[j] / n - ridge * taste[j];
    gradient[components * d + k] = (gradient[components * d + k] - people * exp(logWeights[k])) / n;
  }
  return { value, gradient };
}

/** What labels are shared out with, and where that goes. */
interface Shared {
  /** x . theta_k of each label. */
  readonly products: readonly Float64Array[];
  readonly signs: Int8Array;
  readonly logWeights: Float64Array;
  /** To be the derivative of the log-likelihood in x . theta_k. */
  readonly slopes: readonly Float64Array[];
  /** Sums of responsibilities are added to it. */
  readonly shares: Float64Array;
}

/** The log-likelihood where all labels of a user come of one taste. */
function shareUsers({ products, signs, logWeights, slopes, shares }: Shared, { first }: Users): number {
  const components = products.length;
  const logs = products.map((some, k) => labelLogs(some, signs, slopes[k]));
  const own = new Float64Array(components);
  let value = 0;
  for (let u = 0; u + 1 < first.length; u++) {
    const [from, to] = [first[u], first[u + 1]];
    for (let k = 0; k < components; k++) {
      let sum = logWeights[k];
      for (let i = from; i < to; i++) sum += logs[k][i];
      own[k] = sum;
    }
    value += toShares(own);
    for (let k = 0; k < components; k++) {
      shares[k] += own[k];
      for (let i = from; i < to; i++) slopes[k][i] *= own[k];
    }
  }
  return value;
}

/** Below this, a sum of probabilities has lost digits. */
const TINY = 1e-290;

/**
 * The log-likelihood where every label is a user's only one: log sum_k w_k sigma(v_k), with one exponential a component and one logarithm a
 * label; in logarithms where every component finds the label all but impossible.
 */
function shareLabels({ products, signs, logWeights, slopes, shares }: Shared): number {
  const components = products.length;
  const weights = logWeights.map(exp);
  const own = new Float64Array(components);
  let value = 0;
  for (let i = 0; i < signs.length; i++) {
    const s = signs[i];
    let sum = 0;
    for (let k = 0; k < components; k++) {
      const v = s * products[k][i];
      const e = exp(-Math.abs(v));
      const r = 1 / (1 + e);
      slopes[k][i] = s * (v < 0 ? r : e * r);
      sum += own[k] = weights[k] * (v < 0 ? e * r : r);
    }
    if (sum > TINY) {
      value += log(sum);
      for (let k = 0; k < components; k++) own[k] /= sum;
    } else {
      for (let k = 0; k < components; k++) {
        const v = s * products[k][i];
        own[k] = logWeights[k] + Math.min(v, 0) - log(1 + exp(-Math.abs(v)));
      }
      value += toShares(own);
    }
    for (let k = 0; k < components; k++) {
      shares[k] += own[k];
      slopes[k][i] *= own[k];
    }
  }
  return value;
}

/** log sigma(s x . theta) of each label, and its derivative in x . theta to `slopes`. */
function labelLogs(products: Float64Array, signs: Int8Array, slopes: Float64Array): Float64Array {
  return products.map((product, i) => {
    const v = signs[i] * product;
    const e = exp(-Math.abs(v));
    slopes[i] = (signs[i] * (v < 0 ? 1 : e)) / (1 + e);
    return Math.min(v, 0) - log(1 + e);
  });
}

/** Turns logarithms into shares of their sum in place, and gives its logarithm. */
function toShares(logs: Float64Array): number {
  const top = logs.reduce((most, value) => Math.max(most, value));
  let sum = 0;
  for (let k = 0; k < logs.length; k++) sum += logs[k] = exp(logs[k] - top);
  for (let k = 0; k < logs.length; k++) logs[k] /= sum;
  return top + log(sum);
}

function logShares(raw: Float64Array): Float64Array {
  const total = toShares(raw.slice());
  return raw.map((value) => value - total);
}

function fitOf({ sample, options }: Problem, climbs: readonly Climbed[], before: number): DenseFit {
  const { d } = sample;
  const { components } = options;
  const best = climbs.reduce((top, next, s) => (next.value > climbs[top].value ? s : top), 0);
  const { status, point, value, gradient, unsettled } = climbs[best];
  const weights = logShares(point.subarray(components * d)).map(exp);
  const mean = new Float64Array(d);
  for (let k = 0; k < components; k++) for (let j = 0; j < d; j++) mean[j] += weights[k] * point[k * d + j];
  // Once for all products and once for all combinations.
  const readings = climbs.reduce((sum, { evaluations }) => sum + 2 * evaluations, before);
  return denseFit({
    status,
    theta: mean,
    objective: value,
    evaluations: readings,
    diagnostics: {
      gradient,
      unsettled: unsettled ? 1 : 0,
      start: best,
      smallest: weights.reduce((a, b) => Math.min(a, b)),
      largest: weights.reduce((a, b) => Math.max(a, b)),
    },
  });
}

/** Labels sorted by user, and where each user's begin; users without labels are left out. */
export function byUser(
  judged: Judged,
  user: ArrayLike<number>,
): { readonly judged: Judged; readonly users: Users } {
  const order = Uint32Array.from({ length: judged.rows.length }, (_, i) => i).sort(
    (a, b) => user[a] - user[b] || a - b,
  );
  const first: number[] = [];
  for (const [at, i] of order.entries()) if (at === 0 || user[i] !== user[order[at - 1]]) first.push(at);
  return {
    judged: { rows: order.map((i) => judged.rows[i]), signs: Int8Array.from(order, (i) => judged.signs[i]) },
    users: { first: Uint32Array.from([...first, order.length]) },
  };
}

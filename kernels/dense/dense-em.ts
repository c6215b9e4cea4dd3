import { curvaturePairs } from '../estimators/curvature-pairs.ts';
import type { Objective } from '../estimators/line-ascent.ts';
import { quasiNewton } from '../estimators/quasi-newton.ts';
import { exp } from '../math/exp.ts';
import { dot, norm } from '../math/vectors.ts';
import type { OwnRandom } from '../random/own-random.ts';
import { type DenseFit, denseFit, FLOAT32_ROUNDING, type OnEvaluation } from './dense-fit.ts';
import { denseRlhf, statusOf } from './dense-rlhf.ts';
import type { DenseSample, Judged } from './dense-sample.ts';
import type { DenseShape } from './dense-shape.ts';
import { logShares, type Shared, shareLabels, shareUsers, type Users } from './mixture-shares.ts';

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

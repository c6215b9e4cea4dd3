import type { Sample } from '../arena.ts';
import { andersonPoint } from '../math/anderson.ts';
import { cholesky, choleskySolve } from '../math/cholesky.ts';
import { exp } from '../math/exp.ts';
import { log } from '../math/log.ts';
import { dot, norm } from '../math/vectors.ts';
import type { OnStep } from './fit.ts';
import type { Mixture, MixtureSums } from './mixture-sums.ts';
import { separates } from './separation.ts';
import type { UserRows } from './user-rows.ts';
import { wrongShare } from './wrong-share.ts';

/** What is climbed: mean over rows of the log-likelihood, less ridge sum_k |theta_k|^2 / 2. */
export interface Hill {
  readonly sample: Sample;
  readonly rows: UserRows;
  readonly sums: (mixture: Mixture) => MixtureSums;
  /** Root mean square feature: theta times it has no unit. */
  readonly unit: number;
  readonly ridge: number;
  readonly start: number;
  readonly onStep: OnStep | undefined;
}

export interface Climb {
  readonly status: 'ok' | 'separable' | 'degenerate' | 'not-converged';
  readonly mixture: Mixture;
  readonly objective: number;
  /** Length of the objective's gradient in all tastes together. */
  readonly gradient: number;
  readonly passes: number;
}

/** Largest change of a step of EM, in theta times the root mean square feature and in the logarithms of the weights. */
const TOLERANCE = 1e-8;
/** A rise below the rounding of the log-likelihood cannot be seen; a step this short that does not rise is the top. */
const TOP = 1e-6;
/** What rounding may take from the objective, as a share of it. */
const ROUNDING = 1e-13;
const MAX_PASSES = 2000;
/** With several components the likelihood may be flat along a ridge: a rise below FLAT a row in so many passes is the top of it. */
const FLAT = 1e-8;
const FLAT_PASSES = 50;
/** Steps that Anderson's acceleration looks back on. */
const MEMORY = 10;
const MAX_HALVINGS = 40;
/** A component with fewer users is empty. */
const EMPTY = 1e-3;
/** From this length of theta on, in units of 1 / feature, a component may be on its way to infinity. */
const FAR = 30;
const FAR_ALONE = 15;
const BEYOND = 1e4;
/** Of a component's users, the share that disagrees with it somewhere where its likelihood grows without end. */
const WRONG = 1e-6;

/** A place on the hill: theta times the unit for every component, then the logarithms of the weights. */
interface Place {
  readonly point: Float64Array;
  readonly mixture: Mixture;
  readonly objective: number;
  readonly gradient: number;
  /** The step of EM from here; NaN where a component's Hessian is singular. */
  readonly residual: Float64Array;
  readonly users: readonly number[];
}

/**
 * Climbs from a mixture by EM with one Newton step in each M-step (Lange 1995), sped up by Anderson's acceleration: an accelerated
 * step is taken where it does not lower the objective, else EM's own, shortened until it does not. The objective never falls by more than rounding.
 */
export function climb(hill: Hill, from: Mixture): Climb {
  let now = placeAt(hill, pointOf(hill, from));
  let passes = 1;
  let history: Place[] = [];
  const tested = from.thetas.map(() => 0);
  const first = now.objective;
  let mark = { passes, objective: first };
  const ended = (status: Climb['status']): Climb => {
    const { mixture, objective, gradient } = now;
    if (objective < first - MAX_PASSES * slack(first))
      throw new Error(`em: the objective fell from ${first} to ${objective}`);
    return { status, mixture, objective, gradient, passes };
  };
  for (;;) {
    hill.onStep?.({ start: hill.start, objective: now.objective, gradient: now.gradient });
    const failure = failureAt(hill, now, tested, passes);
    if (failure !== null) return ended(failure);
    const change = largest(now.residual);
    if (change <= TOLERANCE) return ended('ok');
    if (passes - mark.passes >= FLAT_PASSES) {
      if (from.thetas.length > 1 && now.objective - mark.objective < FLAT) return ended('ok');
      mark = { passes, objective: now.objective };
    }
    if (passes >= MAX_PASSES) return ended('not-converged');
    history = [...history.slice(-MEMORY), now];
    const bold = andersonPoint(history);
    const reached = bold === null ? null : placeAt(hill, bold);
    if (reached !== null) passes++;
    if (reached !== null && isRise(now, reached)) {
      now = reached;
      continue;
    }
    if (reached !== null) history = [now];
    const plain = plainStep(hill, now);
    passes += plain.passes;
    if (plain.place === null) return ended(change <= TOP ? 'ok' : 'not-converged');
    now = plain.place;
  }
}

const slack = (objective: number): number => ROUNDING * Math.abs(objective);

const isRise = (now: Place, next: Place): boolean =>
  next.objective >= now.objective - slack(now.objective) && !next.residual.some(Number.isNaN);

/** EM's own step; its tastes are taken less far where one Newton step overshoots. */
function plainStep(hill: Hill, now: Place): { readonly place: Place | null; readonly passes: number } {
  const tastes = now.point.length - now.users.length;
  let fraction = 1;
  for (let passes = 1; passes <= MAX_HALVINGS; passes++) {
    const share = fraction;
    const point = now.point.map((value, j) => value + (j < tastes ? share : 1) * now.residual[j]);
    const place = placeAt(hill, point);
    if (isRise(now, place)) return { place, passes };
    fraction /= 2;
  }
  return { place: null, passes: MAX_HALVINGS };
}

function failureAt(
  hill: Hill,
  now: Place,
  tested: number[],
  passes: number,
): Exclude<Climb['status'], 'ok'> | null {
  const { sample, rows, unit } = hill;
  const { mixture, users } = now;
  if (users.some((count) => count < EMPTY)) return 'degenerate';
  if (now.residual.some(Number.isNaN)) return 'separable';
  for (const [k, theta] of mixture.thetas.entries()) {
    const length = norm(theta) * unit;
    if (length > BEYOND) return 'separable';
    if (users.length === 1) {
      if ((length > FAR_ALONE || passes > 24) && separates(sample, theta)) return 'separable';
    } else if (length > FAR && length > 1.25 * tested[k]) {
      tested[k] = length;
      if (wrongShare(sample, rows, mixture, k) < WRONG) return 'separable';
    }
  }
  return null;
}

function placeAt(hill: Hill, raw: Float64Array): Place {
  const { sample, rows, unit, ridge } = hill;
  const { n, d } = sample;
  const mixture = mixtureOf(raw, d, unit);
  const sums = hill.sums(mixture);
  const point = pointOf(hill, mixture);
  const residual = new Float64Array(point.length);
  const count = mixture.thetas.length;
  let objective = sums.logLikelihood / n;
  let square = 0;
  for (const [k, { users, gradient, hessian }] of sums.components.entries()) {
    const theta = mixture.thetas[k];
    for (let j = 0; j < d; j++) {
      gradient[j] -= n * ridge * theta[j];
      hessian[j * (d + 1)] += n * ridge;
    }
    objective -= 0.5 * ridge * dot(theta, theta);
    square += dot(gradient, gradient) / (n * n);
    const factor = cholesky(hessian, d, (diagonal) => 1e-14 * diagonal);
    if (factor === null) residual.fill(Number.NaN, k * d, (k + 1) * d);
    else
      residual.set(
        choleskySolve(factor, gradient, d).map((step) => unit * step),
        k * d,
      );
    residual[count * d + k] = log(users / rows.users) - mixture.logWeights[k];
  }
  const users = sums.components.map((component) => component.users);
  return { point, mixture, objective, gradient: Math.sqrt(square), residual, users };
}

function pointOf({ unit }: Hill, { thetas, logWeights }: Mixture): Float64Array {
  return Float64Array.of(
    ...thetas.flatMap((theta) => [...theta].map((value) => unit * value)),
    ...logWeights,
  );
}

function mixtureOf(point: Float64Array, d: number, unit: number): Mixture {
  const count = point.length / (d + 1);
  const thetas = Array.from({ length: count }, (_, k) =>
    point.slice(k * d, (k + 1) * d).map((value) => value / unit),
  );
  const raw = point.subarray(count * d);
  const top = raw.reduce((most, value) => Math.max(most, value));
  let sum = 0;
  for (const value of raw) sum += exp(value - top);
  const total = top + log(sum);
  return { thetas, logWeights: raw.map((value) => value - total) };
}

const largest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

import type { Sample } from '../../arena.ts';
import { unit } from '../../math/vectors.ts';
import { ownRandom } from '../../random/own-random.ts';
import type { FitCall } from '../fit.ts';
import { maximiseOnGreatCircle } from '../great-circle.ts';
import type { Directions } from '../optimal-arcs.ts';
import { axisOf } from './axis.ts';
import { createBudget } from './budget.ts';
import { centred } from './centring.ts';
import { chartOf } from './chart.ts';
import { binaryOrder, powerOfTwo } from './dyadic.ts';
import { type ExactProblem, exactProblem } from './exact-problem.ts';
import { type ExactRows, subRows } from './exact-rows.ts';
import { createClimb, type QuickSearch } from './incumbent.ts';
import { isBasisOf, lifting } from './quotient.ts';
import { basisOf } from './rank.ts';
import { search } from './search.ts';
import { errorsAt } from './signs.ts';

/** The best direction that was found, and what is proved of all others, in rows. */
export interface Certificate {
  /** Unit vector of length d. */
  readonly direction: Float64Array;
  /** Weight of the rows with z_i . direction > 0, counted exactly. */
  readonly correct: number;
  /** No direction is strictly right about rows of more weight: proved in exact arithmetic. */
  readonly bound: number;
  /** bound - correct. */
  readonly gap: number;
  /** Whether the gap is 0. */
  readonly proven: boolean;
  /** Cones that were taken up, in nested searches too. */
  readonly nodes: number;
  /** Weight of all rows but zero rows, which no direction is right about. */
  readonly total: number;
  /** Rows visited over n. */
  readonly passes: number;
}

export interface CertifyOptions {
  /** A whole number >= 0 a row, its multiplicity; absent where all rows count once. */
  readonly weights?: ArrayLike<number>;
  /** The search ends after so many cones with what it has; absent where it goes to its end. */
  readonly nodes?: number;
  /** Which directions compete; all of the sphere where absent. */
  readonly directions?: Directions;
}

/**
 * The direction that is strictly right about rows of the most weight, sum w_i 1{z_i . theta > 0}, with a bound on what any
 * direction reaches; any d, though the time grows steeply with it. Null where the score is the same in all directions
 * that compete.
 *
 * Branch and bound on cones (search.ts) from the best of a quick search (incumbent.ts). Every step of the proof is exact
 * or rounded to the safe side. It stops early after `nodes` cones, or when `call.outOfTime` says so, with the bound it
 * has by then. Throws a RangeError for weights that are no whole numbers.
 */
export function certify(
  sample: Sample,
  options: CertifyOptions = {},
  call: FitCall = {},
): Certificate | null {
  const directions = options.directions ?? 'circle';
  const problem = exactProblem(sample, { weights: checkedWeights(sample, options.weights), directions });
  const outOfTime = call.outOfTime ?? (() => false);
  const budget = createBudget(options.nodes ?? Number.POSITIVE_INFINITY, outOfTime);
  if (isConstant(problem.rows, directions)) return null;
  const release = sample.arena.mark();
  const quick = { random: ownRandom(call.stream), outOfTime };
  const first = independentRows(problem.rows);
  const climb = first.rows.m > 2 ? createClimb(chartOf(first.rows, first.axis), sample.arena, quick) : null;
  const circles = circlesFor(sample);
  const best = bestStart(first, [
    ...(climb === null ? [] : [climb.further(circles)]),
    ...(directions === 'first-positive' ? positiveRules(first) : []),
  ]);
  const improve = climb === null ? {} : { improve: () => climb.further(circles) };
  const reached = problem.total - problem.forced;
  const onProgress = (errors: number, bound: number): void =>
    call.onStep?.({ nodes: budget.nodes, correct: reached - errors, correctBound: reached - bound });
  const found = search({ ...first, limit: best.errors, budget, onProgress, ...improve });
  onProgress(found.errors, found.bound);
  const placed = place(sample, problem, { theta: first.lift(found.direction ?? best.direction), quick });
  release();
  const correct = problem.total - placed.errors;
  const bound = reached - found.bound;
  return {
    direction: placed.direction,
    correct,
    bound,
    gap: bound - correct,
    proven: bound === correct,
    nodes: budget.nodes,
    total: problem.total,
    passes: (budget.rows + ((climb?.swept() ?? 0) + 2 * sample.d) * sample.n) / sample.n,
  };
}

function checkedWeights({ n }: Sample, weights?: ArrayLike<number>): ArrayLike<number> {
  if (weights === undefined) return new Float64Array(n).fill(1);
  if (weights.length !== n) throw new RangeError(`certify: ${weights.length} weights given for ${n} rows`);
  const bad = Array.from(weights).findIndex((w) => !(Number.isSafeInteger(w) && w >= 0));
  if (bad < 0) return weights;
  throw new RangeError(
    `certify: the weight of row ${bad} is ${weights[bad]}; weights are whole numbers >= 0`,
  );
}

/** No row is left, or only the one that keeps the first coordinate positive. */
const isConstant = ({ n, numbers, m }: ExactRows, directions: Directions): boolean =>
  n === 0 || (directions === 'first-positive' && n === 1 && numbers.subarray(1, m).every((v) => v === 0));

/** Great circles of the quick search: proofs take longer in more dimensions, and gain more from a good start. */
function circlesFor({ n, d }: Sample): number {
  const wanted = Math.min(MOST_CIRCLES, 60 << (3 * Math.min(Math.max(d - 3, 0), 3)));
  return Math.min(wanted, Math.max(60, Math.ceil(MOST_CIRCLE_ROWS / n)), CIRCLES_A_ROW * n);
}

const MOST_CIRCLES = 8000;
const MOST_CIRCLE_ROWS = 20_000_000;
const CIRCLES_A_ROW = 10;

interface Reduced {
  readonly rows: ExactRows;
  readonly axis: readonly bigint[];
  readonly lift: (direction: readonly bigint[]) => readonly bigint[];
}

/** The rows in as many columns as they have independent ones. */
function independentRows(rows: ExactRows): Reduced {
  const all = Array.from({ length: rows.n }, (_, i) => i);
  const basis = basisOf(rows, all);
  const isFull = basis.columns.length === rows.m || !isBasisOf(rows, basis, all);
  const reduced = isFull ? rows : subRows(rows, all, basis.columns).rows;
  const lift: Reduced['lift'] = isFull ? (theta) => theta : lifting(basis.columns, rows.m);
  return { rows: reduced, axis: axisOf(reduced), lift };
}

interface Scored {
  readonly direction: readonly bigint[];
  readonly errors: number;
}

/** The best of some directions and of the constant rules +-axis. */
function bestStart({ rows, axis }: Reduced, directions: readonly (readonly bigint[])[]): Scored {
  return [...directions, axis, axis.map((v) => -v)]
    .map((direction) => ({ direction, errors: errorsAt(rows, direction) }))
    .reduce((best, other) => (other.errors < best.errors ? other : best));
}

/** +-e_1: one of them has the sign that the heavy row asks for, in whichever columns are left. */
const positiveRules = ({ rows, axis }: Reduced): readonly (readonly bigint[])[] =>
  [1n, -1n].map((sign) => axis.map((_, j) => (j === 0 && rows.m > 0 ? sign : 0n)));

interface Placed {
  readonly direction: Float64Array;
  /** Weight of the rows that it is not strictly right about, counted exactly. */
  readonly errors: number;
}

/**
 * The direction in float64 and away from boundaries: first in the middle of its cell along the coordinates, then of the
 * widest optimal arc of some great circles, as long as the exact count gets no worse.
 */
function place(
  sample: Sample,
  problem: ExactProblem,
  { theta, quick }: { readonly theta: readonly bigint[]; readonly quick: QuickSearch },
): Placed {
  const count = (direction: Float64Array): Placed => ({
    direction,
    errors: problem.errorsAt(problem.toRows(direction)),
  });
  let best = count(unit(problem.toSample(centred(problem.boundaries, theta))));
  const scaled = alikeColumns(sample);
  for (let k = 0; k < 2 * sample.d && sample.d > 1; k++) {
    const tangent = quick.random.direction(POLISHING + k, sample.d);
    const here = best.direction.map((v, j) => v / scaled.factors[j]);
    const { direction } = maximiseOnGreatCircle(scaled.sample, unit(here), tangent);
    const moved = count(unit(direction.map((v, j) => v * scaled.factors[j])));
    if (moved.errors <= best.errors) best = moved;
  }
  return best;
}

/** Columns whose scales differ by more are brought to one scale, so that random tangents are of use. */
const ALIKE = 1024;

/** The sample with its columns times powers of two, or as it is where they are alike. */
function alikeColumns(sample: Sample): { readonly sample: Sample; readonly factors: readonly number[] } {
  const { arena, d, blocks, z } = sample;
  const data = arena.backend.f64(z, 8 * blocks * d);
  const largest = new Float64Array(d);
  data.forEach((v, k) => {
    const j = (k >> 3) % d;
    largest[j] = Math.max(largest[j], Math.abs(v));
  });
  const used = largest.filter((v) => v > 0);
  const isAlike = Math.max(...used) <= ALIKE * Math.min(...used);
  const factors = Array.from(largest, (v) => (isAlike || v === 0 ? 1 : powerOfTwo(-binaryOrder(v))));
  if (isAlike) return { sample, factors };
  return { sample: { ...sample, z: arena.copy(data.map((v, k) => v * factors[(k >> 3) % d])) }, factors };
}

/** Indices of random numbers that the quick search does not reach. */
const POLISHING = 0x40000000;

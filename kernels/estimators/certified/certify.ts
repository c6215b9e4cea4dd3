import type { Sample } from '../../arena.ts';
import { norm } from '../../math/vectors.ts';
import { ownRandom } from '../../random/own-random.ts';
import type { FitCall } from '../fit.ts';
import { maximiseOnGreatCircle } from '../great-circle.ts';
import type { Directions } from '../optimal-arcs.ts';
import { axisOf } from './axis.ts';
import { createBudget } from './budget.ts';
import { centred } from './centring.ts';
import { chartOf } from './chart.ts';
import { type ExactProblem, exactProblem } from './exact-problem.ts';
import { type ExactRows, subRows } from './exact-rows.ts';
import { type QuickSearch, quickDirections } from './incumbent.ts';
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
  /** Rows visited, in units of the sample's rows. */
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
  const random = ownRandom(call.stream);
  const circles = circlesFor(sample.d);
  const start = { sample, problem, quick: { random, circles, outOfTime }, directions };
  const first = independentRows(problem.rows);
  const best = bestStart(first, start);
  const found = search({ ...first, limit: best.errors, budget });
  const theta = first.lift(found.direction ?? best.direction);
  const placed = place(start, theta);
  const correct = problem.total - problem.forced - placed.errors;
  const bound = problem.total - problem.forced - found.bound;
  return {
    direction: placed.direction,
    correct,
    bound,
    gap: bound - correct,
    proven: bound === correct,
    nodes: budget.nodes,
    total: problem.total,
    passes: budget.rows + (circles + 2 * sample.d) * sample.n,
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
const circlesFor = (d: number): number => 25 << Math.min(Math.max(d - 2, 0), 6);

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

interface Start {
  readonly sample: Sample;
  readonly problem: ExactProblem;
  readonly quick: QuickSearch;
  readonly directions: Directions;
}

interface Scored {
  readonly direction: readonly bigint[];
  readonly errors: number;
}

/** The best direction of the quick search; in the plane, and below, the axis alone, since the search is quick itself. */
function bestStart({ rows, axis }: Reduced, { sample, quick }: Start): Scored {
  const found = rows.m > 2 ? quickDirections(chartOf(rows, axis), sample.arena, quick) : [axis];
  const scored = found.map((direction) => ({ direction, errors: errorsAt(rows, direction) }));
  return scored.reduce((best, other) => (other.errors < best.errors ? other : best));
}

interface Placed {
  readonly direction: Float64Array;
  /** Weight of the merged rows that it is not strictly right about, counted exactly. */
  readonly errors: number;
}

/**
 * The direction in float64 and away from boundaries: first in the middle of its cell along the coordinates, then of the
 * widest optimal arc of some great circles, as long as the exact count gets no worse.
 */
function place({ sample, problem, quick }: Start, theta: readonly bigint[]): Placed {
  const { rows } = problem;
  const count = (direction: Float64Array): Placed => ({
    direction,
    errors: errorsAt(rows, problem.toRows(direction)),
  });
  let best = count(unit(problem.toSample(centred(rows, theta))));
  for (let k = 0; k < 2 * sample.d && sample.d > 1; k++) {
    const tangent = quick.random.direction(POLISHING + k, sample.d);
    const moved = count(maximiseOnGreatCircle(sample, best.direction, tangent).direction);
    if (moved.errors <= best.errors) best = moved;
  }
  return best;
}

/** Indices of random numbers that the quick search does not reach. */
const POLISHING = 0x40000000;

const unit = (v: Float64Array): Float64Array => {
  const length = norm(v);
  return v.map((value) => value / length);
};

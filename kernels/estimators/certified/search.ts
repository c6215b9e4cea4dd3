import { createScratch, type Edge, project, promising, type Scratch, span } from './bounding.ts';
import { type Budget, spend } from './budget.ts';
import { centreCandidate } from './candidate.ts';
import { type Chart, chartOf, VERTEX_BITS } from './chart.ts';
import { commonPoint } from './common-point.ts';
import { type Cone, faces, halved } from './cones.ts';
import type { ExactRows } from './exact-rows.ts';
import { directionAt } from './interior.ts';
import { createOpenCones, type OpenCones } from './open-cones.ts';
import { bestInPlane } from './plane.ts';
import { modulo, type Reduced, spanned } from './quotient.ts';
import { type Basis, basisOf } from './rank.ts';
import { errorsAt, exactDot, signsAt } from './signs.ts';

/** The fewest errors of all directions, in so far as they are known. */
export interface Found {
  /** Of the best direction found; the limit where none has fewer. */
  readonly errors: number;
  /** Null where no direction with fewer errors than the limit was found. */
  readonly direction: readonly bigint[] | null;
  /** No direction has fewer errors than this or the limit; equal to `errors` where the search is at its end. */
  readonly bound: number;
}

export interface Problem {
  readonly rows: ExactRows;
  /** A direction that no row is orthogonal to. */
  readonly axis: readonly bigint[];
  /** Only directions with fewer errors are of interest. */
  readonly limit: number;
  /** Whether any direction with fewer errors will do. */
  readonly anyBelow?: boolean;
  /** A direction that may have fewer errors, asked for ever more rarely. */
  readonly improve?: () => readonly bigint[];
  /** Told now and then of the fewest errors found, and of a bound below all. */
  readonly onProgress?: (errors: number, bound: number) => void;
  readonly budget: Budget;
}

/** The direction with the fewest errors among those with fewer than the limit. */
export function search(problem: Problem): Found {
  const { rows, axis, limit } = problem;
  const none: Found = { errors: limit, direction: null, bound: limit };
  if (limit <= 0) return none;
  // In one dimension, all rows being on one line, at most one is left.
  if (rows.n === 0 || rows.m === 1)
    return { errors: 0, direction: rows.n === 0 ? axis : sideOf(rows), bound: 0 };
  if (rows.m > 2) return branchAndBound(problem);
  const { errors, direction } = bestInPlane(rows);
  return errors < limit ? { errors, direction, bound: errors } : none;
}

const sideOf = ({ numbers }: ExactRows): readonly bigint[] => [numbers[0] > 0 ? 1n : -1n];

interface State {
  readonly problem: Problem;
  readonly chart: Chart;
  readonly scratch: Scratch;
  readonly open: OpenCones;
  /** Common points whose neighbourhood is done with. */
  readonly settled: Set<string>;
  errors: number;
  direction: readonly bigint[] | null;
  /** Nodes after which a better direction is asked for. */
  nextImprovement: number;
  /** The lowest bound of cones that were given up: they can be halved no further, or a nested search gave up in them. */
  unresolved: number;
}

function branchAndBound(problem: Problem): Found {
  const chart = chartOf(problem.rows, problem.axis);
  const state: State = {
    problem,
    chart,
    scratch: createScratch(problem.rows.n, chart.q),
    open: createOpenCones(problem.limit),
    settled: new Set(),
    errors: problem.limit,
    direction: null,
    nextImprovement: FIRST_IMPROVEMENT,
    unresolved: Number.POSITIVE_INFINITY,
  };
  begin(state);
  while (!(problem.anyBelow === true && state.direction !== null) && step(state));
  const { errors, direction, open, unresolved } = state;
  return { errors, direction, bound: Math.min(errors, open.lowest(), unresolved) };
}

function begin(state: State): void {
  const { chart } = state;
  const active = Int32Array.from({ length: chart.rows.n }, (_, i) => i);
  for (const vertices of faces(chart.q)) {
    const cone: Cone = {
      vertices,
      bits: 0,
      from: Number.NEGATIVE_INFINITY,
      to: Number.POSITIVE_INFINITY,
      active,
      errors: 0,
      bound: 0,
    };
    project(chart, cone, state.scratch);
    span(chart, cone, state.scratch);
    admit(state, cone, cone);
  }
}

/** Takes up the promising parts of a cone, or of a child of it, whose rows are spanned. */
function admit(state: State, cone: Cone, child: Pick<Cone, 'vertices' | 'bits'>): void {
  const { vertices, bits } = child;
  for (const part of promising(state.chart, cone, state.scratch, { vertices, bits, limit: state.errors })) {
    if (part.active.length === 0) accept(state, directionAt(state.chart, vertices, part));
    else state.open.push(part);
  }
}

/** Takes a direction if it is strictly right about more than the best one, counted exactly. */
function accept(state: State, direction: readonly bigint[]): void {
  const errors = errorsAt(state.chart.rows, direction);
  if (errors >= state.errors) return;
  state.errors = errors;
  state.direction = direction;
}

/** Looks at one open cone; false where the search is at its end, or has to end. */
function step(state: State): boolean {
  const { chart, scratch, open, problem } = state;
  const cone = open.pop();
  if (cone === undefined) return false;
  if (cone.bound >= state.errors) return true;
  if (!spend(problem.budget, cone.active.length)) {
    open.push(cone);
    return false;
  }
  improve(state);
  const verdict = settle(state, cone);
  if (verdict.kind === 'closed') return true;
  if (verdict.kind === 'stopped') {
    open.push({ ...cone, bound: Math.max(cone.bound, verdict.bound) });
    return false;
  }
  if (verdict.kind === 'unresolved' || cone.bits >= DEEPEST) {
    state.unresolved = Math.min(state.unresolved, Math.max(cone.bound, verdict.bound));
    return true;
  }
  project(chart, cone, scratch);
  if (problem.budget.nodes % CANDIDATES === 0 || problem.budget.nodes < EARLY) {
    const candidate = centreCandidate(chart, cone, scratch);
    if (candidate.errors < state.errors) accept(state, directionAt(chart, cone.vertices, candidate));
  }
  halve(state, cone);
  return true;
}

const FIRST_IMPROVEMENT = 1000;

/** Where the proof takes long, the search for good directions goes on beside it. */
function improve(state: State): void {
  const { problem } = state;
  if (problem.improve === undefined || problem.budget.nodes < state.nextImprovement) return;
  state.nextImprovement = 1.5 * problem.budget.nodes;
  accept(state, problem.improve());
  problem.onProgress?.(state.errors, Math.min(state.errors, state.open.lowest(), state.unresolved));
}

/** Vertices keep a bit for the midpoint that a projection is averaged at. */
const DEEPEST = VERTEX_BITS - 2;
/** The centre of each of so many cones is tried, of all at first. */
const CANDIDATES = 8;
const EARLY = 100;

function halve(state: State, cone: Cone): void {
  const { chart, scratch } = state;
  const edge = longestEdge(chart, cone, scratch);
  for (const { keep, drop } of [edge, { keep: edge.drop, drop: edge.keep }]) {
    span(chart, cone, scratch, { keep, drop });
    admit(state, cone, { vertices: halved(cone.vertices, keep, drop), bits: cone.bits + 1 });
  }
}

/** The edge along which the rows change most. */
function longestEdge({ q, rows }: Chart, { active }: Cone, { projections }: Scratch): Edge {
  let best: Edge = { keep: 0, drop: 1 };
  let most = -1;
  for (let keep = 0; keep < q; keep++) {
    for (let drop = keep + 1; drop < q; drop++) {
      let sum = 0;
      for (let a = 0; a < active.length; a++) {
        sum += rows.weights[active[a]] * Math.abs(projections[a * q + keep] - projections[a * q + drop]);
      }
      if (sum > most) {
        most = sum;
        best = { keep, drop };
      }
    }
  }
  return best;
}

interface Verdict {
  readonly kind: 'closed' | 'split' | 'stopped' | 'unresolved';
  /** What is known of the cone's errors. */
  readonly bound: number;
}

/** A cone whose active rows do not span the space is a problem of fewer dimensions, or near one. */
function settle(state: State, cone: Cone): Verdict {
  const { chart } = state;
  const basis = basisOf(chart.rows, cone.active);
  if (basis.rows.length === chart.rows.m) return { kind: 'split', bound: 0 };
  const point = commonPoint(chart, cone, basis.rows);
  return point === null ? settleSpan(state, cone, basis) : settlePoint(state, cone, point);
}

/**
 * All active rows vanish at r, a point of the cone's closure: with theta in the cone so is theta + t r, on the same side
 * of all of them, so that every cell of the cone comes near r. The best cell near r is that of the rows that vanish at
 * r, all of them, on directions modulo r.
 */
function settlePoint(state: State, cone: Cone, point: readonly bigint[]): Verdict {
  const { chart, problem, settled } = state;
  const key = point.join();
  if (settled.has(key)) return { kind: 'closed', bound: 0 };
  const signs = signsAt(chart.rows, point);
  // The basis may be too small where the rank was found modulo a prime only.
  if (cone.active.some((i) => signs[i] !== 0)) return { kind: 'split', bound: 0 };
  const listed: number[] = [];
  let errors = 0;
  signs.forEach((sign, i) => {
    if (sign === 0) listed.push(i);
    else if (sign < 0) errors += chart.rows.weights[i];
  });
  const reduced = modulo(chart.rows, problem.axis, { listed, point });
  const found = searchWithin(state, reduced, errors);
  if (found.direction !== null) accept(state, near(chart.rows, point, reduced.lift(found.direction)));
  if (found.bound >= found.errors) {
    settled.add(key);
    return { kind: 'closed', bound: 0 };
  }
  const bound = errors + reduced.forced + found.bound;
  return { kind: problem.budget.spent ? 'stopped' : 'unresolved', bound };
}

/** Whatever theta is, the active rows have as many errors as the best direction of the space they span. */
function settleSpan(state: State, cone: Cone, basis: Basis): Verdict {
  const { chart, problem } = state;
  const reduced = spanned(chart.rows, problem.axis, { listed: cone.active, basis });
  if (reduced === null) return { kind: 'split', bound: 0 };
  const found = searchWithin(state, reduced, cone.errors, true);
  if (found.direction === null && found.bound >= found.errors) return { kind: 'closed', bound: 0 };
  if (problem.budget.spent) return { kind: 'stopped', bound: cone.errors + reduced.forced + found.bound };
  return { kind: 'split', bound: 0 };
}

const searchWithin = (state: State, reduced: Reduced, errors: number, anyBelow = false): Found =>
  search({
    rows: reduced.rows,
    axis: reduced.axis,
    limit: state.errors - errors - reduced.forced,
    anyBelow,
    budget: state.problem.budget,
  });

/** N r + theta, N so large that no row leaves the side of r that it is on. */
function near(rows: ExactRows, point: readonly bigint[], theta: readonly bigint[]): readonly bigint[] {
  const size = (v: bigint): bigint => (v < 0n ? -v : v);
  let times = 1n;
  for (let i = 0; i < rows.n; i++) {
    const from = size(exactDot(rows, i, point));
    if (from === 0n) continue;
    const needed = size(exactDot(rows, i, theta)) / from + 1n;
    if (needed > times) times = needed;
  }
  return point.map((v, j) => v * times + theta[j]);
}

import { type ExactRows, entry } from './exact-rows.ts';

/** The smallest weight of errors and a direction that has it, strictly inside the best cell. */
export interface Best {
  readonly errors: number;
  readonly direction: readonly bigint[];
}

interface Boundary {
  readonly x: bigint;
  readonly y: bigint;
  /** How the errors change as theta passes the boundary on its way round the upper half plane. */
  readonly change: number;
}

/**
 * The exact optimum in the plane (m = 2): theta goes round the half circle from (1, 0), the rows' boundaries are sorted
 * by the signs of their cross products, and a direction's opposite is wrong where it is right.
 */
export function bestInPlane(rows: ExactRows): Best {
  const { n, weights } = rows;
  const boundaries = Array.from({ length: n }, (_, i) => boundaryOf(rows, i)).sort(byAngle);
  const total = weights.reduce((sum, w) => sum + w, 0);
  if (n === 0) return { errors: 0, direction: [1n, 0n] };
  let errors = errorsAfterFirst(boundaries);
  let best: Best = { errors: Number.POSITIVE_INFINITY, direction: [] };
  for (let k = 0; k < n; k++) {
    if (k > 0) errors += boundaries[k].change;
    const small = Math.min(errors, total - errors);
    if (small >= best.errors) continue;
    const inside = between(boundaries, k);
    best = { errors: small, direction: errors <= total - errors ? inside : inside.map((v) => -v) };
  }
  return best;
}

function boundaryOf(rows: ExactRows, i: number): Boundary {
  const [a, b] = [entry(rows, 2 * i), entry(rows, 2 * i + 1)];
  // theta = (-b, a) turned into the upper half plane; just after it, z . theta has the sign of z turned by a right angle.
  const turn = a > 0n || (a === 0n && b < 0n) ? 1n : -1n;
  return { x: -b * turn, y: a * turn, change: turn > 0n ? rows.weights[i] : -rows.weights[i] };
}

const byAngle = (p: Boundary, q: Boundary): number => {
  const cross = p.x * q.y - p.y * q.x;
  return cross > 0n ? -1 : cross < 0n ? 1 : 0;
};

/** A positive change means the row is right before its boundary and wrong after it. */
function errorsAfterFirst(boundaries: readonly Boundary[]): number {
  let errors = 0;
  boundaries.forEach(({ change }, k) => {
    if (k === 0 ? change > 0 : change < 0) errors += Math.abs(change);
  });
  return errors;
}

/** A direction strictly between boundary k and the next one; behind the last comes the opposite of the first. */
function between(boundaries: readonly Boundary[], k: number): readonly bigint[] {
  const from = boundaries[k];
  if (boundaries.length === 1) return [-from.y, from.x];
  const next = boundaries[k + 1] ?? { x: -boundaries[0].x, y: -boundaries[0].y };
  return [from.x + next.x, from.y + next.y];
}

/** Steps for one eigenvalue; two are usual. */
const MOST_STEPS = 60;
const EPSILON = 2.220446049250313e-16;

/**
 * The eigenvalues of a symmetric matrix, largest first: Householder's reduction to three diagonals, then implicit QL; 4/3 d^3 operations. Accurate
 * to a few units in the last place of the largest eigenvalue.
 *
 * Source: Golub & Van Loan, Matrix Computations, 8.3; the procedures tred1 and imtql1 of EISPACK.
 *
 * @param matrix row-major d x d.
 * @returns null where an eigenvalue is not found in 60 steps, as with values that are no numbers.
 */
export function symmetricEigenvalues(matrix: ArrayLike<number>, d: number): Float64Array | null {
  const { diagonal, beside } = tridiagonal(Float64Array.from(matrix), d);
  return implicitQl(diagonal, beside) ? diagonal.sort().reverse() : null;
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** beside[i] stands between the diagonal's i and i + 1; the last one is 0. */
  readonly beside: Float64Array;
}

/** Reflects away, column by column, what stands below the second diagonal; `a` is overwritten. */
function tridiagonal(a: Float64Array, d: number): Tridiagonal {
  const diagonal = new Float64Array(d);
  const beside = new Float64Array(d);
  const v = new Float64Array(d);
  const p = new Float64Array(d);
  for (let k = 0; k < d - 1; k++) {
    diagonal[k] = a[k * d + k];
    const largest = largestBelow(a, d, k);
    if (largest === 0) continue;
    let square = 0;
    for (let i = k + 1; i < d; i++) {
      v[i] = a[i * d + k] / largest;
      square += v[i] * v[i];
    }
    const length = v[k + 1] >= 0 ? Math.sqrt(square) : -Math.sqrt(square);
    beside[k] = -length * largest;
    // v v' / half is twice the projection on v.
    const half = square + v[k + 1] * length;
    v[k + 1] += length;
    reflect(a, d, { v, p, first: k + 1, half });
  }
  diagonal[d - 1] = a[d * d - 1];
  return { diagonal, beside };
}

function largestBelow(a: Float64Array, d: number, k: number): number {
  let largest = 0;
  for (let i = k + 1; i < d; i++) largest = Math.max(largest, Math.abs(a[i * d + k]));
  return largest;
}

interface Reflection {
  readonly v: Float64Array;
  readonly p: Float64Array;
  readonly first: number;
  readonly half: number;
}

/** H A H for H = 1 - v v' / half, on the rows and columns from `first` on: A - v q' - q v' with q = A v / half - (v'A v / 2 half^2) v. */
function reflect(a: Float64Array, d: number, { v, p, first, half }: Reflection): void {
  let along = 0;
  for (let i = first; i < d; i++) {
    let sum = 0;
    for (let j = first, at = i * d + first; j < d; j++, at++) sum += a[at] * v[j];
    p[i] = sum / half;
    along += p[i] * v[i];
  }
  const share = along / (2 * half);
  for (let i = first; i < d; i++) p[i] -= share * v[i];
  for (let i = first; i < d; i++) {
    const [vi, pi] = [v[i], p[i]];
    for (let j = first, at = i * d + first; j < d; j++, at++) a[at] -= vi * p[j] + pi * v[j];
  }
}

/** Turns the diagonal into the eigenvalues, in no order; false where one does not converge. */
function implicitQl(diagonal: Float64Array, beside: Float64Array): boolean {
  const d = diagonal.length;
  const negligible = EPSILON * largestRow(diagonal, beside);
  for (let first = 0; first < d; first++) {
    for (let steps = 0; ; steps++) {
      let last = first;
      while (last < d - 1 && !(Math.abs(beside[last]) <= negligible)) last++;
      if (last === first) break;
      if (steps === MOST_STEPS) return false;
      step(diagonal, beside, { first, last });
    }
  }
  return diagonal.every(Number.isFinite);
}

/** A bound on the eigenvalues' size. What is negligible is so against it: where many eigenvalues are 0, all that is left of them is rounding. */
function largestRow(diagonal: Float64Array, beside: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < diagonal.length; i++) {
    largest = Math.max(
      largest,
      Math.abs(diagonal[i]) + Math.abs(beside[i]) + (i > 0 ? Math.abs(beside[i - 1]) : 0),
    );
  }
  return largest;
}

/** One implicit QL step with Wilkinson's shift on the rows `first` to `last`. */
function step(
  diagonal: Float64Array,
  beside: Float64Array,
  { first, last }: { readonly first: number; readonly last: number },
): void {
  let g = (diagonal[first + 1] - diagonal[first]) / (2 * beside[first]);
  let r = length(g, 1);
  g = diagonal[last] - diagonal[first] + beside[first] / (g + (g >= 0 ? r : -r));
  let [s, c, p] = [1, 1, 0];
  for (let i = last - 1; i >= first; i--) {
    const f = s * beside[i];
    const b = c * beside[i];
    r = length(f, g);
    beside[i + 1] = r;
    if (r === 0) {
      diagonal[i + 1] -= p;
      beside[last] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = diagonal[i + 1] - p;
    r = (diagonal[i] - g) * s + 2 * c * b;
    p = s * r;
    diagonal[i + 1] = g + p;
    g = c * r - b;
  }
  diagonal[first] -= p;
  beside[first] = g;
  beside[last] = 0;
}

/** sqrt(a^2 + b^2), also where a square would overflow. */
function length(a: number, b: number): number {
  const [x, y] = [Math.abs(a), Math.abs(b)];
  const large = Math.max(x, y);
  if (large === 0) return 0;
  const ratio = Math.min(x, y) / large;
  return large * Math.sqrt(1 + ratio * ratio);
}

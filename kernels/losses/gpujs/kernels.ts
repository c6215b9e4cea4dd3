/**
 * The kernels that gpu.js compiles from their source text: each is a function of its own, without imports, closures or
 * helpers, and loops only to bounds that are constants of at most 1000 or so (any other loop stops at 1000 silently).
 * `Math` here is the graphics card's; tanh is never called, since some cards answer NaN from 50 on.
 */

type Row = ArrayLike<number>;
type Matrix = ArrayLike<Row>;
type Planes = ArrayLike<Matrix>;

/** What a kernel function sees as `this`. */
interface Thread {
  readonly thread: { readonly x: number; readonly y: number; readonly z: number };
  readonly constants: Readonly<Record<'d' | 'rows' | 'chunks' | 'stride' | 'width', number>>;
}

/**
 * Of row x and point z, v = z_i . theta: w times the slope 2 e / (1 + e)^2 of tanh(v / 2) where y = 0, and w tanh(v / 2)
 * where y = 1, e = exp(-|v|).
 */
export function annealedTerms(this: Thread, z: Matrix, weights: Matrix, theta: Matrix): number {
  let v = 0;
  for (let j = 0; j < this.constants.d; j++) {
    v += z[j][this.thread.x] * theta[this.thread.z][j];
  }
  const e = Math.exp(-Math.abs(v));
  const r = 1 / (1 + e);
  const weight = weights[0][this.thread.x];
  if (this.thread.y === 0) return 2 * weight * e * r * r;
  if (v < 0) return -weight * (1 - e) * r;
  return weight * (1 - e) * r;
}

/** w sigma(-v) where y = 0, w log(1 + exp(-v)) where y = 1. */
export function logisticTerms(this: Thread, z: Matrix, weights: Matrix, theta: Matrix): number {
  let v = 0;
  for (let j = 0; j < this.constants.d; j++) {
    v += z[j][this.thread.x] * theta[this.thread.z][j];
  }
  const e = Math.exp(-Math.abs(v));
  const weight = weights[0][this.thread.x];
  if (this.thread.y === 1) {
    if (v < 0) return weight * (Math.log(1 + e) - v);
    return weight * Math.log(1 + e);
  }
  if (v < 0) return weight / (1 + e);
  return (weight * e) / (1 + e);
}

/** w sigma(-v) where y = 0, w sigma'(v) where y = 1. */
export function curvatureTerms(this: Thread, z: Matrix, weights: Matrix, theta: Matrix): number {
  let v = 0;
  for (let j = 0; j < this.constants.d; j++) {
    v += z[j][this.thread.x] * theta[this.thread.z][j];
  }
  const e = Math.exp(-Math.abs(v));
  const r = 1 / (1 + e);
  const weight = weights[0][this.thread.x];
  if (this.thread.y === 1) return weight * e * r * r;
  if (v < 0) return weight * r;
  return weight * e * r;
}

/** w sign(v) of row x and point y. */
export function signTerms(this: Thread, z: Matrix, weights: Matrix, theta: Matrix): number {
  let v = 0;
  for (let j = 0; j < this.constants.d; j++) {
    v += z[j][this.thread.x] * theta[this.thread.y][j];
  }
  if (v > 0) return weights[0][this.thread.x];
  if (v < 0) return -weights[0][this.thread.x];
  return 0;
}

/**
 * Sums over the rows x, x + chunks, x + 2 chunks, ... at point z: of the first term times column y of z, and of the second
 * term alone where y = d. Neighbouring threads read neighbouring rows.
 */
export function termSums(this: Thread, z: Matrix, terms: Planes): number {
  let sum = 0;
  if (this.thread.y < this.constants.d) {
    for (let r = 0; r < this.constants.rows; r++) {
      const row = r * this.constants.chunks + this.thread.x;
      sum += terms[this.thread.z][0][row] * z[this.thread.y][row];
    }
  } else {
    for (let r = 0; r < this.constants.rows; r++) {
      sum += terms[this.thread.z][1][r * this.constants.chunks + this.thread.x];
    }
  }
  return sum;
}

/** Sums over the same rows of the second term times columns y and z. */
export function productSums(this: Thread, z: Matrix, terms: Planes): number {
  let sum = 0;
  for (let r = 0; r < this.constants.rows; r++) {
    const row = r * this.constants.chunks + this.thread.x;
    sum += terms[0][1][row] * z[this.thread.y][row] * z[this.thread.z][row];
  }
  return sum;
}

/** Sums over the same rows of the term of point y. */
export function plainSums(this: Thread, terms: Matrix): number {
  let sum = 0;
  for (let r = 0; r < this.constants.rows; r++) {
    sum += terms[this.thread.y][r * this.constants.chunks + this.thread.x];
  }
  return sum;
}

/** A matrix as it is: what brings it to the card, to stay there. */
export function upload(this: Thread, values: Matrix): number {
  return values[this.thread.y][this.thread.x];
}

/**
 * Row y of a matrix, of its columns every stride-th eight; 0 beyond its width. A multiplication finds the eight that x is in:
 * cards divide inexactly.
 */
export function everyEighth(this: Thread, values: Matrix): number {
  const eight = Math.floor(this.thread.x * 0.125);
  const column = this.thread.x + 8 * eight * (this.constants.stride - 1);
  if (column < this.constants.width) return values[this.thread.y][column];
  return 0;
}

/** w |z|^2 of row x where y = 0, w |z|^4 where y = 1. */
export function normTerms(this: Thread, z: Matrix, weights: Matrix): number {
  let norm = 0;
  for (let j = 0; j < this.constants.d; j++) {
    norm += z[j][this.thread.x] * z[j][this.thread.x];
  }
  if (this.thread.y === 0) return weights[0][this.thread.x] * norm;
  return weights[0][this.thread.x] * norm * norm;
}

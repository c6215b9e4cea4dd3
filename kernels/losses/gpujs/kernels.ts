/**
 * The kernels that gpu.js compiles from their source text: each is a function of its own, without imports, closures or
 * helpers, and loops only to bounds that are constants of at most 1000 or so (any other loop stops at 1000 silently).
 * `Math` here is the graphics card's; tanh is never called, since some cards answer NaN from 50 on.
 */

/** Rows of a segment, line by line, x across: row = y chunks + x. Features have a plane a column, weights one plane. */
type Plane = ArrayLike<ArrayLike<number>>;
type Planes = ArrayLike<Plane>;

/** What a kernel function sees as `this`. */
interface Thread {
  readonly thread: { readonly x: number; readonly y: number; readonly z: number };
  readonly constants: Readonly<Record<'d' | 'lines' | 'stride', number>>;
}

/** v = z_i . theta of the row in line y stride, at point z. */
export function margins(this: Thread, z: Planes, theta: Plane): number {
  const x = this.thread.x;
  const line = this.thread.y * this.constants.stride;
  const point = this.thread.z;
  let v = 0;
  for (let j = 0; j < this.constants.d; j++) {
    v += z[j][line][x] * theta[point][j];
  }
  return v;
}

/**
 * Of a row and of point k, where thread z = 2 k + part and e = exp(-|v|): w times the slope 2 e / (1 + e)^2 of tanh(v / 2) in
 * part 0 and w tanh(v / 2) in part 1. Halving is exact; cards divide inexactly.
 */
export function annealedTerms(this: Thread, rowMargins: Planes, weights: Planes): number {
  const point = Math.floor(this.thread.z * 0.5);
  const v = rowMargins[point][this.thread.y][this.thread.x];
  const weight = weights[0][this.thread.y * this.constants.stride][this.thread.x];
  const e = Math.exp(-Math.abs(v));
  const r = 1 / (1 + e);
  if (this.thread.z - 2 * point < 0.5) return 2 * weight * e * r * r;
  if (v < 0) return -weight * (1 - e) * r;
  return weight * (1 - e) * r;
}

/** Part 0: w sigma(-v); part 1: w log(1 + exp(-v)). */
export function logisticTerms(this: Thread, rowMargins: Planes, weights: Planes): number {
  const point = Math.floor(this.thread.z * 0.5);
  const v = rowMargins[point][this.thread.y][this.thread.x];
  const weight = weights[0][this.thread.y * this.constants.stride][this.thread.x];
  const e = Math.exp(-Math.abs(v));
  if (this.thread.z - 2 * point > 0.5) {
    if (v < 0) return weight * (Math.log(1 + e) - v);
    return weight * Math.log(1 + e);
  }
  if (v < 0) return weight / (1 + e);
  return (weight * e) / (1 + e);
}

/** Part 0: w sigma(-v); part 1: w sigma'(v). */
export function curvatureTerms(this: Thread, rowMargins: Planes, weights: Planes): number {
  const point = Math.floor(this.thread.z * 0.5);
  const v = rowMargins[point][this.thread.y][this.thread.x];
  const weight = weights[0][this.thread.y * this.constants.stride][this.thread.x];
  const e = Math.exp(-Math.abs(v));
  const r = 1 / (1 + e);
  if (this.thread.z - 2 * point > 0.5) return weight * e * r * r;
  if (v < 0) return weight * r;
  return weight * e * r;
}

/** w sign(v) at point z. */
export function signTerms(this: Thread, rowMargins: Planes, weights: Planes): number {
  const v = rowMargins[this.thread.z][this.thread.y][this.thread.x];
  const weight = weights[0][this.thread.y * this.constants.stride][this.thread.x];
  if (v > 0) return weight;
  if (v < 0) return -weight;
  return 0;
}

/** Plane 0: w |z|^2; plane 1: w |z|^4. */
export function normTerms(this: Thread, z: Planes, weights: Planes): number {
  const x = this.thread.x;
  const line = this.thread.y * this.constants.stride;
  let norm = 0;
  for (let j = 0; j < this.constants.d; j++) {
    norm += z[j][line][x] * z[j][line][x];
  }
  if (this.thread.z === 0) return weights[0][line][x] * norm;
  return weights[0][line][x] * norm * norm;
}

/** Down the lines at x, of point z: sums of part 0 times column y of the features, and of part 1 alone where y = d. */
export function termSums(this: Thread, z: Planes, terms: Planes): number {
  const x = this.thread.x;
  const column = this.thread.y;
  const plane = 2 * this.thread.z;
  let sum = 0;
  if (column < this.constants.d) {
    for (let r = 0; r < this.constants.lines; r++) {
      sum += terms[plane][r][x] * z[column][r * this.constants.stride][x];
    }
  } else {
    for (let r = 0; r < this.constants.lines; r++) {
      sum += terms[plane + 1][r][x];
    }
  }
  return sum;
}

/** Sums of part 1 times columns y and z. */
export function productSums(this: Thread, z: Planes, terms: Planes): number {
  const x = this.thread.x;
  const first = this.thread.y;
  const second = this.thread.z;
  let sum = 0;
  for (let r = 0; r < this.constants.lines; r++) {
    const line = r * this.constants.stride;
    sum += terms[1][r][x] * z[first][line][x] * z[second][line][x];
  }
  return sum;
}

/** Sums of plane y. */
export function plainSums(this: Thread, terms: Planes): number {
  const x = this.thread.x;
  const plane = this.thread.y;
  let sum = 0;
  for (let r = 0; r < this.constants.lines; r++) {
    sum += terms[plane][r][x];
  }
  return sum;
}

/** The values as they are: what brings them to the card, to stay there. */
export function upload(this: Thread, values: Planes): number {
  return values[this.thread.z][this.thread.y][this.thread.x];
}

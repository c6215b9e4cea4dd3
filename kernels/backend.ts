/** The Philox stream of one purpose in one replicate: key of the cell, role word, replicate word. */
export interface Stream {
  readonly key0: number;
  readonly key1: number;
  readonly role: number;
  readonly replicate: number;
}

export type BackendId = 'js' | 'wasm-f64';

/**
 * The kernels, on one linear memory. Every address is a byte offset, a multiple of 16, at or above `base`; matrices of
 * rows are in the layout of `Comparisons` (blocks of eight rows, column by column inside a block).
 *
 * Both implementations do the same operations in the same order, so equal memory in gives equal memory out, bit for
 * bit. `js` is the reference, `wasm-f64` the fast one. Formulas: kernels/wasm/assembly, one docstring a kernel.
 */
export interface Backend {
  readonly id: BackendId;
  /** First free byte. */
  readonly base: number;
  /** Makes memory at least `bytes` long. Views made before are stale afterwards. */
  reserve(bytes: number): void;
  f64(address: number, length: number): Float64Array;
  /** All of memory, as a view that is made once: byte address / 8 is the place in it. */
  doubles(): Float64Array;
  u32(address: number, length: number): Uint32Array;
  u8(address: number, length: number): Uint8Array;

  /** Standard normals of rows `index`.. into column `dst` and, if `second`, the column after it; stride in bytes. */
  gaussianPair(
    dst: number,
    stride: number,
    blocks: number,
    second: boolean,
    stream: Stream,
    index: number,
  ): void;
  /** Points of the unit circle. */
  circle(dst: number, blocks: number, stream: Stream, index: number): void;
  /** Open uniforms: `first` from words 0-1, `second` from words 2-3 of the row's Philox block. */
  uniformPair(first: number, second: number, blocks: number, stream: Stream, index: number): void;
  /** Gamma(shape, 1) variates of rows `index`.., contiguous, shape > 0. */
  gamma(dst: number, blocks: number, shape: number, stream: Stream, index: number): void;
  /** The same variates G as (G - shape) / sqrt(shape): mean 0, variance 1, skewness 2 / sqrt(shape), to full accuracy. */
  standardGamma(dst: number, blocks: number, shape: number, stream: Stream, index: number): void;
  /** x <- mean + L x, L lower triangular, row-major. */
  affine(x: number, blocks: number, d: number, factor: number, mean: number): void;
  /** x <- x / |x|. */
  normaliseRows(x: number, blocks: number, d: number): void;
  /** Column dst <- shift + scale (column src), strides in bytes; dst may be src. */
  placeColumn(
    dst: number,
    stride: number,
    src: number,
    srcStride: number,
    blocks: number,
    scale: number,
    shift: number,
  ): void;
  /** x_i <- x_i / sqrt(factor g_i). */
  divideByRoot(x: number, blocks: number, d: number, g: number, factor: number): void;
  /** x_i = row floor(u_i rows) of a row-major table. */
  tableRows(x: number, u: number, blocks: number, d: number, table: number, rows: number): void;
  /** x = rows skip, skip + 1, ... of the list in which every row of `users` stands `times` times; skip < times. */
  repeatRows(x: number, users: number, blocks: number, d: number, skip: number, times: number): void;
  /** t = x . beta. */
  dotFixed(t: number, x: number, blocks: number, d: number, beta: number): void;
  /** t_i = x_i . beta_i. */
  dotRows(t: number, x: number, beta: number, blocks: number, d: number): void;
  /** t_i = x_i . mean + g_i (x_i . along). */
  dotLine(t: number, x: number, g: number, blocks: number, d: number, mean: number, along: number): void;
  /** t_i = x_i . types[k], k the number of the K - 1 cumulative weights <= u_i. */
  dotTypes(t: number, x: number, u: number, shape: TypesShape): void;
  /** t_i <- t_i scales[k], k as in `dotTypes`. */
  scaleByType(t: number, u: number, blocks: number, scales: number, cumulative: number, kinds: number): void;
  /** x_i <- s_i x_i, s_i = +1 where u_i (1 + exp(-t_i)) < 1, else -1. */
  chooseLogit(x: number, t: number, u: number, blocks: number, d: number): void;
  /** Student's t with `degrees` of freedom, of rows `index`... */
  student(dst: number, blocks: number, degrees: number, stream: Stream, index: number): void;
  /** s_i <- sum_k coefficients[k] s_i^k. */
  polynomial(s: number, blocks: number, coefficients: number, terms: number): void;
  /** t_i <- t_i / |s_i|; where s_i = 0, infinite with the sign of t_i, positive for 0. */
  divideBySize(t: number, s: number, blocks: number): void;
  /** x_i <- s_i x_i, s_i = +1 where t_i + v_i >= 0, else -1; v finite. */
  chooseAbove(x: number, t: number, v: number, blocks: number, d: number): void;

  /** Sum of w sign(z . theta). `weights` is the address of a weight a row, 0 where all rows count once. */
  score(z: number, blocks: number, d: number, theta: number, weights: number): number;
  /** d = 2, blocks 0, stride, ...: sums of sigma(-v) z (2), sigma'(v) zz' (3), |z|^2, |z|^4 into out; v = z.(t0, t1). */
  curvature2(z: number, blocks: number, stride: number, t0: number, t1: number, out: number): void;
  /** Any d, each row times its weight: the same sums, d + d (d + 1) / 2 + 2 of them; out has room for twice as many. */
  curvature(
    z: number,
    blocks: number,
    stride: number,
    d: number,
    theta: number,
    weights: number,
    out: number,
  ): void;
  /**
   * A mixture of logits: the log-likelihood (1); then, r_u a component's responsibility for a user, for each component sums of r_u (1),
   * r_u sigma(-v) z (d) and r_u sigma'(v) zz' (lower triangle by rows), into out, which has room for twice as many.
   */
  mixture(data: MixtureAt, out: number): void;
  /** Probit, any d, no weights: sums of r z, r (r + v) z z', |z|^2 and |z|^4, r = phi(v) / Phi(v), laid out as by `curvature`. */
  probit(z: number, blocks: number, stride: number, d: number, theta: number, out: number): void;
  /** Sums of w tanh(v / 2) (1) and of w times its derivative in v times z (d), v = z . theta, of `count` thetas. */
  annealed(data: RowsAt, thetas: number, count: number, out: number): void;
  /** Sums of w log(1 + exp(-v)) (1) and w sigma(-v) z (d); as in `annealed`, each point has 2 (d + 1) numbers of out. */
  logistic(data: RowsAt, thetas: number, count: number, out: number): void;
  /** Coordinates z . first and z . second of each row, laid out as comparisons with d = 2. */
  project(z: number, blocks: number, d: number, first: number, second: number, out: number): void;
  /** Bucket of each row's sign change on the half circle, with counts; see the exact sweep. */
  sweepBuckets(z: number, blocks: number, buckets: number, counts: number, ids: number): void;
  /** Keys of the rows whose id is flagged (a byte an id), even ids to one list and odd ids to the other. */
  gatherKeys(z: number, blocks: number, ids: number, flags: number, even: number, odd: number): void;
}

/** n comparisons at an address, and their weights', 0 where all rows count once. */
export interface RowsAt {
  readonly z: number;
  readonly n: number;
  readonly d: number;
  readonly weights: number;
}

/** Users with their comparisons, and the components of a mixture. */
export interface MixtureAt {
  readonly z: number;
  readonly d: number;
  readonly thetas: number;
  readonly logWeights: number;
  readonly components: number;
  /** Rows offsets[u] .. offsets[u + 1] - 1 are user u's, one at least; users + 1 unsigned 32-bit integers. */
  readonly offsets: number;
  readonly users: number;
  /** Rows that are at hand at once: a multiple of 8, at least 8 more than any user has. */
  readonly room: number;
  /** Address of 6 components (room + 2) float64 values. */
  readonly scratch: number;
}

export interface TypesShape {
  readonly blocks: number;
  readonly d: number;
  readonly types: number;
  readonly cumulative: number;
  readonly kinds: number;
}

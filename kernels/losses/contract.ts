import type { BlockSource } from '../comparisons.ts';

/**
 * Where losses are evaluated. `js` is the reference; `wasm-f64` gives the same bits faster; `wasm-f32` stores features in
 * single precision, for the stages of a fit that search. One implementation may hold several data sets at once.
 */
export interface Losses {
  readonly id: string;
  /** What its rounding errors are at most, for data of this size. */
  precision(n: number, d: number): Precision;
  /**
   * Copies n comparisons to where they can be evaluated, with a weight a row; without weights every row counts once.
   *
   * Weights are finite and at least 0. Throws a RangeError where they are not (in the backend's own format), where their
   * number is not n, and where a feature is not finite.
   */
  load(comparisons: BlockSource, weights?: ArrayLike<number>): LoadedComparisons;
  /**
   * The annealed sign loss of many data sets that were loaded here, each at a point of its own: to the bit what `annealed` of
   * each gives, in one call. A step of as many fits side by side; for small data sets it saves a tenth of the time in float64.
   *
   * Throws a RangeError where there are not as many points as data sets, and where one was loaded by other losses.
   */
  annealedOfEach(sets: readonly LoadedComparisons[], points: readonly AnnealedPoint[]): readonly LossSum[];
}

/**
 * n comparisons z_i in R^d with weights w_i. Sums are over rows and not divided by anything, so that sums over parts of
 * a sample add up; v_i = z_i . theta. A call evaluates all its points, in one reading of the data where that is faster.
 *
 * Every result is a new float64 array or number. All calls throw after `dispose`.
 */
export interface LoadedComparisons {
  readonly n: number;
  readonly d: number;
  /** The annealed sign loss's sum (T2): sum w tanh(lambda v / 2), and its gradient in theta. */
  annealed(points: readonly AnnealedPoint[]): readonly LossSum[];
  /** The hard 0-1 score (T1): sum w sign(v); a row with v = 0 counts 0. */
  score(directions: readonly ArrayLike<number>[]): readonly number[];
  /** The logistic loss: sum w log(1 + exp(-v)), and its gradient -sum w sigma(-v) z. */
  logistic(points: readonly ArrayLike<number>[]): readonly LossSum[];
  /**
   * What Newton's method needs of the logistic loss, for small d (the work grows with d^2), over about 1 / stride of the
   * rows spread evenly over the sample, never a prefix; stride 1 is all rows.
   */
  logisticCurvature(points: readonly ArrayLike<number>[], stride?: number): readonly LogisticCurvature[];
  /** Changes the weights and nothing else; what the steps of EM do. The rules are those of `load`. */
  reweigh(weights: ArrayLike<number>): void;
  /** Gives back the memory. Disposing twice is once. */
  dispose(): void;
}

export interface AnnealedPoint {
  /** Length d; any length of the vector, not only 1. */
  readonly direction: ArrayLike<number>;
  readonly lambda: number;
}

/** A sum and its gradient, length d. */
export interface LossSum {
  readonly sum: number;
  readonly gradient: Float64Array;
}

export interface LogisticCurvature {
  /** Rows visited. */
  readonly rows: number;
  /** Gradient of the log-likelihood, which is minus the loss: sum w sigma(-v) z, length d. */
  readonly gradient: Float64Array;
  /** Hessian of the loss: sum w sigma'(v) z z', row-major d x d. */
  readonly hessian: Float64Array;
  /** sum w |z|^2. */
  readonly second: number;
  /** sum w |z|^4. */
  readonly fourth: number;
}

/**
 * A backend's promise about rounding. With u = `unit`, D = `dotTerms` + 3, S = `rowTerms` + 16 and
 * a_i = sum_j |lambda theta_j z_ij| (lambda = 1 for the logistic loss), computed and exact values differ by at most
 *
 * - annealed: u sum w (D a / 2 + S), its gradient u lambda sum w |z_j| (D a / 5 + S / 2);
 * - logistic: u sum w (D a + S (1 + |v|)), its gradient u sum w |z_j| (D a / 4 + S),
 *   its Hessian u sum w |z_j z_k| (D a / 10 + S / 4);
 * - score: 2 sum w over the rows with |v| <= u D a, and u S sum w where there are weights.
 *
 * Derived from |fl(x . y) - x . y| <= D u sum |x_j y_j| for terms added in any order with at most D roundings each, and
 * from the largest slopes of the functions: tanh(v / 2) 1/2, its derivative 1 / (3 sqrt 3), sigma 1/4, sigma' 1 / (6 sqrt 3).
 * Source: Higham, Accuracy and Stability of Numerical Algorithms (2002), section 3.1.
 */
export interface Precision {
  /** Largest relative error of rounding one number: 2^-53 in float64, 2^-24 in float32. */
  readonly unit: number;
  /** Most additions at this precision that a term of z_i . theta passes through. */
  readonly dotTerms: number;
  /** Most additions at this precision that a row's part of a sum passes through. */
  readonly rowTerms: number;
}

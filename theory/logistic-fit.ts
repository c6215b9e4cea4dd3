import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import { norm } from '../kernels/math/vectors.ts';
import type { Matrix } from '../kernels/populations/population.ts';
import { lowerFactor, solveLower, solveLowerTransposed } from './linear-algebra.ts';

/** Features with shares and mean signed choices: a population as a weighted table. */
export interface WeightedRows {
  readonly d: number;
  /** Row-major n x d. */
  readonly x: Float64Array;
  readonly weight: Float64Array;
  readonly choice: Float64Array;
}

/** The pseudo-true parameter of the logistic likelihood on a weighted table, and the sandwich covariance of sqrt(n) times its estimate. */
export interface LogisticFit {
  readonly parameter: readonly number[];
  readonly covariance: Matrix;
  /** E[-log likelihood] at the parameter, for one comparison. */
  readonly crossEntropy: number;
}

const MOST_STEPS = 100;

/** Solves E[(h(x) - tanh(x . b / 2)) x] = 0 by damped Newton steps; null where it does not settle. Source: White (1982). */
export function logisticFit(rows: WeightedRows): LogisticFit | null {
  let parameter = new Array<number>(rows.d).fill(0);
  for (let step = 0; step < MOST_STEPS; step++) {
    const { gradient, hessian } = moments(rows, parameter);
    const factor = lowerFactor(hessian);
    if (factor === null || !gradient.every(Number.isFinite)) return null;
    const move = solveLowerTransposed(factor, solveLower(factor, gradient));
    const size = norm(move);
    const damping = Math.min(1, (1 + norm(parameter)) / size);
    parameter = parameter.map((value, j) => value + damping * move[j]);
    if (size <= 1e-13 * (1 + norm(parameter))) return fitted(rows, parameter);
  }
  return null;
}

/** Half the score, and half the information sum w sigma' x x'. */
function moments(
  { d, x, weight, choice }: WeightedRows,
  parameter: readonly number[],
): { readonly gradient: number[]; readonly hessian: number[][] } {
  const gradient = new Array<number>(d).fill(0);
  const hessian = Array.from({ length: d }, () => new Array<number>(d).fill(0));
  for (let i = 0; i < weight.length; i++) {
    const { tanh, slope } = at(x, i * d, parameter);
    addOuter(hessian, { x, at: i * d }, weight[i] * slope);
    for (let j = 0; j < d; j++) gradient[j] += (weight[i] * (choice[i] - tanh) * x[i * d + j]) / 2;
  }
  return { gradient, hessian: mirrored(hessian) };
}

/**
 * Where each batch of a table would move the parameter by one Newton step, row i being of batch i mod `batches`: their spread says how good a parameter from a
 * sample is. Empty where the information is singular.
 */
export function batchMoves(
  rows: WeightedRows,
  parameter: readonly number[],
  batches: number,
): readonly (readonly number[])[] {
  const factor = lowerFactor(moments(rows, parameter).hessian);
  if (factor === null) return [];
  const { d, x, weight, choice } = rows;
  const scores = Array.from({ length: batches }, () => new Array<number>(d).fill(0));
  for (let i = 0; i < weight.length; i++) {
    const { tanh } = at(x, i * d, parameter);
    const score = scores[i % batches];
    for (let j = 0; j < d; j++) score[j] += (batches * weight[i] * (choice[i] - tanh) * x[i * d + j]) / 2;
  }
  return scores.map((score) => solveLowerTransposed(factor, solveLower(factor, score)));
}

function fitted(rows: WeightedRows, parameter: readonly number[]): LogisticFit | null {
  const { d, x, weight, choice } = rows;
  const factor = lowerFactor(moments(rows, parameter).hessian);
  if (factor === null) return null;
  const spread = Array.from({ length: d }, () => new Array<number>(d).fill(0));
  let crossEntropy = 0;
  for (let i = 0; i < weight.length; i++) {
    const { tanh, t, softplus } = at(x, i * d, parameter);
    // E[(Y - sigma)^2] = p - 2 p sigma + sigma^2 with p = (1 + h) / 2 and sigma = (1 + tanh) / 2.
    addOuter(spread, { x, at: i * d }, (weight[i] * (1 - 2 * choice[i] * tanh + tanh * tanh)) / 4);
    crossEntropy += weight[i] * (softplus - ((1 + choice[i]) / 2) * t);
  }
  const solve = (b: readonly number[]): number[] => solveLowerTransposed(factor, solveLower(factor, b));
  const half = mirrored(spread).map(solve);
  const covariance = half[0].map((_, j) => solve(half.map((row) => row[j])));
  return { parameter, covariance, crossEntropy };
}

function at(
  x: Float64Array,
  from: number,
  parameter: readonly number[],
): { readonly t: number; readonly tanh: number; readonly slope: number; readonly softplus: number } {
  let t = 0;
  for (let j = 0; j < parameter.length; j++) t += x[from + j] * parameter[j];
  const e = exp(-Math.abs(t));
  const tanh = (t < 0 ? e - 1 : 1 - e) / (1 + e);
  return { t, tanh, slope: e / ((1 + e) * (1 + e)), softplus: Math.max(t, 0) + log(1 + e) };
}

function addOuter(
  sum: number[][],
  { x, at: from }: { readonly x: Float64Array; readonly at: number },
  by: number,
): void {
  for (let j = 0; j < sum.length; j++) {
    const scaled = by * x[from + j];
    const row = sum[j];
    for (let k = 0; k <= j; k++) row[k] += scaled * x[from + k];
  }
}

const mirrored = (lower: number[][]): number[][] =>
  lower.map((row, j) => row.map((value, k) => (k <= j ? value : lower[k][j])));

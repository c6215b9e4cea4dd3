import type { Precision } from '../../kernels/losses/contract.ts';

/** A small data set as a test states it. */
export interface Data {
  readonly d: number;
  readonly rows: readonly (readonly number[])[];
  readonly weights: readonly number[];
}

/** A number and what a backend may differ from it by. */
export interface Bounded {
  readonly value: number;
  readonly error: number;
}

export interface BoundedSum {
  readonly sum: Bounded;
  readonly gradient: readonly Bounded[];
}

interface Row {
  readonly z: readonly number[];
  readonly w: number;
  /** scale z . theta. */
  readonly v: number;
  /** sum |scale theta_j z_j|. */
  readonly a: number;
}

const rowsAt = ({ rows, weights }: Data, theta: readonly number[], scale: number): readonly Row[] =>
  rows.map((z, i) => {
    const terms = z.map((value, j) => value * (scale * theta[j]));
    return { z, w: weights[i], v: total(terms), a: total(terms.map(Math.abs)) };
  });

/** Neumaier's sum: the reference's own rounding is far below that of any backend. */
export function total(values: readonly number[]): number {
  let sum = 0;
  let rest = 0;
  for (const value of values) {
    const next = sum + value;
    rest += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return Number.isFinite(sum) ? sum + rest : sum;
}

/** Reference values are good to a few units of float64 a row; a bound never asks for more. */
const OWN = 8 * Number.EPSILON;

interface Term {
  readonly value: number;
  readonly error: number;
}

function bounded(terms: readonly Term[]): Bounded {
  const size = total(terms.map(({ value }) => Math.abs(value)));
  return {
    value: total(terms.map(({ value }) => value)),
    error: total(terms.map(({ error }) => error)) + OWN * size + 1e-280,
  };
}

/** D and S of `Precision`. */
const constants = ({ unit, dotTerms, rowTerms }: Precision) => ({
  u: unit,
  D: dotTerms + 3,
  S: rowTerms + 16,
});

/** The annealed sign loss by the hyperbolic functions of the platform, with the bounds of `Precision`. */
export function annealedReference(
  data: Data,
  theta: readonly number[],
  lambda: number,
  precision: Precision,
): BoundedSum {
  const { u, D, S } = constants(precision);
  const rows = rowsAt(data, theta, lambda);
  return {
    sum: bounded(
      rows.map(({ w, v, a }) => ({ value: w * Math.tanh(v / 2), error: u * w * ((D * a) / 2 + S) })),
    ),
    gradient: theta.map((_, j) =>
      bounded(
        rows.map(({ z, w, v, a }) => {
          const size = lambda * w * Math.abs(z[j]);
          const slope = Math.abs(v) > 1400 ? 0 : 0.5 / Math.cosh(v / 2) / Math.cosh(v / 2);
          return {
            value: Math.sign(z[j]) * size * slope,
            error: u * size * ((D * a) / 5 + S / 2) + size * 1e-30,
          };
        }),
      ),
    ),
  };
}

export function scoreReference(data: Data, theta: readonly number[], precision: Precision): Bounded {
  const { u, D, S } = constants(precision);
  const weighted = data.weights.some((w) => w !== 1);
  return bounded(
    rowsAt(data, theta, 1).map(({ w, v, a }) => ({
      value: w * Math.sign(v),
      error: (weighted ? u * S * w : 0) + (Math.abs(v) <= u * D * a ? 2 * w : 0),
    })),
  );
}

const sigma = (v: number): number => 1 / (1 + Math.exp(-v));

export function logisticReference(data: Data, theta: readonly number[], precision: Precision): BoundedSum {
  const { u, D, S } = constants(precision);
  const rows = rowsAt(data, theta, 1);
  return {
    sum: bounded(
      rows.map(({ w, v, a }) => ({
        value: w * (Math.max(-v, 0) + Math.log1p(Math.exp(-Math.abs(v)))),
        error: u * w * (D * a + S * (1 + Math.abs(v))),
      })),
    ),
    gradient: theta.map((_, j) =>
      bounded(
        rows.map(({ z, w, v, a }) => ({
          value: -w * sigma(-v) * z[j],
          error: u * w * Math.abs(z[j]) * ((D * a) / 4 + S),
        })),
      ),
    ),
  };
}

/** The Hessian of the logistic loss, row-major d x d. */
export function hessianReference(
  data: Data,
  theta: readonly number[],
  precision: Precision,
): readonly Bounded[] {
  const { u, D, S } = constants(precision);
  const rows = rowsAt(data, theta, 1);
  return theta.flatMap((_, j) =>
    theta.map((__, k) =>
      bounded(
        rows.map(({ z, w, v, a }) => ({
          value: w * sigma(v) * sigma(-v) * z[j] * z[k],
          error: u * w * Math.abs(z[j] * z[k]) * ((D * a) / 10 + S / 4),
        })),
      ),
    ),
  );
}

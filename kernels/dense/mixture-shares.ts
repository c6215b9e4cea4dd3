import { exp } from '../math/exp.ts';
import { log } from '../math/log.ts';

/** Labels in the order of the users who gave them: user u's are first[u] .. first[u + 1] - 1. */
export interface Users {
  readonly first: Uint32Array;
}

/** What labels are shared out with, and where that goes. */
export interface Shared {
  /** x . theta_k of each label. */
  readonly products: readonly Float64Array[];
  readonly signs: Int8Array;
  readonly logWeights: Float64Array;
  /** To be the derivative of the log-likelihood in x . theta_k. */
  readonly slopes: readonly Float64Array[];
  /** Sums of responsibilities are added to it. */
  readonly shares: Float64Array;
}

/** The log-likelihood where all labels of a user come of one taste. */
export function shareUsers(
  { products, signs, logWeights, slopes, shares }: Shared,
  { first }: Users,
): number {
  const components = products.length;
  const logs = products.map((some, k) => labelLogs(some, signs, slopes[k]));
  const own = new Float64Array(components);
  let value = 0;
  for (let u = 0; u + 1 < first.length; u++) {
    const [from, to] = [first[u], first[u + 1]];
    for (let k = 0; k < components; k++) {
      let sum = logWeights[k];
      for (let i = from; i < to; i++) sum += logs[k][i];
      own[k] = sum;
    }
    value += toShares(own);
    for (let k = 0; k < components; k++) {
      shares[k] += own[k];
      for (let i = from; i < to; i++) slopes[k][i] *= own[k];
    }
  }
  return value;
}

/** Below this, a sum of probabilities has lost digits. */
const TINY = 1e-290;

/**
 * The log-likelihood where every label is a user's only one: log sum_k w_k sigma(v_k), with one exponential a component and one logarithm a
 * label; in logarithms where every component finds the label all but impossible.
 */
export function shareLabels({ products, signs, logWeights, slopes, shares }: Shared): number {
  const components = products.length;
  const weights = logWeights.map(exp);
  const own = new Float64Array(components);
  let value = 0;
  for (let i = 0; i < signs.length; i++) {
    const s = signs[i];
    let sum = 0;
    for (let k = 0; k < components; k++) {
      const v = s * products[k][i];
      const e = exp(-Math.abs(v));
      const r = 1 / (1 + e);
      slopes[k][i] = s * (v < 0 ? r : e * r);
      sum += own[k] = weights[k] * (v < 0 ? e * r : r);
    }
    if (sum > TINY) {
      value += log(sum);
      for (let k = 0; k < components; k++) own[k] /= sum;
    } else {
      for (let k = 0; k < components; k++) {
        const v = s * products[k][i];
        own[k] = logWeights[k] + Math.min(v, 0) - log(1 + exp(-Math.abs(v)));
      }
      value += toShares(own);
    }
    for (let k = 0; k < components; k++) {
      shares[k] += own[k];
      slopes[k][i] *= own[k];
    }
  }
  return value;
}

/** log sigma(s x . theta) of each label, and its derivative in x . theta to `slopes`. */
function labelLogs(products: Float64Array, signs: Int8Array, slopes: Float64Array): Float64Array {
  return products.map((product, i) => {
    const v = signs[i] * product;
    const e = exp(-Math.abs(v));
    slopes[i] = (signs[i] * (v < 0 ? 1 : e)) / (1 + e);
    return Math.min(v, 0) - log(1 + e);
  });
}

/** Turns logarithms into shares of their sum in place, and gives its logarithm. */
function toShares(logs: Float64Array): number {
  const top = logs.reduce((most, value) => Math.max(most, value));
  let sum = 0;
  for (let k = 0; k < logs.length; k++) sum += logs[k] = exp(logs[k] - top);
  for (let k = 0; k < logs.length; k++) logs[k] /= sum;
  return top + log(sum);
}

/** Logarithms of shares of the sum of what these are logarithms of. */
export function logShares(raw: Float64Array): Float64Array {
  const total = toShares(raw.slice());
  return raw.map((value) => value - total);
}

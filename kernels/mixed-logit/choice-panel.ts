import { exp } from '../math/exp.ts';
import { log } from '../math/log.ts';

/**
 * Who chose what, situation by situation. A row is the features of the chosen alternative less those of another one of its situation.
 *
 * Chooser u has the situations choosers[u] .. choosers[u + 1] - 1, and situation t the rows situations[t] .. situations[t + 1] - 1.
 */
export interface ChoicePanel {
  readonly d: number;
  /** Row-major. */
  readonly rows: Float64Array;
  readonly situations: Uint32Array;
  readonly choosers: Uint32Array;
}

export const chooserCount = ({ choosers }: ChoicePanel): number => choosers.length - 1;

/**
 * sum over the situations of chooser u of log P(chosen | taste) = -log(1 + sum_j exp(-z_j . taste)), a conditional logit; with
 * two alternatives it is log sigma(z . taste).
 */
export function logLikelihood(panel: ChoicePanel, u: number, taste: Float64Array): number {
  const { d, rows, situations, choosers } = panel;
  let sum = 0;
  // Totals of several situations are multiplied, so that one logarithm serves them.
  let product = 1;
  for (let t = choosers[u]; t < choosers[u + 1]; t++) {
    let top = 0;
    let total = 1;
    for (let i = situations[t]; i < situations[t + 1]; i++) {
      let v = 0;
      for (let j = 0, at = i * d; j < d; j++, at++) v -= rows[at] * taste[j];
      if (v <= top) total += exp(v - top);
      else {
        total = total * exp(top - v) + 1;
        top = v;
      }
    }
    sum -= top;
    product *= total;
    if (product < LARGE) continue;
    sum -= log(product);
    product = 1;
  }
  return sum - log(product);
}

const LARGE = 1e200;

/** Where the slope and the information of chooser u at a taste are added. */
interface Slopes {
  /** d log L / d taste, length d. */
  readonly gradient: Float64Array;
  /** Minus the second derivative, row-major d x d; both triangles. */
  readonly information: Float64Array;
}

/** Adds the slope and the information of the log likelihood of chooser u. */
export function addSlopes(panel: ChoicePanel, u: number, { taste, into }: SlopesAt): void {
  const { d, situations, choosers } = panel;
  const mean = new Float64Array(d);
  for (let t = choosers[u]; t < choosers[u + 1]; t++) {
    mean.fill(0);
    const shares = otherShares(panel, t, taste);
    for (let i = situations[t]; i < situations[t + 1]; i++) {
      addRow(panel, i, { share: shares[i - situations[t]], mean, information: into.information });
    }
    for (let j = 0; j < d; j++) {
      into.gradient[j] += mean[j];
      for (let k = 0; k < d; k++) into.information[j * d + k] -= mean[j] * mean[k];
    }
  }
}

export interface SlopesAt {
  readonly taste: Float64Array;
  readonly into: Slopes;
}

function addRow(
  { d, rows }: ChoicePanel,
  i: number,
  {
    share,
    mean,
    information,
  }: { readonly share: number; readonly mean: Float64Array; readonly information: Float64Array },
): void {
  for (let j = 0; j < d; j++) {
    const weighted = share * rows[i * d + j];
    mean[j] += weighted;
    for (let k = 0; k < d; k++) information[j * d + k] += weighted * rows[i * d + k];
  }
}

/** P(j | taste) of the alternatives of situation t that were not chosen, in the order of its rows. */
export function otherShares(
  { d, rows, situations }: ChoicePanel,
  t: number,
  taste: Float64Array,
): Float64Array {
  const first = situations[t];
  const shares = new Float64Array(situations[t + 1] - first);
  let top = 0;
  for (let i = 0; i < shares.length; i++) {
    for (let j = 0; j < d; j++) shares[i] -= rows[(first + i) * d + j] * taste[j];
    top = Math.max(top, shares[i]);
  }
  let total = exp(-top);
  for (let i = 0; i < shares.length; i++) {
    shares[i] = exp(shares[i] - top);
    total += shares[i];
  }
  return shares.map((value) => value / total);
}

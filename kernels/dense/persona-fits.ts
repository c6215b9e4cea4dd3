import { exp } from '../math/exp.ts';
import { log } from '../math/log.ts';
import { denseRlhf } from './dense-rlhf.ts';
import { type Judged, loadDense } from './dense-sample.ts';
import type { DenseShape } from './dense-shape.ts';
import type { Desk } from './dense-table.ts';

/** Folds of a persona's labels: 0 is kept for the accuracy, 1 to 4 choose the ridge. */
export const FOLDS = 5;
const ROUGH = 1e-4;

/** One persona's labels, and the fold of each. */
export interface PersonaLabels extends Judged {
  readonly folds: Uint8Array;
}

/** What a ridge of each size leaves on labels that the fit has not seen: sums of log(1 + exp(-v)) over `count` labels. */
export interface RidgeLosses {
  readonly losses: Float64Array;
  readonly count: number;
}

/** Cross-validation of ridges, given from large to small, on the folds 1 to 4 of one persona. */
export function ridgeLosses(
  desk: Desk,
  shape: DenseShape,
  { rows, signs, folds }: PersonaLabels,
  ridges: readonly number[],
): RidgeLosses {
  const losses = new Float64Array(ridges.length);
  let count = 0;
  for (let fold = 1; fold < FOLDS; fold++) {
    const seen = chosen({ rows, signs }, (i) => folds[i] !== 0 && folds[i] !== fold);
    const left = chosen({ rows, signs }, (i) => folds[i] === fold);
    if (seen.rows.length === 0 || left.rows.length === 0) continue;
    count += left.rows.length;
    const thetas = fitPath(desk, shape, seen, ridges);
    const unseen = loadDense(desk, left);
    for (const [k, theta] of thetas.entries()) {
      for (const [i, value] of unseen.products([theta])[0].entries())
        losses[k] += lossOf(left.signs[i] * value);
    }
    unseen.release();
  }
  return { losses, count };
}

export interface PersonaFit {
  /** The utility: length d, from all labels; zero where there are none. */
  readonly theta: Float64Array;
  /** From the even and from the odd labels alone. */
  readonly halves: readonly [Float64Array, Float64Array];
  /** Labels of fold 0, and how many of them a fit to the others ranks as the persona did; a tie is half. */
  readonly heldOut: number;
  readonly right: number;
}

/** One persona's utility by cross-entropy with a ridge, and its accuracy on labels that were kept back. */
export function personaFit(desk: Desk, shape: DenseShape, labels: PersonaLabels, ridge: number): PersonaFit {
  const { d } = desk.table;
  const { folds } = labels;
  const fitted = (judged: Judged): Float64Array =>
    judged.rows.length === 0 ? new Float64Array(d) : fitPath(desk, shape, judged, [ridge], 1e-6)[0];
  const left = chosen(labels, (i) => folds[i] === 0);
  const seen = fitted(chosen(labels, (i) => folds[i] !== 0));
  let right = 0;
  if (left.rows.length > 0) {
    const unseen = loadDense(desk, left);
    for (const [i, value] of unseen.products([seen])[0].entries()) {
      const v = left.signs[i] * value;
      right += v > 0 ? 1 : v === 0 ? 0.5 : 0;
    }
    unseen.release();
  }
  return {
    theta: fitted(labels),
    halves: [fitted(chosen(labels, (i) => i % 2 === 0)), fitted(chosen(labels, (i) => i % 2 === 1))],
    heldOut: left.rows.length,
    right,
  };
}

/** Fits with one ridge after the other, each beginning where the one before ended. */
function fitPath(
  desk: Desk,
  shape: DenseShape,
  judged: Judged,
  ridges: readonly number[],
  tolerance = ROUGH,
): readonly Float64Array[] {
  const sample = loadDense(desk, judged);
  let start = new Float64Array(desk.table.d);
  const thetas = ridges.map((ridge) => {
    start = Float64Array.from(denseRlhf(sample, shape, { ridge, tolerance, start }).theta);
    return start;
  });
  sample.release();
  return thetas;
}

function chosen({ rows, signs }: Judged, keep: (i: number) => boolean): Judged {
  const kept = Uint32Array.from({ length: rows.length }, (_, i) => i).filter((i) => keep(i));
  return { rows: kept.map((i) => rows[i]), signs: Int8Array.from(kept, (i) => signs[i]) };
}

const lossOf = (v: number): number => Math.max(-v, 0) + log(1 + exp(-Math.abs(v)));

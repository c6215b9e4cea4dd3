import type { PairedMeasure } from '../../functions/study/claim.ts';
import { exp } from '../../kernels/math/exp.ts';
import type { Reading } from './reading.ts';
import { type CellView, isEnough, placeOf } from './trial.ts';

/** Two estimators and the measure in which they are compared. */
export interface Comparison {
  readonly a: string;
  readonly b: string;
  readonly measure: PairedMeasure;
}

/**
 * The log of the ratio of two measures over the data sets on which both fits succeeded. Null with too few pairs or where a
 * measure is zero.
 */
export function readLogRatio({ cell, values }: CellView, { a, b, measure }: Comparison): Reading | null {
  const [first, second] = [placeOf(cell, a), placeOf(cell, b)];
  if (first === -1 || second === -1) return null;
  const paired = values.paired(first, second, measure, cell.replicates);
  if (!isEnough(paired)) return null;
  const moments = paired.logRatio();
  return moments === null ? null : { moments, error: null };
}

/** By which share a lies below b: 1 - exp of their log ratio. */
export const shareBelow = (logRatio: number): number => 1 - exp(logRatio);

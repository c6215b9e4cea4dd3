import type { Cell } from '../functions/study/plan.ts';
import type { EstimatorOutcomes } from '../functions/study/run-block.ts';
import { angle } from '../kernels/metrics/angle.ts';
import { meanDirection } from '../kernels/populations/mean-taste.ts';
import type { Kept } from './kept.ts';

/** What the progress line needs to know of a block: counts and sums of powers of the angle error. */
export interface Tally {
  readonly successes: number;
  readonly failures: number;
  /** Sum of angle^2 over the successes. */
  readonly sumSquares: number;
  /** Sum of angle^4 over the successes. */
  readonly sumFourths: number;
}

export const EMPTY_TALLY: Tally = { successes: 0, failures: 0, sumSquares: 0, sumFourths: 0 };

/** Counts and sums of the outcomes of one block. */
export function tally(cell: Cell, outcomes: EstimatorOutcomes): Tally {
  const target = meanDirection(cell.population);
  const squares = outcomes.directions
    .filter((_, replicate) => outcomes.statuses[replicate] === 'ok')
    .map((direction) => {
      const error = angle(direction, target);
      return error * error;
    });
  return {
    successes: squares.length,
    failures: outcomes.statuses.length - squares.length,
    sumSquares: squares.reduce((sum, square) => sum + square, 0),
    sumFourths: squares.reduce((sum, square) => sum + square * square, 0),
  };
}

/** The same from what a record keeps of the block. */
export function tallyKept(cell: Cell, kept: Kept): Tally {
  if (kept.keep === 'replicates') return tally(cell, kept.outcomes);
  const whole = kept.parts[kept.parts.length - 1];
  const { count, sums } = whole.columns.angle;
  return {
    successes: count,
    failures: whole.replicates - count,
    sumSquares: sums[1][0],
    sumFourths: sums[3][0],
  };
}

export const addTallies = (a: Tally, b: Tally): Tally => ({
  successes: a.successes + b.successes,
  failures: a.failures + b.failures,
  sumSquares: a.sumSquares + b.sumSquares,
  sumFourths: a.sumFourths + b.sumFourths,
});

/**
 * The Monte Carlo standard error of the RMS angle relative to the RMS angle, sqrt((m4 - m2^2) / R) / (2 m2), m_k the
 * raw moments of the angle; null below ten successes or where every angle is zero.
 *
 * For the progress line only: the summary's own errors are computed in replicate order.
 */
export function relativeMcse({ successes, sumSquares, sumFourths }: Tally): number | null {
  if (successes < 10 || sumSquares === 0) return null;
  const m2 = sumSquares / successes;
  const m4 = sumFourths / successes;
  return Math.sqrt(Math.max(0, m4 - m2 * m2) / successes) / (2 * m2);
}

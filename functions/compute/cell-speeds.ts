import type { Cell } from '../study/plan.ts';

/** What blocks of a cell took, all its estimators together. */
export interface MeasuredCell {
  readonly cell: Cell;
  /** Milliseconds of one block. */
  readonly ms: number;
}

/** What the time of a block is roughly proportional to: features times comparisons times fits. */
export const valuesOf = ({ n, population, blockSize, estimators }: Cell): number =>
  n * population.features.dimension * blockSize * estimators.length;

/**
 * Milliseconds of a block of any cell: as measured, or in proportion to the nearest cell that was.
 *
 * @param measured at least one cell.
 */
export function msPerBlockOf(measured: readonly MeasuredCell[]): (cell: Cell) => number {
  const known = new Map(measured.map(({ cell, ms }) => [cell.key, ms]));
  return (cell) => {
    const found = known.get(cell.key);
    if (found !== undefined) return found;
    const near = measured.reduce((best, one) =>
      distance(one.cell, cell) < distance(best.cell, cell) ? one : best,
    );
    return near.ms * (valuesOf(cell) / valuesOf(near.cell));
  };
}

/** Other estimators or another dimension are further away than any sample size. */
function distance(a: Cell, b: Cell): number {
  const ratio = Math.max(a.n / b.n, b.n / a.n);
  const ids = (cell: Cell): string => cell.estimators.map(({ id }) => id).join();
  const isAlike = ids(a) === ids(b) && a.population.features.dimension === b.population.features.dimension;
  return isAlike ? ratio : 1e12 * ratio;
}

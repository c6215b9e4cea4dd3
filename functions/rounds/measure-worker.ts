import { type MeasuredCell, msPerBlockOf, valuesOf } from '../compute/cell-speeds.ts';
import { type Cell, planStudy } from '../study/plan.ts';
import type { Study } from '../study/study.ts';
import type { BlockComputer } from './run-blocks.ts';

/** Milliseconds that a worker takes for a block, all estimators together, by the keys of cells that were measured. */
export type MsPerBlock = Readonly<Record<string, number>>;

/** Cells that are measured at most: the answer stays far below what a state may hold. */
const MOST_CELLS = 100;

/** Values of one data set, n d: a larger one might not fit into the worker, which must not die of being measured. */
const MOST_VALUES = 2_000_000;

/** Parts of a block, each tried where the one before says that there is time: a block may take minutes. */
const PARTS = [0, 0.1, 1];

/**
 * Measures this worker on the study's own data sets, the lightest cells first, and ends when the time is over: what would take longer
 * than is left is not begun. Nothing is stored, and no number of a result depends on it. A cell that fails is left out.
 */
export async function measureWorker(
  study: Study,
  compute: BlockComputer,
  seconds: number,
): Promise<MsPerBlock> {
  const end = performance.now() + 1000 * seconds;
  const timed = timerOf(compute, end);
  const cells = chosen(planStudy(study));
  // Code is compiled by the first.
  for (const cell of cells.slice(0, 1)) await timed(cell, 1, 0);
  const measured: MeasuredCell[] = [];
  for (const cell of cells) {
    const ms = await measureCell(cell, timed, measured.length === 0 ? 0 : msPerBlockOf(measured)(cell));
    if (ms !== null) measured.push({ cell, ms });
  }
  return Object.fromEntries(measured.map(({ cell, ms }) => [cell.key, ms]));
}

/** The lightest first, evenly where they are many. */
function chosen(cells: readonly Cell[]): readonly Cell[] {
  const small = cells.filter(({ n, population }) => n * population.features.dimension <= MOST_VALUES);
  const step = Math.ceil(small.length / MOST_CELLS);
  return small.toSorted((a, b) => valuesOf(a) - valuesOf(b)).filter((_, i) => i % step === 0);
}

/** Milliseconds that so many data sets of a cell take; null where more than is left is expected of them, or they fail. */
type Timer = (cell: Cell, dataSets: number, expectedMs: number) => Promise<number | null>;

const timerOf =
  (compute: BlockComputer, end: number): Timer =>
  async (cell, dataSets, expectedMs) => {
    const start = performance.now();
    if (start + expectedMs >= end) return null;
    try {
      await compute({ cell: { ...cell, blockSize: dataSets }, block: 0, estimators: cell.estimators });
      return performance.now() - start;
    } catch {
      return null;
    }
  };

/** Milliseconds of a block, by the largest part of it for which there was time. */
async function measureCell(cell: Cell, timed: Timer, expectedMs: number): Promise<number | null> {
  const { blockSize } = cell;
  let found: number | null = null;
  for (const dataSets of new Set(PARTS.map((part) => Math.max(1, Math.round(part * blockSize))))) {
    const share = dataSets / blockSize;
    const ms = await timed(cell, dataSets, share * (found ?? expectedMs));
    if (ms === null) return found;
    found = ms / share;
  }
  return found;
}

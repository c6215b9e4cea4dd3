import { addTallies, EMPTY_TALLY, relativeMcse, type Tally } from '../../results/tally.ts';
import type { Cell } from '../study/plan.ts';

/** How far a run is. */
export interface Progress {
  readonly blocksDone: number;
  readonly blocksTotal: number;
  /** Comparisons, counted once however many estimators read them. */
  readonly rowsDone: number;
  readonly rowsTotal: number;
  readonly replicatesDone: number;
  readonly replicatesTotal: number;
  /** Over what this run computed; 0 before its first block. */
  readonly rowsPerSecond: number;
  /** null before the first block is computed. */
  readonly etaSeconds: number | null;
  /** Coded failures of fits so far. */
  readonly failures: number;
  /** Largest relative Monte Carlo error of an RMS angle so far, over cells and estimators; null at first. */
  readonly worstRelativeMcse: number | null;
}

export interface ProgressMeter {
  /** Counts a block that the store had. */
  reused(cell: Cell): void;
  /** Counts a block that this run computed. */
  computed(cell: Cell): void;
  /** Adds what an estimator found on a block of the cell. */
  found(cell: Cell, estimator: string, tally: Tally): void;
  /** @param elapsedSeconds since the first block was given out. */
  read(elapsedSeconds: number): Progress;
}

/** A meter for a run over these cells. */
export function createProgressMeter(cells: readonly Cell[]): ProgressMeter {
  const tallies = new Map<string, Tally>();
  const blocks = { reused: 0, computed: 0 };
  const rows = { reused: 0, computed: 0 };
  const replicates = { reused: 0, computed: 0 };
  const count = (cell: Cell, source: 'reused' | 'computed'): void => {
    blocks[source] += 1;
    rows[source] += cell.n * cell.blockSize;
    replicates[source] += cell.blockSize;
  };
  const total = (size: (cell: Cell) => number): number =>
    cells.reduce((sum, cell) => sum + cell.blocks * size(cell), 0);
  const totals = {
    blocksTotal: total(() => 1),
    rowsTotal: total((cell) => cell.n * cell.blockSize),
    replicatesTotal: total((cell) => cell.blockSize),
  };

  return {
    reused: (cell) => count(cell, 'reused'),
    computed: (cell) => count(cell, 'computed'),
    found: (cell, estimator, tally) => {
      const name = `${cell.key} ${estimator}`;
      tallies.set(name, addTallies(tallies.get(name) ?? EMPTY_TALLY, tally));
    },
    read: (elapsedSeconds) => {
      const rowsPerSecond = elapsedSeconds > 0 ? rows.computed / elapsedSeconds : 0;
      const rowsDone = rows.reused + rows.computed;
      const errors = [...tallies.values()].map(relativeMcse).filter((error) => error !== null);
      return {
        ...totals,
        blocksDone: blocks.reused + blocks.computed,
        rowsDone,
        replicatesDone: replicates.reused + replicates.computed,
        rowsPerSecond,
        etaSeconds: rowsPerSecond > 0 ? (totals.rowsTotal - rowsDone) / rowsPerSecond : null,
        failures: [...tallies.values()].reduce((sum, tally) => sum + tally.failures, 0),
        worstRelativeMcse: errors.length > 0 ? Math.max(...errors) : null,
      };
    },
  };
}

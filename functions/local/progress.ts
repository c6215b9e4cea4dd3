import { addTallies, EMPTY_TALLY, relativeMcse, type Tally } from '../../results/tally.ts';
import type { Cell } from '../study/plan.ts';

/** How far a run is. */
export interface Progress {
  readonly blocksDone: number;
  /** What is asked for so far: cells of an adaptive study may ask for more at their next look. */
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
  /** Asks for so many more blocks of the cell. */
  asked(cell: Cell, blocks: number): void;
  /** Counts blocks that the store had. */
  reused(cell: Cell, blocks: number): void;
  /** Counts a block that this run computed. */
  computed(cell: Cell): void;
  /** Adds what an estimator found on a block of the cell. */
  found(cell: Cell, estimator: string, tally: Tally): void;
  /** @param elapsedSeconds since the first block was given out. */
  read(elapsedSeconds: number): Progress;
}

interface Amount {
  blocks: number;
  rows: number;
  replicates: number;
}

/** The largest error is looked for again after this long, since it takes a pass over all cells. */
const STALE_SECONDS = 0.25;

/** A meter for one run. */
export function createProgressMeter(): ProgressMeter {
  const tallies = new Map<string, Tally>();
  const [total, done, computed] = [nothing(), nothing(), nothing()];
  let failures = 0;
  let worst: { readonly at: number; readonly error: number | null } | null = null;

  function worstError(elapsedSeconds: number): number | null {
    const isLast = done.blocks === total.blocks;
    if (worst === null || isLast || Math.abs(elapsedSeconds - worst.at) >= STALE_SECONDS) {
      worst = { at: elapsedSeconds, error: largest(tallies.values()) };
    }
    return worst.error;
  }

  return {
    asked: (cell, blocks) => add(total, cell, blocks),
    reused: (cell, blocks) => add(done, cell, blocks),
    computed: (cell) => {
      add(done, cell, 1);
      add(computed, cell, 1);
    },
    found: (cell, estimator, tally) => {
      const name = `${cell.key} ${estimator}`;
      tallies.set(name, addTallies(tallies.get(name) ?? EMPTY_TALLY, tally));
      failures += tally.failures;
    },
    read: (elapsedSeconds) => {
      const rowsPerSecond = elapsedSeconds > 0 ? computed.rows / elapsedSeconds : 0;
      return {
        blocksDone: done.blocks,
        blocksTotal: total.blocks,
        rowsDone: done.rows,
        rowsTotal: total.rows,
        replicatesDone: done.replicates,
        replicatesTotal: total.replicates,
        rowsPerSecond,
        etaSeconds: rowsPerSecond > 0 ? (total.rows - done.rows) / rowsPerSecond : null,
        failures,
        worstRelativeMcse: worstError(elapsedSeconds),
      };
    },
  };
}

const nothing = (): Amount => ({ blocks: 0, rows: 0, replicates: 0 });

function add(amount: Amount, { n, blockSize }: Cell, blocks: number): void {
  amount.blocks += blocks;
  amount.rows += blocks * blockSize * n;
  amount.replicates += blocks * blockSize;
}

function largest(tallies: Iterable<Tally>): number | null {
  let most: number | null = null;
  for (const tally of tallies) {
    const error = relativeMcse(tally);
    if (error !== null && (most === null || error > most)) most = error;
  }
  return most;
}

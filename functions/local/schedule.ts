import type { BlockTask } from '../study/plan.ts';

/** Gives out blocks, the heaviest first, grouped so that a worker is busy for a while with each message. */
export interface Schedule {
  /** The next blocks for a worker, all of one cell; empty when none wait. */
  next(): readonly BlockTask[];
  /**
   * Tells how long a block took, which decides how many of its cell are given out at once; a negative time, of a clock
   * that was set back, is ignored.
   */
  measured(task: BlockTask, durationMs: number): void;
  /** Puts a block of a failed batch back, to be given out alone. */
  retry(task: BlockTask): void;
}

/** Long enough that messages cost nothing, short enough that workers end together and Ctrl-C answers at once. */
const BATCH_MS = 100;

/** Bounds what a worker's death can lose, and a batch whose blocks a coarse or jumping clock measured as free. */
const BATCH_BLOCKS = 256;

/** Before a cell's first block is measured: a comparison of one feature, drawn and fitted by one estimator. */
const ASSUMED_MS_PER_VALUE = 2.5e-5;

/**
 * A schedule of the tasks for a number of workers.
 *
 * Grouping follows measured time; it changes which worker computes a block and when, never its numbers.
 */
export function createSchedule(tasks: readonly BlockTask[], workers: number): Schedule {
  const speeds = new Map<string, number>();
  const retries: BlockTask[] = [];
  const queue = [...tasks].sort((a, b) => values(b) - values(a));
  let waiting = 0;
  let remainingMs = queue.reduce((sum, task) => sum + expectedMs(task), 0);

  function expectedMs(task: BlockTask): number {
    return values(task) * (speeds.get(task.cell.key) ?? ASSUMED_MS_PER_VALUE);
  }

  return {
    next() {
      const again = retries.pop();
      if (again !== undefined) return [again];
      const limit = Math.min(BATCH_MS, remainingMs / (4 * workers));
      const batch: BlockTask[] = [];
      let batchMs = 0;
      while (waiting < queue.length && batch.length < BATCH_BLOCKS) {
        const task = queue[waiting];
        const taskMs = expectedMs(task);
        if (batch.length > 0 && (task.cell !== batch[0].cell || batchMs + taskMs > limit)) break;
        batch.push(task);
        batchMs += taskMs;
        waiting++;
      }
      remainingMs = Math.max(0, remainingMs - batchMs);
      return batch;
    },
    measured(task, durationMs) {
      if (!(durationMs >= 0)) return;
      const speed = durationMs / values(task);
      speeds.set(task.cell.key, ((speeds.get(task.cell.key) ?? speed) + speed) / 2);
    },
    retry(task) {
      retries.push(task);
    },
  };
}

/** Features times comparisons times estimators of a block: what its time is roughly proportional to. */
function values({ cell, estimators }: BlockTask): number {
  return cell.n * cell.population.features.dimension * cell.blockSize * estimators.length;
}

import type { Population } from '../../kernels/populations/population.ts';
import type { EstimatorSpec } from './study.ts';

/** One cell: a data-generating mechanism at one sample size. */
export interface Cell {
  /** Readable and unique in the study, for instance `n=1000`. */
  readonly key: string;
  readonly factors: Readonly<Record<string, string | number>>;
  readonly population: Population;
  readonly seed: number;
  readonly n: number;
  /** Replicates the summary uses: exactly the first R. */
  readonly replicates: number;
  /** Replicates a block holds: a fixed function of (n, d). Blocks are always computed whole. */
  readonly blockSize: number;
  /** ceil(replicates / blockSize). */
  readonly blocks: number;
}

/** One block of one cell and the estimators whose records it lacks: the unit of work of every host. */
export interface BlockTask {
  readonly cell: Cell;
  readonly block: number;
  readonly estimators: readonly EstimatorSpec[];
}

import { comparisonsLength } from '../../kernels/comparisons.ts';
import type { Population } from '../../kernels/populations/population.ts';
import type { EstimatorSpec, Study } from './study.ts';

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

/** What computing a study from an empty store takes, counted, not timed. */
export interface StudyCost {
  readonly cells: number;
  readonly blocks: number;
  /** Data sets drawn, those that only complete the last block of a cell included. */
  readonly replicates: number;
  /** Comparisons drawn: the sum of n over those data sets. */
  readonly rows: number;
  /** Fits: data sets times estimators. */
  readonly fits: number;
  /** Bytes of the largest single data set. */
  readonly largestSampleBytes: number;
}

/** Sizes a block may have, smallest first. Changing this list changes the key of every stored record. */
export const BLOCK_SIZES: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200];

/** Values x_ij a block should hold at most, so that a block takes a fraction of a second. */
const BLOCK_VALUES = 600_000;

/** Replicates a block holds: the largest of BLOCK_SIZES with n * d * size <= 600,000, and 1 when none is. */
export function blockSize(n: number, d: number): number {
  return BLOCK_SIZES.findLast((size) => n * d * size <= BLOCK_VALUES) ?? 1;
}

/** The cells of a study, sample sizes in increasing order. */
export function planStudy(study: Study): readonly Cell[] {
  const { population, seed } = study;
  return study.sampleSizes.map((n, i) => {
    const replicates = study.replicates[i];
    const size = blockSize(n, population.features.dimension);
    const blocks = Math.ceil(replicates / size);
    return { key: `n=${n}`, factors: {}, population, seed, n, replicates, blockSize: size, blocks };
  });
}

/**
 * The block of a cell that holds a replicate, and the replicate's place in it, both from 0.
 *
 * Throws RangeError unless the replicate is an integer in [0, cell.replicates).
 */
export function replicateAddress(
  cell: Cell,
  replicate: number,
): { readonly block: number; readonly index: number } {
  if (!Number.isInteger(replicate) || replicate < 0 || replicate >= cell.replicates) {
    throw new RangeError(
      `replicateAddress: cell ${cell.key} has the replicates 0 to ${cell.replicates - 1}, not ${replicate}`,
    );
  }
  const block = Math.floor(replicate / cell.blockSize);
  return { block, index: replicate - block * cell.blockSize };
}

/** Counts what computing a study from an empty store takes. */
export function estimateCost(study: Study): StudyCost {
  const cells = planStudy(study);
  const d = study.population.features.dimension;
  const sum = (term: (cell: Cell) => number): number => cells.reduce((total, cell) => total + term(cell), 0);
  const replicates = sum((cell) => cell.blocks * cell.blockSize);
  return {
    cells: cells.length,
    blocks: sum((cell) => cell.blocks),
    replicates,
    rows: sum((cell) => cell.blocks * cell.blockSize * cell.n),
    fits: replicates * study.estimators.length,
    largestSampleBytes: Math.max(...cells.map((cell) => comparisonsLength(cell.n, d))) * 8,
  };
}

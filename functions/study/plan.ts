import { comparisonsLength } from '../../kernels/comparisons.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { factorLabel, shortNames } from './factors.ts';
import type { EstimatorSpec, Factors, NumericsClass, Study } from './study.ts';

/** One cell: a data-generating mechanism at one sample size, with the estimators that face it. */
export interface Cell {
  /** Readable and unique in the study, for instance `n=1000` or `skew=1,n=1000`. */
  readonly key: string;
  readonly factors: Factors;
  readonly population: Population;
  readonly seed: number;
  readonly n: number;
  readonly estimators: readonly EstimatorSpec[];
  /** Absent for f64. */
  readonly numerics?: NumericsClass;
  /** Absent where records keep every replicate. */
  readonly keep?: 'summaries';
  /** Increasing numbers of replicates at which the cell may stop. */
  readonly looks: readonly number[];
  /** Replicates the summary uses, exactly the first R; those of the last look unless the cell was taken at another. */
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

/** Larger blocks of small data sets, where a record does not grow with its replicates. */
const SUMMARY_BLOCK_SIZES: readonly number[] = [500, 1000, 2000];

/** A last block that is cut adds at most this share of the replicates. */
const LEAST_BLOCKS = 50;

/**
 * Replicates a block holds where records keep summaries: the largest of 500, 1000 and 2000 with n * d * size <= 600,000 and at least 50
 * blocks to the last look, and that of other records when none is.
 */
export function summaryBlockSize(n: number, d: number, replicates: number): number {
  const larger = SUMMARY_BLOCK_SIZES.findLast(
    (size) => n * d * size <= BLOCK_VALUES && LEAST_BLOCKS * size <= replicates,
  );
  return larger ?? blockSize(n, d);
}

/** The cells of a study, every one at its last look: scenario by scenario, sample sizes in increasing order. */
export function planStudy(study: Study): readonly Cell[] {
  const names = shortNames(study.scenarios);
  return study.scenarios.flatMap(({ factors, population, estimators, without = [] }) => {
    const label = factorLabel(factors, names);
    return study.sampleSizes.flatMap((n, i) => {
      if (without.includes(n)) return [];
      const looks = study.looks[i];
      const d = population.features.dimension;
      const last = looks[looks.length - 1];
      const size = study.keep === 'summaries' ? summaryBlockSize(n, d, last) : blockSize(n, d);
      const cell: Cell = {
        key: label === '' ? `n=${n}` : `${label},n=${n}`,
        factors,
        population,
        seed: study.seed,
        n,
        estimators,
        ...(study.numerics === undefined ? {} : { numerics: study.numerics }),
        ...(study.keep === undefined ? {} : { keep: study.keep }),
        looks,
        replicates: 0,
        blockSize: size,
        blocks: 0,
      };
      return [withReplicates(cell, last)];
    });
  });
}

/** The cell with its first `replicates` replicates only. */
export const withReplicates = (cell: Cell, replicates: number): Cell => ({
  ...cell,
  replicates,
  blocks: Math.ceil(replicates / cell.blockSize),
});

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

/** Counts what computing a study from an empty store takes: every cell to its last look, or to its first. */
export function estimateCost(study: Study, until: 'last look' | 'first look' = 'last look'): StudyCost {
  const planned = planStudy(study);
  const cells = until === 'last look' ? planned : planned.map((cell) => withReplicates(cell, cell.looks[0]));
  const sum = (term: (cell: Cell) => number): number => cells.reduce((total, cell) => total + term(cell), 0);
  const bytes = ({ n, population }: Cell): number => comparisonsLength(n, population.features.dimension) * 8;
  return {
    cells: cells.length,
    blocks: sum((cell) => cell.blocks),
    replicates: sum((cell) => cell.blocks * cell.blockSize),
    rows: sum((cell) => cell.blocks * cell.blockSize * cell.n),
    fits: sum((cell) => cell.blocks * cell.blockSize * cell.estimators.length),
    largestSampleBytes: cells.reduce((most, cell) => Math.max(most, bytes(cell)), 0),
  };
}

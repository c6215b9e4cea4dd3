import type { PairedMeasure } from '../../functions/study/claim.ts';
import type { Cell } from '../../functions/study/plan.ts';
import { FIT_STATUSES, type FitStatus } from '../../kernels/estimators/fit.ts';
import { diagnosticOf } from '../cell-columns.ts';
import { type CellValues, type EstimatorValues, type Failures, PAIRED_COLUMNS } from '../sample.ts';
import { type BlockSummary, mergeSummaries } from './block-summary.ts';
import { createReduction } from './reduction.ts';
import { type JointSums, NO_PAIRS, summedPair, swapped } from './summed-pair.ts';
import { summedSample } from './summed-sample.ts';

/** The summaries of a record: those of the looks inside its block, then that of all of it. */
type Parts = readonly BlockSummary[];

/** What the summaries of blocks say of a cell, in memory that does not grow with its blocks. */
export function createSummedCell(cell: Cell): {
  readonly values: CellValues;
  /** Takes in the record of a block of an estimator, by its place in the cell; blocks in increasing order. */
  add(estimator: number, block: number, parts: Parts): void;
} {
  const all = cell.estimators.map(() => createSums(cell.blockSize));
  return {
    values: {
      estimators: all.map(valuesOf),
      paired(a, b, measure, replicates) {
        const [earlier, later] = [Math.min(a, b), Math.max(a, b)];
        const sums = jointOf(all[later].at(replicates), earlier, measure);
        return summedPair(a < b ? sums : swapped(sums));
      },
    },
    add: (estimator, block, parts) => all[estimator].add(block, parts),
  };
}

/** The sums of one estimator over the blocks that came so far. */
interface Sums {
  add(block: number, parts: Parts): void;
  gaps(blocks: number): readonly number[];
  /** Over the first replicates, which end in the block that came last. */
  at(replicates: number): BlockSummary;
  columns(): ReadonlySet<string>;
}

function createSums(blockSize: number): Sums {
  const reduction = createReduction(mergeSummaries);
  const missing: number[] = [];
  const names = new Set<string>();
  // A look may take a part of the block that came last, so that it waits for the next one before it is merged.
  let last: { readonly block: number; readonly parts: Parts } | null = null;
  let next = 0;
  let taken: BlockSummary | null = null;

  return {
    add(block, parts) {
      for (; next < block; next++) missing.push(next);
      next = block + 1;
      const whole = last?.parts.at(-1);
      // Nothing is measured on a cell with a gap.
      if (last !== null && whole !== undefined && missing.length === 0) {
        reduction.add({ level: 0, index: last.block, summary: whole });
      }
      last = { block, parts };
      taken = null;
      for (const name of Object.keys(parts.at(-1)?.columns ?? {})) names.add(name);
    },
    gaps: (blocks) => [
      ...missing.filter((block) => block < blocks),
      ...Array.from({ length: Math.max(0, blocks - next) }, (_, i) => next + i),
    ],
    at(replicates) {
      if (taken?.replicates === replicates) return taken;
      const before = (last?.block ?? 0) * blockSize;
      const part = last?.parts.find((one) => before + one.replicates === replicates);
      const total = part === undefined ? null : reduction.total(part);
      if (total === null) throw new RangeError(`createSums: no look ends at ${replicates} replicates`);
      taken = total;
      return total;
    },
    columns: () => names,
  };
}

const valuesOf = (sums: Sums): EstimatorValues => ({
  gaps: sums.gaps,
  failures: (replicates) => failuresOf(sums.at(replicates)),
  sample: (column, replicates) => summedSample(sums.at(replicates), column),
  diagnostics: () => [...sums.columns()].flatMap((name) => diagnosticOf(name) ?? []).sort(),
  worst: (replicates) => sums.at(replicates).worst,
});

function failuresOf({ failures, firstFailure }: BlockSummary): Failures {
  const counts = FIT_STATUSES.flatMap((status): [FitStatus, number][] => {
    const count = failures[status];
    return count === undefined ? [] : [[status, count]];
  });
  return { counts: new Map(counts), first: firstFailure };
}

/** What a summary holds of the estimator at an earlier place of its cell beside its own; of no replicate where there is no such measure. */
function jointOf({ pairs }: BlockSummary, earlier: number, measure: PairedMeasure): JointSums {
  const { squared } = PAIRED_COLUMNS[measure];
  const sums = pairs[earlier]?.sums[measure] ?? NO_PAIRS;
  return { sums, largest: pairs[earlier]?.largest[measure] ?? [0, 0], squared };
}

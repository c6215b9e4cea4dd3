import type { Cell } from '../functions/study/plan.ts';
import { angle } from '../kernels/metrics/angle.ts';
import { meanDirection } from '../kernels/populations/mean-taste.ts';
import { findRecords } from './gather-records.ts';
import type { Packs } from './packs/open-packs.ts';
import { recordAddress } from './records.ts';
import type { Store } from './store/store.ts';

/** One fit of a cell. */
export interface FitFound {
  readonly replicate: number;
  readonly status: string;
  /** To the target, radians; null where the fit failed. */
  readonly angle: number | null;
  /** null where the fit failed. */
  readonly direction: readonly number[] | null;
  readonly score: number | null;
}

/** The fits of one estimator that a reader would look at first. */
export interface Worst {
  readonly estimator: string;
  /** Those that failed, in order of the replicates; the first of them. */
  readonly failed: readonly FitFound[];
  /** The largest angles, from the largest. */
  readonly furthest: readonly FitFound[];
  /** Angles of all that succeeded, in order of the replicates, radians. */
  readonly angles: Float64Array;
  /** Replicates whose records are there. */
  readonly seen: number;
}

const RECORDS_AT_ONCE = 256;

/** Reads the stored fits of a cell and finds, for each estimator, those furthest from the target and those that failed; `most` of each. None where only summaries of blocks are kept. */
export async function worstReplicates(
  store: Store,
  cell: Cell,
  { most, packs }: { readonly most: number; readonly packs?: Packs },
): Promise<readonly Worst[]> {
  const target = meanDirection(cell.population);
  const found: Worst[] = [];
  for (const estimator of cell.estimators) {
    const fits: FitFound[] = [];
    for (let block = 0; block < cell.blocks; block += RECORDS_AT_ONCE) {
      const count = Math.min(RECORDS_AT_ONCE, cell.blocks - block);
      const addresses = Array.from({ length: count }, (_, i) => recordAddress(cell, block + i, estimator));
      const records = await findRecords(store, addresses, packs === undefined ? {} : { packs });
      for (const [i, record] of records.entries()) {
        if (record?.kept.keep !== 'replicates') continue;
        const first = (block + i) * cell.blockSize;
        const { statuses, directions, scores } = record.kept.outcomes;
        const used = Math.min(statuses.length, cell.replicates - first);
        for (let k = 0; k < used; k++) {
          const direction = statuses[k] === 'ok' ? directions[k] : null;
          fits.push({
            replicate: first + k,
            status: statuses[k],
            angle: direction === null ? null : angle(direction, target),
            direction,
            score: Number.isFinite(scores[k]) ? scores[k] : null,
          });
        }
      }
    }
    const succeeded = fits.flatMap((fit) => (fit.angle === null ? [] : [{ ...fit, angle: fit.angle }]));
    found.push({
      estimator: estimator.id,
      failed: fits.filter(({ angle: size }) => size === null).slice(0, most),
      furthest: succeeded.toSorted((a, b) => b.angle - a.angle || a.replicate - b.replicate).slice(0, most),
      angles: Float64Array.from(succeeded, (fit) => fit.angle),
      seen: fits.length,
    });
  }
  return found;
}

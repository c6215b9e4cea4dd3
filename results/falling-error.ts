import type { Cell } from '../functions/study/plan.ts';
import { findRecords } from './gather-records.ts';
import type { Packs } from './packs/open-packs.ts';
import { recordAddress } from './records.ts';
import type { Store } from './store/store.ts';
import { addTallies, EMPTY_TALLY, relativeMcse, tallyKept } from './tally.ts';

/** The Monte Carlo error of an estimator's root-mean-square angle after so many data sets, as a share of it. */
export interface ErrorSeen {
  readonly replicates: number;
  readonly relative: number;
}

/** The estimator of a cell whose error is the largest now, and how its error fell. */
export interface FallingError {
  readonly estimator: string;
  readonly seen: readonly ErrorSeen[];
}

const RECORDS_AT_ONCE = 256;
/** Points of a curve. */
const MOST_POINTS = 200;

/**
 * How the relative Monte Carlo error fell over the blocks that are stored, in the order of the replicates up to the first that is
 * missing, of the estimator for which it is largest at last; null before there are ten fits.
 */
export async function fallingErrorOf(store: Store, cell: Cell, packs?: Packs): Promise<FallingError | null> {
  const curves: FallingError[] = [];
  for (const estimator of cell.estimators) {
    const seen: ErrorSeen[] = [];
    let sum = EMPTY_TALLY;
    let whole = true;
    for (let block = 0; block < cell.blocks && whole; block += RECORDS_AT_ONCE) {
      const count = Math.min(RECORDS_AT_ONCE, cell.blocks - block);
      const addresses = Array.from({ length: count }, (_, i) => recordAddress(cell, block + i, estimator));
      const records = await findRecords(store, addresses, packs === undefined ? {} : { packs });
      for (const [i, record] of records.entries()) {
        whole &&= record !== null;
        if (record === null || !whole) continue;
        sum = addTallies(sum, tallyKept(cell, record.kept));
        const relative = relativeMcse(sum);
        if (relative !== null && relative > 0)
          seen.push({ replicates: (block + i + 1) * cell.blockSize, relative });
      }
    }
    if (seen.length > 0) curves.push({ estimator: estimator.id, seen: thinned(seen) });
  }
  const last = ({ seen }: FallingError): number => seen[seen.length - 1].relative;
  return curves.length === 0 ? null : curves.reduce((most, one) => (last(one) > last(most) ? one : most));
}

function thinned(seen: readonly ErrorSeen[]): readonly ErrorSeen[] {
  const every = Math.ceil(seen.length / MOST_POINTS);
  return seen.filter((_, i) => i % every === 0 || i === seen.length - 1);
}

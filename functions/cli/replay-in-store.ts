import type { FitStep } from '../../kernels/estimators/fit.ts';
import { angle } from '../../kernels/metrics/angle.ts';
import { meanDirection } from '../../kernels/populations/mean-taste.ts';
import {
  compareNumbers,
  type FitNumbers,
  type Numbers,
  numbersAt,
  orNull,
  type Stored,
} from '../../results/fit-numbers.ts';
import { findRecord, type GatherOptions } from '../../results/gather-records.ts';
import type { Kept } from '../../results/kept.ts';
import { recordAddress } from '../../results/records.ts';
import type { Store } from '../../results/store/store.ts';
import type { Engine } from '../study/engine.ts';
import { estimatorOf } from '../study/estimators/registry.ts';
import { mechanismHash } from '../study/mechanism.ts';
import { type Cell, replicateAddress } from '../study/plan.ts';
import { replayReplicate } from '../study/run-block.ts';
import { failureReason } from './failure-reason.ts';

/** One estimator's outcome on the replicate, and whether the store holds the same numbers. */
export interface ReplayedFit extends FitNumbers {
  readonly id: string;
  readonly kind: string;
  readonly solver: string;
  /** Why the fit failed, in words, with the numbers that decided it; null where it did not fail. */
  readonly failure: string | null;
  /** To the target, in radians. */
  readonly angle: number | null;
  /** Of its iteration, in order. */
  readonly steps: readonly Numbers[];
  readonly stored: Stored | 'summarised';
}

/** A replicate computed again. */
export interface Replayed {
  readonly cell: string;
  readonly n: number;
  readonly d: number;
  readonly replicate: number;
  /** The block whose records hold it. */
  readonly block: number;
  /** First 64 bits of the mechanism's hash, n and replicate: what names the data set. */
  readonly address: string;
  /** Of the data set; see `dataDigest`. */
  readonly dataSha256: string;
  /** The direction of the users' mean taste. */
  readonly target: readonly number[];
  readonly estimators: readonly ReplayedFit[];
}

/** Computes one replicate of a cell again and looks the same replicate up in the store. */
export async function replayInStore(
  store: Store,
  { cell, replicate }: { readonly cell: Cell; readonly replicate: number },
  engine: Engine,
  options: Pick<GatherOptions, 'onDamaged' | 'packs'>,
): Promise<Replayed> {
  const { block, index } = replicateAddress(cell, replicate);
  const target = meanDirection(cell.population);
  const { digest, fits } = replayReplicate(cell, replicate, engine);
  const d = cell.population.features.dimension;
  const estimators = await Promise.all(
    fits.map(async ({ outcomes, steps }): Promise<ReplayedFit> => {
      const { estimator } = outcomes;
      const found = numbersAt(outcomes, 0);
      const { direction, status } = found;
      const record = await findRecord(store, recordAddress(cell, block, estimator), options);
      return {
        id: estimator.id,
        kind: estimator.kind,
        solver: estimatorOf(estimator).solver,
        failure: status === 'ok' ? null : failureReason({ estimator, status, n: cell.n, d, steps }),
        ...found,
        angle: direction === null ? null : angle(direction, target),
        steps: steps.map(withNulls),
        stored: compare(found, record?.kept ?? null, index),
      };
    }),
  );
  const address = `${mechanismHash(cell).slice(0, 16)}/n=${cell.n}/${replicate}`;
  return {
    cell: cell.key,
    n: cell.n,
    d,
    replicate,
    block,
    address,
    dataSha256: digest,
    target,
    estimators,
  };
}

function compare(found: FitNumbers, kept: Kept | null, index: number): ReplayedFit['stored'] {
  if (kept?.keep === 'summaries') return 'summarised';
  return compareNumbers(found, kept === null ? null : numbersAt(kept.outcomes, index));
}

const withNulls = (step: FitStep): Numbers =>
  Object.fromEntries(Object.entries(step).map(([name, value]) => [name, orNull(value)]));

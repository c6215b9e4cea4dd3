import type { StudyRecords } from '../../../results/catalogue/replicate-rows.ts';
import { type FitNumbers, numbersAt } from '../../../results/fit-numbers.ts';
import { findRecord } from '../../../results/gather-records.ts';
import { recordAddress } from '../../../results/records.ts';
import { createEngine } from '../../study/engine.ts';
import { type Cell, replicateAddress } from '../../study/plan.ts';
import { replayReplicate } from '../../study/run-block.ts';
import { unreplayable } from './replay-view.tsx';
import type { ReplayRequest } from './replayed.ts';

/** A data set with what the store has of it, and the digest of its data as this machine draws them. */
export async function storedRequest(
  { store, packs }: StudyRecords,
  { study, cell, replicate }: Pick<ReplayRequest, 'study' | 'cell' | 'replicate'>,
): Promise<ReplayRequest> {
  const { block, index } = replicateAddress(cell, replicate);
  const stored = await Promise.all(
    cell.estimators.map(async (estimator): Promise<FitNumbers | null> => {
      const record = await findRecord(store, recordAddress(cell, block, estimator), { packs });
      return record?.kept.keep === 'replicates' ? numbersAt(record.kept.outcomes, index) : null;
    }),
  );
  const request = { study, cell, replicate, stored, dataSha256: null };
  return unreplayable(request) === null ? { ...request, dataSha256: digestOf(cell, replicate) } : request;
}

/** Nothing is fitted. */
const digestOf = (cell: Cell, replicate: number): string =>
  replayReplicate({ ...cell, estimators: [] }, replicate, createEngine('wasm-f64')).digest;

import type { BlockTask, Cell } from '../functions/study/plan.ts';
import type { EstimatorOutcomes } from '../functions/study/run-block.ts';
import type { EstimatorSpec } from '../functions/study/study.ts';
import { NO_TABLES, type Tables } from '../kernels/populations/table.ts';
import { looksInside } from './record-key.ts';
import { encodeRecord, type RecordAddress, recordAddress } from './records.ts';
import { summariseBlock } from './summaries/summarise-block.ts';
import { encodeSummaries } from './summaries/summary-record.ts';
import { type Tally, tally } from './tally.ts';

/** A record of a block, ready to be stored. */
export interface EncodedRecord {
  /** Id of the estimator. */
  readonly estimator: string;
  readonly bytes: Uint8Array;
  readonly tally: Tally;
}

/**
 * The estimators that must be fitted for the records that a block lacks: these alone where records keep replicates; where they keep summaries,
 * which hold pairs with every earlier estimator, those before them too.
 */
export function fittedFor({ cell, estimators }: BlockTask): readonly EstimatorSpec[] {
  if (cell.keep !== 'summaries') return estimators;
  const places = estimators.map(({ id }) => cell.estimators.findIndex((one) => one.id === id));
  return cell.estimators.slice(0, Math.max(-1, ...places) + 1);
}

/**
 * The records that a block lacks, in the order of the task's estimators.
 *
 * outcomes: of the estimators that `fittedFor` names, in its order. tables: of features that the study names.
 */
export function encodeBlock(
  { cell, block, estimators }: BlockTask,
  outcomes: readonly EstimatorOutcomes[],
  tables: Tables = NO_TABLES,
): readonly EncodedRecord[] {
  const encode = cell.keep === 'summaries' ? summaryEncoder(cell, block, { outcomes, tables }) : encodeRecord;
  return estimators.map((estimator) => {
    const found = outcomes.find((one) => one.estimator.id === estimator.id);
    if (found === undefined) throw new RangeError(`encodeBlock: ${estimator.id} was not fitted`);
    const bytes = encode(recordAddress(cell, block, estimator), found);
    return { estimator: estimator.id, bytes, tally: tally(cell, found) };
  });
}

/** Encodes summaries of estimators, whose places are those of their outcomes. */
function summaryEncoder(
  cell: Cell,
  block: number,
  { outcomes, tables }: { readonly outcomes: readonly EstimatorOutcomes[]; readonly tables: Tables },
) {
  const counts = [...looksInside(cell, block), cell.blockSize];
  const summarise = summariseBlock({ cell, block, counts }, outcomes, tables);
  return (address: RecordAddress, found: EstimatorOutcomes): Uint8Array =>
    encodeSummaries(address, summarise(outcomes.indexOf(found)));
}

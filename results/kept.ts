import type { EstimatorOutcomes } from '../functions/study/run-block.ts';
import { decodeRecord, type RecordAddress } from './records.ts';
import type { BlockSummary } from './summaries/block-summary.ts';
import { decodeSummaries } from './summaries/summary-record.ts';

/** What a record keeps of a block: every replicate, or the summaries of the looks inside it and of all of it, the last. */
export type Kept =
  | { readonly keep: 'replicates'; readonly outcomes: EstimatorOutcomes }
  | { readonly keep: 'summaries'; readonly parts: readonly BlockSummary[] };

/**
 * What a record keeps, from its bytes.
 *
 * @throws RecordError when the bytes are damaged, of another address, or of a later format.
 */
export const decodeKept = (address: RecordAddress, bytes: Uint8Array): Kept =>
  address.cell.keep === 'summaries'
    ? { keep: 'summaries', parts: decodeSummaries(address, bytes) }
    : { keep: 'replicates', outcomes: decodeRecord(address, bytes) };

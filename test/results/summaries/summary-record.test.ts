import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../functions/study/plan.ts';
import type { EstimatorSpec } from '../../../functions/study/study.ts';
import { encodeBlock } from '../../../results/encode-block.ts';
import { decodeKept } from '../../../results/kept.ts';
import { RecordError, recordAddress } from '../../../results/records.ts';
import { type BlockSummary, mergeSummaries } from '../../../results/summaries/block-summary.ts';
import type { PowerSums } from '../../../results/summaries/power-sums.ts';
import { decodeSummaries, encodeSummaries } from '../../../results/summaries/summary-record.ts';
import { cellOf, madeUpOutcomes, RLHF, SIGN } from '../../support/studies.ts';

const PROBIT: EstimatorSpec = { id: 'probit', kind: 'probit' };
const cellWith = (estimators: readonly EstimatorSpec[], looks: readonly number[] = [60]): Cell => ({
  ...cellOf(100, 20, 3, estimators),
  looks,
  keep: 'summaries',
});
const CELL = cellWith([SIGN, RLHF], [25, 60]);
const outcomes = [SIGN, RLHF].map((one) => madeUpOutcomes({ cell: CELL, block: 1, estimators: [] }, one));
const [, { bytes: BYTES }] = encodeBlock({ cell: CELL, block: 1, estimators: [SIGN, RLHF] }, outcomes);
const ADDRESS = recordAddress(CELL, 1, RLHF);

const keyOf = (cell: Cell, block: number, estimator: EstimatorSpec): string =>
  recordAddress(cell, block, estimator).key;

const problemOf = (bytes: Uint8Array, address = ADDRESS): string => {
  try {
    decodeSummaries(address, bytes);
    return 'none';
  } catch (error) {
    return error instanceof RecordError ? error.problem : String(error);
  }
};

describe('a record of summaries', () => {
  const parts = decodeSummaries(ADDRESS, BYTES);

  test('holds the look that ends inside its block and the whole block, beside the earlier estimator', () => {
    expect(parts.map(({ replicates }) => replicates)).toEqual([5, 20]);
    expect(parts[1].failures).toEqual({ separable: 4 });
    expect(parts[1].firstFailure).toEqual({ replicate: 24, status: 'separable' });
    expect(parts[1].worst?.replicate).toBe(20);
    expect(parts[1].pairs).toHaveLength(1);
    expect(parts[1].pairs[0].sums.rmsAngle.count).toBe(16);
    expect(decodeKept(ADDRESS, BYTES)).toEqual({ keep: 'summaries', parts });
  });

  test('reads back every number exactly, those that are none included', () => {
    expect(encodeSummaries(ADDRESS, parts)).toEqual(BYTES);
    const [part] = parts;
    const score: PowerSums = { count: 1, sums: [[Number.NaN, Number.NaN]] };
    const odd: BlockSummary = { ...part, columns: { ...part.columns, score } };
    const read = decodeSummaries(ADDRESS, encodeSummaries(ADDRESS, [odd]));
    expect(read).toEqual([odd]);
  });

  test('is refused as damaged when cut off or when any single bit flips', () => {
    for (let length = 0; length < BYTES.length; length += 97) {
      expect(problemOf(BYTES.slice(0, length))).toBe('damaged');
    }
    const digitOfFormat = new TextDecoder().decode(BYTES).indexOf('1');
    for (let bit = 0; bit < 8 * BYTES.length; bit += 83) {
      if (bit >> 3 === digitOfFormat) continue;
      const flipped = BYTES.slice();
      flipped[bit >> 3] ^= 1 << (bit & 7);
      expect(problemOf(flipped)).toBe('damaged');
    }
  });

  test('is refused as foreign under another address', () => {
    expect(problemOf(BYTES, recordAddress(CELL, 2, RLHF))).toBe('foreign');
    expect(problemOf(BYTES, recordAddress(CELL, 1, SIGN))).toBe('foreign');
  });

  test('merges with the next to what a record of both would hold', () => {
    const [, whole] = parts;
    const both = mergeSummaries(whole, whole);
    expect(both.replicates).toBe(40);
    expect(both.columns.angle.count).toBe(32);
    expect(both.pairs[0].sums.meanAngle.count).toBe(32);
    expect(both.worst).toEqual(whole.worst);
  });
});

describe('the key of a record of summaries', () => {
  test('is not that of the record of its replicates', () => {
    const { keep: _, ...plain } = CELL;
    expect(keyOf(plain, 0, SIGN)).not.toBe(keyOf(CELL, 0, SIGN));
  });

  test('depends on the earlier estimators and on no later one, nor on any name', () => {
    const alone = keyOf(cellWith([RLHF]), 0, RLHF);
    const after = keyOf(cellWith([SIGN, RLHF]), 0, RLHF);
    expect(after).not.toBe(alone);
    expect(keyOf(cellWith([PROBIT, RLHF]), 0, RLHF)).not.toBe(after);
    expect(keyOf(cellWith([SIGN, RLHF, PROBIT]), 0, RLHF)).toBe(after);
    expect(keyOf(cellWith([{ ...SIGN, id: 'score' }, RLHF]), 0, RLHF)).toBe(after);
  });

  test('depends on the looks that end inside its block, and on no others', () => {
    const [none, inside] = [cellWith([SIGN], [60]), cellWith([SIGN], [25, 60])];
    expect(keyOf(inside, 0, SIGN)).toBe(keyOf(none, 0, SIGN));
    expect(keyOf(inside, 1, SIGN)).not.toBe(keyOf(none, 1, SIGN));
    expect(keyOf(inside, 2, SIGN)).toBe(keyOf(none, 2, SIGN));
    expect(keyOf(cellWith([SIGN], [40, 60]), 1, SIGN)).toBe(keyOf(none, 1, SIGN));
  });
});

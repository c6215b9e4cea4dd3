import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeRecord, encodeRecord, RecordError, recordAddress } from '../../results/records.ts';
import { cellOf, madeUpOutcomes, RLHF, SIGN } from '../support/studies.ts';

const CELL = cellOf(100, 20, 3);
const ADDRESS = recordAddress(CELL, 1, SIGN);
const OUTCOMES = madeUpOutcomes({ cell: CELL, block: 1, estimators: [SIGN] }, SIGN);
const BYTES = encodeRecord(ADDRESS, OUTCOMES);

const problemOf = (bytes: Uint8Array, address = ADDRESS): string => {
  try {
    decodeRecord(address, bytes);
    return 'none';
  } catch (error) {
    return error instanceof RecordError ? error.problem : String(error);
  }
};

describe('a record', () => {
  test('reads back every number exactly, NaN of failed fits included', () => {
    expect(decodeRecord(ADDRESS, BYTES)).toEqual(OUTCOMES);
  });

  test('reads back doubles of any size exactly', () => {
    const doubles = fc.array(fc.double({ noNaN: false, noDefaultInfinity: true }), {
      minLength: 20,
      maxLength: 20,
    });
    fc.assert(
      fc.property(doubles, (scores) => {
        const plain = scores.map((score) => score + 0);
        const bytes = encodeRecord(ADDRESS, { ...OUTCOMES, scores: plain });
        expect(decodeRecord(ADDRESS, bytes).scores).toEqual(
          plain.map((score) => (Object.is(score, -0) ? 0 : score)),
        );
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('is the same bytes for the same outcomes', () => {
    expect(encodeRecord(ADDRESS, structuredClone(OUTCOMES))).toEqual(BYTES);
  });

  test('is refused as damaged when cut off anywhere', () => {
    for (let length = 0; length < BYTES.length; length += 7) {
      expect(problemOf(BYTES.slice(0, length))).toBe('damaged');
    }
    expect(problemOf(BYTES.slice(0, -1))).toBe('damaged');
  });

  test('is refused whichever single bit flips', () => {
    const digitOfFormat = new TextDecoder().decode(BYTES).indexOf('1');
    for (let bit = 0; bit < 8 * BYTES.length; bit += 5) {
      const flipped = BYTES.slice();
      flipped[bit >> 3] ^= 1 << (bit & 7);
      // A format digit that flips upwards is a later version as far as anyone can tell.
      const expected = bit >> 3 === digitOfFormat ? /damaged|newer-format/ : /damaged/;
      expect(problemOf(flipped)).toMatch(expected);
    }
  });

  test('of another block, estimator, seed or size is foreign', () => {
    const others = [
      recordAddress(CELL, 2, SIGN),
      recordAddress(CELL, 1, RLHF),
      recordAddress({ ...CELL, seed: 8 }, 1, SIGN),
      recordAddress(cellOf(101, 20, 3), 1, SIGN),
    ];
    for (const address of others) expect(problemOf(BYTES, address)).toBe('foreign');
  });

  test('of a later format is recognised without understanding it', () => {
    const later = new TextEncoder().encode('{"format":2,"whatever":[1,2,3]}\n');
    expect(problemOf(later)).toBe('newer-format');
  });

  test.each(['', 'null', '[]', '{}', '{"format":"1"}', '{"format":1}', 'not json', '\u0000\u0001'])(
    'is not made of %j',
    (text) => {
      expect(problemOf(new TextEncoder().encode(text))).toBe('damaged');
    },
  );
});

describe('the key of a record', () => {
  test('does not depend on the id of the estimator, the number of replicates or the name of the cell', () => {
    const renamed = recordAddress({ ...CELL, key: 'other', replicates: 7, blocks: 1 }, 1, {
      ...SIGN,
      id: 'renamed',
    });
    expect(renamed.key).toBe(ADDRESS.key);
  });

  test('depends on everything that decides the numbers', () => {
    const keys = [
      ADDRESS,
      recordAddress(CELL, 0, SIGN),
      recordAddress(CELL, 1, RLHF),
      recordAddress({ ...CELL, seed: 8 }, 1, SIGN),
      recordAddress({ ...CELL, n: 99 }, 1, SIGN),
      recordAddress({ ...CELL, blockSize: 10 }, 1, SIGN),
      recordAddress(
        { ...CELL, population: { ...CELL.population, features: { law: 'sphere', dimension: 2 } } },
        1,
        SIGN,
      ),
    ].map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('is 64 hexadecimal digits', () => {
    expect(ADDRESS.key).toMatch(/^[0-9a-f]{64}$/);
  });
});

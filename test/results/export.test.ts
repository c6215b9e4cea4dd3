import { describe, expect, test } from 'vitest';
import { planStudy } from '../../functions/study/plan.ts';
import { type RawRow, rawColumns, rawRows } from '../../results/export.ts';
import { formatRows } from '../../results/raw-formats.ts';
import { encodeRecord, plannedRecords } from '../../results/records.ts';
import { madeUpOutcomes, SIGN, tinyStudy } from '../support/studies.ts';

const STUDY = tinyStudy({ sampleSizes: [10, 30], replicates: [7, 7], estimators: [SIGN] });
const RECORDS = new Map(
  plannedRecords(planStudy(STUDY), STUDY.estimators).map((address) => {
    const { cell, block, estimator } = address;
    return [address.key, encodeRecord(address, madeUpOutcomes({ cell, block, estimators: [] }, estimator))];
  }),
);

const textOf = (
  format: 'csv' | 'json' | 'ndjson',
  columns: readonly string[],
  rows: readonly RawRow[],
): string => [...formatRows(format, columns, rows)].join('');

describe('the raw rows of a study', () => {
  const rows = [...rawRows(STUDY, RECORDS)];

  test('are one a replicate, of the first replicates only, though whole blocks are stored', () => {
    expect(rows.map(({ n, replicate }) => [n, replicate])).toEqual(
      [10, 30].flatMap((n) => [0, 1, 2, 3, 4, 5, 6].map((replicate) => [n, replicate])),
    );
  });

  test('have exactly the columns that are announced, in their order', () => {
    for (const row of rows) expect(Object.keys(row)).toEqual(rawColumns(STUDY));
  });

  test('give the signed angle in two dimensions, whose size is the angle', () => {
    // The target of (3, 2) and (1, -2), half each, is (1, 0); the made-up estimate is sin^2 = 1 / (replicate + 2).
    expect(rows[2]).toMatchObject({ estimand: 'signedAngle', truth: 0, status: 'ok', score: 1 / 5 });
    expect(rows[2].estimate).toBeCloseTo(Math.asin(Math.sqrt(1 / 4)), 14);
    expect(rows[2].angle).toBeCloseTo(Math.PI / 6, 14);
    expect(rows[2].disagreement).toBeCloseTo(1 / 6, 14);
  });

  test('keep a failed fit, with its status, its address and no numbers', () => {
    expect(rows[4]).toMatchObject({
      status: 'separable',
      estimate: null,
      angle: null,
      score: null,
      replicate: 4,
    });
    expect(rows[4].address).toMatch(/^[0-9a-f]{16}\/n=10\/4$/);
  });
});

describe('csv', () => {
  test('quotes commas, quotes and line breaks, ends lines with CRLF and leaves null empty (RFC 4180)', () => {
    const rows = [
      { a: 'x,y', b: 'say "no"', c: null, d: 1e-7 },
      { a: 'two\nlines', b: '', c: 0, d: -0.5 },
    ];
    expect(textOf('csv', ['a', 'b', 'c', 'd'], rows)).toBe(
      'a,b,c,d\r\n"x,y","say ""no""",,1e-7\r\n"two\nlines",,0,-0.5\r\n',
    );
  });

  test('has its heading even without rows', () => {
    expect(textOf('csv', ['a', 'b'], [])).toBe('a,b\r\n');
  });
});

describe('json and ndjson', () => {
  const rows = [
    { a: 1, b: 'x' },
    { a: null, b: '"' },
  ];

  test('read back as the rows', () => {
    expect(JSON.parse(textOf('json', ['a', 'b'], rows))).toEqual(rows);
    expect(
      textOf('ndjson', ['a', 'b'], rows)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(rows);
  });

  test('are an empty list and no line without rows', () => {
    expect(JSON.parse(textOf('json', ['a'], []))).toEqual([]);
    expect(textOf('ndjson', ['a'], [])).toBe('');
  });
});

import { describe, expect, test } from 'vitest';
import { planStudy } from '../../functions/study/plan.ts';
import type { EstimatorSpec, Study } from '../../functions/study/study.ts';
import { type ReadOutcomes, rawRows } from '../../results/export.ts';
import { rawColumns } from '../../results/raw-columns.ts';
import type { RecordAddress } from '../../results/records.ts';
import { allRows, collect, factorStudy, inTurn, madeUp } from '../support/exported.ts';
import { RLHF, SIGN, TWO_TYPES, tinyStudy } from '../support/studies.ts';

const STUDY = factorStudy({});

/** One scenario with these users in d dimensions, estimated by one estimator. */
const oneMean = (mean: readonly number[], estimator: EstimatorSpec): Study =>
  tinyStudy({
    sampleSizes: [10],
    looks: [[2]],
    scenarios: [
      {
        factors: {},
        population: {
          ...TWO_TYPES,
          users: { law: 'point', mean },
          features: { law: 'gaussian', dimension: mean.length, covariance: null },
        },
        estimators: [estimator],
      },
    ],
  });

describe('the raw rows of a study', () => {
  test('are one a replicate, of the first replicates only, though whole blocks are stored', async () => {
    const rows = await allRows(STUDY);
    expect(rows.map(({ n, replicate }) => [n, replicate])).toEqual(
      [10, 30].flatMap((n) => [0, 1, 2, 3, 4, 5, 6].map((replicate) => [n, replicate])),
    );
  });

  test('have exactly the columns that are announced, in their order', async () => {
    for (const study of [
      STUDY,
      factorStudy({ 'population.users.skew': 1 }, { 'population.choice': 'probit' }),
    ]) {
      const names = rawColumns(study).map(({ name }) => name);
      for (const row of await allRows(study)) expect(Object.keys(row)).toEqual(names);
    }
  });

  test('give the signed angle in two dimensions, whose size is the angle', async () => {
    // The target of (3, 2) and (1, -2), half each, is (1, 0); the made-up estimate has sin^2 = 1 / (replicate + 2).
    const [, , row] = await allRows(STUDY);
    expect(row).toMatchObject({ estimand: 'signedAngle', truth: 0, status: 'ok', score: 1 / 5 });
    expect(row.estimate).toBeCloseTo(Math.asin(Math.sqrt(1 / 4)), 14);
    expect(row.angle).toBeCloseTo(Math.PI / 6, 14);
    expect(row.disagreement).toBeCloseTo(1 / 6, 14);
  });

  test('keep a failed fit, with its status, its address and no numbers', async () => {
    const row = (await allRows(STUDY))[4];
    expect(row).toMatchObject({
      status: 'separable',
      estimate: null,
      angle: null,
      score: null,
      replicate: 4,
    });
    expect(row.address).toMatch(/^[0-9a-f]{16}\/n=10\/4$/);
  });

  test('give each coordinate of the direction in three dimensions, beside the target', async () => {
    const direction = [0.6, 0.8, 0];
    const rows = await allRows(oneMean([2, 2, 1], RLHF), async (address) => ({
      ...madeUpBlock(address),
      directions: Array.from({ length: address.cell.blockSize }, () => direction),
    }));
    expect(rows.map(({ replicate, estimand, estimate }) => [replicate, estimand, estimate])).toEqual(
      [0, 1].flatMap((replicate) => direction.map((value, j) => [replicate, `direction${j + 1}`, value])),
    );
    expect(rows.slice(0, 3).map(({ truth }) => truth)).toEqual([2 / 3, 2 / 3, 1 / 3]);
  });

  test('give b = theta_2 / theta_1 beside its truth where the first coefficient is fixed', async () => {
    const rows = await allRows(oneMean([2, 3], { ...SIGN, normalise: 'first' }), async (address) => ({
      ...madeUpBlock(address),
      directions: Array.from({ length: address.cell.blockSize }, () => [0.8, 0.6]),
    }));
    expect(rows.map(({ estimand, truth, estimate }) => [estimand, truth, estimate])).toEqual([
      ['b', 1.5, 0.6 / 0.8],
      ['b', 1.5, 0.6 / 0.8],
    ]);
    const [first, second] = await allRows(
      oneMean([2, 3, 5], { ...RLHF, normalise: 'first' }),
      async (address) => ({
        ...madeUpBlock(address),
        directions: Array.from({ length: address.cell.blockSize }, () => [0.5, 0.25, 1]),
      }),
    );
    expect([first.estimand, first.truth, first.estimate]).toEqual(['b2', 1.5, 0.5]);
    expect([second.estimand, second.truth, second.estimate]).toEqual(['b3', 2.5, 2]);
  });

  test('leave out the records that are missing, and keep the others in the order of the plan', async () => {
    const rows = await allRows(tinyStudy({ sampleSizes: [10], looks: [[400]] }), async (address) =>
      address.block === 0 && address.estimator.id === 'sign' ? null : madeUp(address),
    );
    expect(rows).toHaveLength(600);
    expect(rows[0]).toMatchObject({ estimator: 'sign', replicate: 200 });
    expect(rows[200]).toMatchObject({ estimator: 'rlhf', replicate: 0 });
  });

  test('measure the disagreement on the rows of the file that features come from', async () => {
    // The estimate (0, 1) and the target (1, 0) choose alike on (1, 1) and (2, 1), otherwise on (3, -1) and (-1, 4).
    const values = Float64Array.of(1, 1, 2, 1, 3, -1, -1, 4);
    const tables = new Map([['0'.repeat(64), { rows: 4, dimension: 2, values }]]);
    const study = tinyStudy({
      sampleSizes: [10],
      looks: [[1]],
      scenarios: [
        {
          factors: {},
          population: {
            users: { law: 'point', mean: [2, 0] },
            features: { law: 'file', dimension: 2, rows: 4, path: 'table.csv', sha256: '0'.repeat(64) },
            choice: 'logit',
          },
          estimators: [SIGN],
        },
      ],
    });
    const read: ReadOutcomes = async (address) => ({
      ...madeUpBlock(address),
      directions: Array.from({ length: address.cell.blockSize }, () => [0, 1]),
    });
    const rows = (await collect(rawRows(study, inTurn(planStudy(study)), { read, tables }))).flat();
    const at = rawColumns(study).findIndex(({ name }) => name === 'disagreement');
    expect(rows.map((row) => row[at])).toEqual([0.5]);
  });

  test('hold a few records at a time, however many there are', async () => {
    const study = tinyStudy({ sampleSizes: [10], looks: [[200 * 60]] });
    let asked = 0;
    let taken = 0;
    let most = 0;
    const read: ReadOutcomes = async (address) => {
      asked++;
      most = Math.max(most, asked - taken);
      return madeUp(address);
    };
    for await (const rows of rawRows(study, inTurn(planStudy(study)), { read })) {
      taken++;
      expect(rows).toHaveLength(200);
    }
    expect(taken).toBe(120);
    expect(most).toBeLessThan(20);
  });
});

function madeUpBlock({ cell, estimator }: RecordAddress) {
  const all = <T>(value: T): T[] => Array.from({ length: cell.blockSize }, () => value);
  return { estimator, statuses: all('ok' as const), scores: all(0.5), evaluations: all(1), diagnostics: {} };
}

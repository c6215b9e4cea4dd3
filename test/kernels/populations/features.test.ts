import { describe, expect, it } from 'vitest';
import { createArena } from '../../../kernels/arena.ts';
import { createJsBackend } from '../../../kernels/js/js-backend.ts';
import type { ColumnLaw, FeaturesLaw } from '../../../kernels/populations/population.ts';
import { createSampler } from '../../../kernels/populations/sampler.ts';
import type { Table } from '../../../kernels/populations/table.ts';
import { featureColumns } from '../../support/drawn-laws.ts';
import {
  type Columns,
  deviationOf,
  distributionBand,
  farthestFrom,
  worstMoment,
  Z_OF_A_THOUSAND,
} from '../../support/moments.ts';
import { FILE_FEATURES, LOADED_FILE_FEATURES, TABLE_ROWS } from '../../support/populations.ts';

const SIZE = 500_000;
/** A thousandth of the false-alarm rate of 1e-6, as for the moments. */
const BAND = distributionBand(SIZE, 1e-9);

/** A law of features with its moments and a functional: its value for row k, and its expectation. */
interface Case {
  readonly features: FeaturesLaw;
  readonly mean: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  readonly functional: (x: Columns) => (k: number) => number;
  readonly expected: number;
  /** The same law with one parameter 10 % wrong, or the nearest law of the same kind that differs. */
  readonly wrong: readonly FeaturesLaw[];
}

const zeros = (d: number): number[] => Array(d).fill(0);
const diagonal = (variances: readonly number[]): number[][] =>
  variances.map((v, i) => variances.map((_, j) => (i === j ? v : 0)));
const covariance = [
  [2, 0.6, 0],
  [0.6, 0.5, 0.1],
  [0, 0.1, 1],
];
const gaussian = (c: number[][]): FeaturesLaw => ({ law: 'gaussian', dimension: 3, covariance: c });
const power = (exponent: number): FeaturesLaw => ({ law: 'power', dimension: 3, exponent });
const uniform = (high: number): FeaturesLaw =>
  independent([1, 2].map(() => ({ law: 'uniform', low: -1, high })));
const student = (degrees: number): FeaturesLaw => ({ law: 'student', dimension: 2, degrees });

function independent(columns: readonly ColumnLaw[]): FeaturesLaw {
  return { law: 'independent', dimension: columns.length, columns };
}

/** Pairs of both kinds, a lone normal and a lone uniform column, and two Student ones. */
const mixed = (
  wrong: Partial<Record<'sd' | 'mean' | 'high' | 'degrees' | 'scale', number>> = {},
): FeaturesLaw =>
  independent([
    { law: 'normal', mean: 0, sd: 1 },
    { law: 'normal', mean: 1, sd: 0.5 * (wrong.sd ?? 1) },
    { law: 'student', degrees: 9 * (wrong.degrees ?? 1), location: -1, scale: 1 },
    { law: 'uniform', low: -1, high: 3 },
    { law: 'uniform', low: 0, high: 0.5 * (wrong.high ?? 1) },
    { law: 'normal', mean: 2 * (wrong.mean ?? 1), sd: 3 },
    { law: 'uniform', low: 2, high: 4 },
    { law: 'student', degrees: 12, location: 3, scale: 2 * (wrong.scale ?? 1) },
  ]);

const tableMean = [0, 1, 2].map((j) => TABLE_ROWS.reduce((sum, row) => sum + row[j], 0) / TABLE_ROWS.length);
const tableCovariance = [0, 1, 2].map((i) =>
  [0, 1, 2].map(
    (j) =>
      TABLE_ROWS.reduce((sum, row) => sum + (row[i] - tableMean[i]) * (row[j] - tableMean[j]), 0) /
      TABLE_ROWS.length,
  ),
);

const CASES: Readonly<Record<string, Case>> = {
  gaussian: {
    features: gaussian(covariance),
    mean: zeros(3),
    covariance,
    functional: (x) => (k) => x[1][k] ** 4,
    expected: 0.75,
    wrong: [gaussian([[2.2, 0.6, 0], covariance[1], covariance[2]])],
  },
  power: {
    features: power(1.5),
    mean: zeros(3),
    covariance: diagonal([1, 2 ** -1.5, 3 ** -1.5]),
    functional: (x) => (k) => (Math.abs(x[2][k]) > 3 ** -0.75 ? 1 : 0),
    expected: 2 * 0.15865525393145707,
    wrong: [power(1.65)],
  },
  'sphere in d = 2': {
    features: { law: 'sphere', dimension: 2 },
    mean: zeros(2),
    covariance: diagonal([0.5, 0.5]),
    functional: (x) => (k) => x[0][k] ** 2 * x[1][k] ** 2,
    expected: 1 / 8,
    wrong: [uniform(1)],
  },
  'sphere in d = 5': {
    features: { law: 'sphere', dimension: 5 },
    mean: zeros(5),
    covariance: diagonal(Array(5).fill(0.2)),
    functional: (x) => (k) => x[0][k] ** 2 * x[4][k] ** 2,
    expected: 1 / 35,
    wrong: [{ law: 'student', dimension: 5, degrees: 30 }],
  },
  'box in d = 2': {
    features: { law: 'box', dimension: 2 },
    mean: zeros(2),
    covariance: diagonal([1 / 3, 1 / 3]),
    functional: (x) => (k) => x[0][k] ** 4 * x[1][k] ** 2,
    expected: 1 / 15,
    wrong: [uniform(1.1)],
  },
  'box in d = 3': {
    features: { law: 'box', dimension: 3 },
    mean: zeros(3),
    covariance: diagonal([1 / 3, 1 / 3, 1 / 3]),
    functional: (x) => (k) => x[0][k] ** 2 * x[1][k] ** 2 * x[2][k] ** 2,
    expected: 1 / 27,
    wrong: [independent([1, 1.1, 1].map((high) => ({ law: 'uniform', low: -1, high })))],
  },
  student: {
    features: student(14),
    mean: zeros(2),
    covariance: diagonal([14 / 12, 14 / 12]),
    // E x_1^2 x_2^2 = k^2 / ((k - 2) (k - 4)): not the product of the variances, since one chi-square serves a row.
    functional: (x) => (k) => x[0][k] ** 2 * x[1][k] ** 2,
    expected: 196 / 120,
    wrong: [student(15.4)],
  },
  independent: {
    features: mixed(),
    mean: [0, 1, -1, 1, 0.25, 2, 3, 3],
    covariance: diagonal([1, 0.25, 9 / 7, 4 / 3, 0.25 / 12, 9, 1 / 3, 4.8]),
    functional: (x) => (k) => x[0][k] ** 2 * (x[1][k] - 1) ** 2 * (x[3][k] - 1) ** 2 * (x[4][k] - 0.25) ** 2,
    expected: (0.25 * (4 / 3) * 0.25) / 12,
    wrong: [
      mixed({ sd: 1.1 }),
      mixed({ degrees: 1.1 }),
      mixed({ high: 1.1 }),
      mixed({ mean: 1.1 }),
      mixed({ scale: 1.1 }),
    ],
  },
  file: {
    features: FILE_FEATURES,
    mean: tableMean,
    covariance: tableCovariance,
    functional: (x) => (k) => (x[1][k] === 2 ? 1 : 0),
    expected: 1 / 7,
    wrong: [LOADED_FILE_FEATURES],
  },
};

/** The largest deviation of moments and functional of one law from what another case states, in standard errors. */
function worst(features: FeaturesLaw, { mean, covariance: stated, functional, expected }: Case): number {
  const x = featureColumns(features, SIZE);
  return Math.max(worstMoment(x, { mean, covariance: stated }), deviationOf(SIZE, functional(x), expected));
}

describe('features', () => {
  it.each(Object.entries(CASES))(
    '%s: mean, covariance and a functional are those of the law',
    (_, one) => {
      expect(worst(one.features, one)).toBeLessThan(Z_OF_A_THOUSAND);
    },
    30_000,
  );

  it.each(Object.entries(CASES))(
    '%s: a parameter 10 % wrong shows',
    (_, one) => {
      for (const features of one.wrong) expect(worst(features, one)).toBeGreaterThan(Z_OF_A_THOUSAND);
    },
    30_000,
  );

  it('student: |x|^2 / 2 in d = 2 has P(> q) = (1 + 2 q / k)^(-k / 2), for heavy tails too', () => {
    const points = Array.from({ length: 60 }, (_, i) => 1.2 ** (i - 30));
    for (const degrees of [0.5, 1, 3]) {
      const [a, b] = featureColumns(student(degrees), SIZE);
      const squares = a.map((value, k) => (value * value + b[k] * b[k]) / 2);
      const cdf = (k: number) => (q: number) => 1 - (1 + (2 * q) / k) ** (-k / 2);
      expect(farthestFrom(squares, points, cdf(degrees))).toBeLessThan(BAND);
      expect(farthestFrom(squares, points, cdf(1.1 * degrees))).toBeGreaterThan(BAND);
    }
  });

  it('box: the lower end and the upper end are reached alike, and never crossed', () => {
    for (const column of featureColumns({ law: 'box', dimension: 2 }, SIZE)) {
      const points = Array.from({ length: 41 }, (_, i) => i / 20 - 1);
      expect(farthestFrom(column, points, (x) => (x + 1) / 2)).toBeLessThan(BAND);
      expect(column.every((value) => value > -1 && value < 1)).toBe(true);
    }
  });

  it('power: the first column is the standard normal of gaussian features, bit for bit', () => {
    const plain = featureColumns({ law: 'gaussian', dimension: 3, covariance: null }, 8000);
    const scaled = featureColumns(power(2), 8000);
    expect(scaled[0]).toEqual(plain[0]);
    expect(Math.max(...scaled[2].map((value, k) => Math.abs(value * 3 - plain[2][k])))).toBeLessThan(1e-14);
  });
});

describe('features of a table', () => {
  const population = {
    users: { law: 'point', mean: [1, 0, 0] },
    features: FILE_FEATURES,
    choice: 'logit',
  } as const;
  const sampler = (tables: ReadonlyMap<string, Table>) =>
    createSampler(createArena(createJsBackend()), population, 10, tables);

  /** Pearson's statistic of the counts of the seven rows. */
  const statistic = (features: FeaturesLaw): number => {
    const x = featureColumns(features, SIZE);
    const counts = TABLE_ROWS.map(() => 0);
    for (let k = 0; k < SIZE; k++) {
      counts[TABLE_ROWS.findIndex((row) => row.every((value, j) => value === x[j][k]))]++;
    }
    const expected = SIZE / TABLE_ROWS.length;
    return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  };

  it('takes whole rows, each as often as the others', () => {
    // The quantile of chi-square with six degrees of freedom at a false-alarm rate of 1e-6.
    expect(statistic(FILE_FEATURES)).toBeLessThan(38.26);
    expect(statistic(LOADED_FILE_FEATURES)).toBeGreaterThan(38.26);
  });

  it('says which table was not given, and where its size is not the one stated', () => {
    expect(() => sampler(new Map())).toThrow(
      `createSampler: the table of rows.csv (SHA-256 ${FILE_FEATURES.sha256}) was not given`,
    );
    const wide: Table = { rows: 7, dimension: 4, values: new Float64Array(28) };
    expect(() => sampler(new Map([[FILE_FEATURES.sha256, wide]]))).toThrow(
      'createSampler: the table of rows.csv is 7 x 4 with 28 values, the population says 7 x 3',
    );
  });
});

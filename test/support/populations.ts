import type {
  ChoiceLaw,
  FeaturesLaw,
  FileFeatures,
  Population,
  UsersLaw,
} from '../../kernels/populations/population.ts';
import type { Table, Tables } from '../../kernels/populations/table.ts';

/** Seven rows of three columns, one of which is constant. */
export const TABLE_ROWS: readonly (readonly number[])[] = [
  [1, 0.5, 2],
  [1, -0.25, 4],
  [1, 0, -1],
  [1, 1.5, 0.125],
  [1, -3, 2],
  [1, 0.5, 7],
  [1, 2, -2.5],
];

/** Each of those rows ten times and the sixth an eleventh time. */
const LOADED_ROWS = [...Array.from({ length: 10 }, () => TABLE_ROWS).flat(), TABLE_ROWS[5]];

const fileOf = (rows: readonly unknown[], path: string, sha256: string): FileFeatures => ({
  law: 'file',
  dimension: 3,
  rows: rows.length,
  path,
  sha256,
});

/** The rows of TABLE_ROWS, all alike. */
export const FILE_FEATURES = fileOf(TABLE_ROWS, 'rows.csv', 'e3b0c442'.repeat(8));
/** The same rows, one of them 10 % too likely. */
export const LOADED_FILE_FEATURES = fileOf(LOADED_ROWS, 'loaded.csv', '98fc1c14'.repeat(8));

const tableOf = (rows: readonly (readonly number[])[]): Table => ({
  rows: rows.length,
  dimension: 3,
  values: Float64Array.from(rows.flat()),
});

export const TABLES: Tables = new Map([
  [FILE_FEATURES.sha256, tableOf(TABLE_ROWS)],
  [LOADED_FILE_FEATURES.sha256, tableOf(LOADED_ROWS)],
]);

const tridiagonal = (d: number): number[][] =>
  Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (_, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? 0.5 : 0)),
  );

/** One law of users of each kind, in d dimensions. */
export const usersLaws = (d: number): readonly UsersLaw[] => {
  const ramp = Array.from({ length: d }, (_, j) => 2 - 0.7 * j);
  const flat = ramp.map(() => 0.5);
  return [
    { law: 'point', mean: ramp },
    { law: 'gaussian', mean: ramp, covariance: tridiagonal(d) },
    { law: 'mixture', types: [ramp, flat, ramp.map((v) => -v)], weights: [0.25, 0.45, 0.3] },
    { law: 'scale', direction: ramp, scales: [0.5, 2, 30], weights: [0.5, 0.3, 0.2] },
    { law: 'gamma', mean: ramp, along: flat, skew: 1, scale: 3 },
    { law: 'gamma', mean: ramp, along: ramp, skew: -3, scale: 0.5 },
    { law: 'gamma', mean: ramp, along: ramp, skew: 0, scale: 2 },
  ];
};

/** One law of features of each kind and shape of dimension. */
const FEATURES_LAWS: readonly FeaturesLaw[] = [
  { law: 'gaussian', dimension: 2, covariance: null },
  { law: 'gaussian', dimension: 3, covariance: tridiagonal(3) },
  { law: 'power', dimension: 5, exponent: 0.57 },
  { law: 'sphere', dimension: 2 },
  { law: 'sphere', dimension: 5 },
  { law: 'box', dimension: 2 },
  { law: 'box', dimension: 3 },
  { law: 'student', dimension: 3, degrees: 3 },
  { law: 'student', dimension: 2, degrees: 0.3 },
  {
    law: 'independent',
    dimension: 6,
    columns: [
      { law: 'normal', mean: 0, sd: 1 },
      { law: 'normal', mean: 1, sd: 1 },
      { law: 'student', degrees: 2.5, location: 0.5, scale: 2 },
      { law: 'uniform', low: -1, high: 3 },
      { law: 'uniform', low: 0, high: 0.5 },
      { law: 'normal', mean: 2, sd: 0 },
    ],
  },
  FILE_FEATURES,
];

const PANELS = [1, 2, 3, 700, 5000];

const named = (users: UsersLaw, features: FeaturesLaw): readonly [string, Population] => {
  const panel = users.panel === undefined ? '' : `, ${users.panel.labelsPerUser} labels`;
  const skew = users.law === 'gamma' ? ` (skew ${users.skew})` : '';
  const name = `${users.law}${skew}${panel}; ${features.law}, d = ${features.dimension}`;
  return [name, { users, features, choice: 'logit' }];
};

/** Every law of features, and every law of users with and without panels, at least once each, by name. */
export const EVERY_LAW: Readonly<Record<string, Population>> = Object.fromEntries([
  ...FEATURES_LAWS.map((features, k) => {
    const users = usersLaws(features.dimension);
    return named(users[k % users.length], features);
  }),
  ...usersLaws(3).flatMap((users) =>
    PANELS.map((labelsPerUser) => named({ ...users, panel: { labelsPerUser } }, FEATURES_LAWS[1])),
  ),
]);

/** The design of Horowitz (1992) and Cattaneo, Jansson & Nagasawa (2020): b = 1, X1 ~ N(0, 1), X2 ~ N(1, 1), with this noise. */
export const maximumScoreDesign = (choice: ChoiceLaw): Population => ({
  users: { law: 'point', mean: [1, 1] },
  features: {
    law: 'independent',
    dimension: 2,
    columns: [
      { law: 'normal', mean: 0, sd: 1 },
      { law: 'normal', mean: 1, sd: 1 },
    ],
  },
  choice,
});

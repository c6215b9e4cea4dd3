import type { Population } from '../../kernels/populations/population.ts';
import type { Summary } from '../../results/summary.ts';
import { ANNEALED, type FixtureScenario, fixtureSummary, RLHF, SIGN } from './fixture-summary.ts';
import { TWO_TYPES } from './studies.ts';

const SIZES = [100, 1000, 10_000, 100_000, 1_000_000];

const split = (share: number): Population => ({
  ...TWO_TYPES,
  users: {
    law: 'mixture',
    types: [
      [3, 2],
      [1, -2],
    ],
    weights: [share, 1 - share],
  },
});

const cross = (shares: readonly number[], scales: readonly number[]): readonly FixtureScenario[] =>
  shares.flatMap((share) =>
    scales.map((scale) => ({
      factors: { 'population.users.share': share, 'population.users.scale': scale },
      tilt: 2 * share * scale,
      population: split(share),
    })),
  );

/** Three shares by two scales at five sizes. */
export const TWO_FACTORS: Summary = fixtureSummary({
  sampleSizes: SIZES,
  scenarios: cross([0.3, 0.5, 0.7], [1, 4]),
});

const LONG = '[[3,2],[1,-2],[0.5,0.25],[1,1],[2,2],[0.125,4]]';

const LIST: readonly FixtureScenario[] = [
  { factors: { 'population.users': 'two kinds', 'estimators.annealed.steps': 100 }, tilt: 1 },
  { factors: { 'population.users': 'one <loud> kind', 'estimators.annealed.steps': 100 }, tilt: 0.1 },
  {
    factors: { 'population.users': LONG, 'population.features': 'box' },
    tilt: 2,
    population: { ...TWO_TYPES, features: { law: 'box', dimension: 2 } },
  },
  { factors: { 'population.users': LONG.replace('0.25', '0.75'), 'population.features': 'box' }, tilt: 0.6 },
];

/** Four designs that are no grid; the second leaves the largest size out. */
export const LISTED: Summary = fixtureSummary({
  sampleSizes: SIZES,
  estimators: [SIGN, RLHF, ANNEALED],
  scenarios: LIST.map((one, i) => (i === 1 ? { ...one, without: [1_000_000] } : one)),
});

/** The same designs at one size. */
export const LISTED_ONCE: Summary = fixtureSummary({
  sampleSizes: [10_000],
  estimators: [SIGN, RLHF, ANNEALED],
  scenarios: LIST,
});

const SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

/** One numeric factor at one size. */
export const ALONG: Summary = fixtureSummary({
  sampleSizes: [1000],
  scenarios: SHARES.map((share) => ({
    factors: { 'population.users.share': share },
    tilt: 2 * share,
    population: split(share),
  })),
});

/** Two numeric factors that move together, at two sizes. */
export const ZIPPED: Summary = fixtureSummary({
  sampleSizes: [1000, 4000],
  scenarios: SHARES.map((share, i) => ({
    factors: { 'population.users.share': share, 'population.users.scale': 2 ** i },
    tilt: 2 * share,
    population: split(share),
  })),
});

/** Two numeric factors at one size, every combination. */
export const LEVELS: Summary = fixtureSummary({
  sampleSizes: [1000],
  scenarios: cross([0.7, 0.3, 0.5], [1, 2, 4, 8]),
});

/** Errors of b in three designs. */
export const NORMALISED: Summary = fixtureSummary({
  sampleSizes: [250, 500, 1000],
  normalised: true,
  scenarios: [1, 2, 3].map((design) => ({ factors: { design: `design ${design}` }, tilt: design / 2 })),
});

/** So many combinations of two numeric factors that nothing can show them all. */
export const manyCombinations = (count: number, sampleSizes: readonly number[] = SIZES): Summary =>
  fixtureSummary({
    sampleSizes,
    scenarios: Array.from({ length: count }, (_, i) => ({
      factors: { 'population.users.skew': Math.floor(i / 50), 'population.users.scale': i % 50 },
      tilt: 0.1 + (i % 50) / 25,
    })),
    failed: (id, n) => id === 'rlhf' && n === sampleSizes[0],
  });

export const GRIDS: Readonly<Record<string, Summary>> = {
  'two factors': TWO_FACTORS,
  'a list of designs': LISTED,
  'a list of designs at one size': LISTED_ONCE,
  'one numeric factor at one size': ALONG,
  'two factors that move together': ZIPPED,
  'a grid of levels': LEVELS,
  'errors of b': NORMALISED,
  'three hundred combinations': manyCombinations(300),
};

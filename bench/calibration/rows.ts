import type { Claim } from '../../functions/study/claim.ts';
import type { Foretold } from '../../results/claims/foretold.ts';
import { chernoffDistribution } from '../../theory/chernoff.ts';
import { CHERNOFF_RMS } from '../../theory/chernoff-moments.ts';
import type { createDraws } from './errors.ts';
import { LOOKS, SIZES, type SyntheticCell } from './synthetic-study.ts';

type Draws = ReturnType<typeof createDraws>;

/** A claim and studies about which the truth is known. */
export interface Row {
  readonly name: string;
  readonly claim: Claim;
  readonly theory?: Partial<Foretold>;
  readonly draw: (draws: Draws) => readonly SyntheticCell[];
}

const MOST = LOOKS[LOOKS.length - 1];
const C = 2;

/** Errors c n^slope Z of one estimator at every size. */
const powerLaw =
  (slope: number, scale = C) =>
  (draws: Draws): readonly SyntheticCell[] =>
    SIZES.map((n) => ({ n, errors: { a: draws.sample(MOST, scale * n ** slope) } }));

const CUBE_ROOT = -1 / 3;

const rate = (slope: number, from: number | 'auto' = 100) => ({
  claim: {
    kind: 'rate',
    estimator: 'a',
    measure: 'rmsAngle',
    exponent: CUBE_ROOT,
    within: 0.03,
    from,
    atLeast: false,
  } as const,
  draw: powerLaw(slope),
});

const constant = (ratio: number, from: number | 'auto' = 10_000) => ({
  claim: {
    kind: 'constant',
    estimator: 'a',
    measure: 'rmsAngle',
    against: 'theory',
    within: 0.05,
    from,
  } as const,
  theory: { bias: 0, constant: C },
  draw: powerLaw(CUBE_ROOT, C * ratio),
});

const BIAS = 0.2;
const WITHIN = 0.005;
const limit = (distance: number) => ({
  claim: { kind: 'limit', estimator: 'a', against: BIAS, within: WITHIN, at: 10_000 } as const,
  draw: (draws: Draws) => [
    {
      n: 10_000,
      errors: { a: draws.sample(MOST, C * 10_000 ** CUBE_ROOT).map((error) => BIAS + distance + error) },
    },
  ],
});

/** Two estimators, the second's error `ratio` times the first's, a share of whose errors both have. */
const pair =
  (ratio: number, sizes: readonly number[], shared: number) =>
  (draws: Draws): readonly SyntheticCell[] =>
    sizes.map((n) => {
      const scale = C * n ** CUBE_ROOT;
      const a = draws.sample(MOST, scale);
      return { n, errors: { a, b: draws.partner(a, { ratio, shared, scale: scale * ratio }) } };
    });

/** The same beside an estimator that errs by a bias, and hardly by chance. */
const besideBias =
  (ratio: number, sizes: readonly number[]) =>
  (draws: Draws): readonly SyntheticCell[] =>
    sizes.map((n) => {
      const scale = C * n ** CUBE_ROOT;
      const b = new Float64Array(MOST).fill(ratio * scale * CHERNOFF_RMS);
      return { n, errors: { a: draws.sample(MOST, scale), b } };
    });

const better = (ratio: number, sizes: readonly number[]) => ({
  claim: { kind: 'better', estimator: 'a', than: 'b', measure: 'rmsAngle', by: 0.1, from: null } as const,
  draw: pair(ratio, sizes, 0.5),
});

const same = (ratio: number, sizes: readonly number[]) => ({
  claim: { kind: 'same', estimator: 'b', as: 'a', measure: 'rmsAngle', within: 0.05, from: null } as const,
  draw: pair(ratio, sizes, 0.95),
});

const monotone = (ratio: number) => ({
  claim: {
    kind: 'monotone',
    estimator: 'a',
    measure: 'rmsAngle',
    along: 'level',
    direction: 'increasing',
    from: null,
  } as const,
  draw: (draws: Draws) =>
    [0, 1].map((level) => ({
      n: 10_000,
      level,
      errors: { a: draws.sample(MOST, 0.1 * (level === 0 ? 1 : ratio)) },
    })),
});

/** Chernoff's law stretched by a factor, the distance between the two distribution functions being 0.06. */
const law = (ratio: number) => ({
  claim: { kind: 'law', estimator: 'a', against: 'chernoff', at: 10_000, within: 0.06 } as const,
  theory: { bias: 0, constant: C },
  draw: (draws: Draws) => [{ n: 10_000, errors: { a: draws.sample(MOST, ratio * C * 10_000 ** CUBE_ROOT) } }],
});

/** The stretch at which the distance is `within`, by bisection. */
function stretchAt(within: number): number {
  let [low, high] = [1, 3];
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2;
    if (distanceOf(middle) < within) low = middle;
    else high = middle;
  }
  return low;
}

const distanceOf = (ratio: number): number =>
  Math.max(
    ...Array.from({ length: 2000 }, (_, i) =>
      Math.abs(chernoffDistribution(i / 1000) - chernoffDistribution(i / 1000 / ratio)),
    ),
  );

const MANY = SIZES.slice(4);

/** The truth exactly on an edge of the margin. */
export const EDGES: readonly Row[] = [
  { name: 'rate, slope -1/3 - 0.03', ...rate(CUBE_ROOT - 0.03) },
  { name: 'rate, slope -1/3 + 0.03', ...rate(CUBE_ROOT + 0.03) },
  { name: 'rate from: auto, slope -1/3 - 0.03', ...rate(CUBE_ROOT - 0.03, 'auto') },
  { name: 'rate from: auto, slope -1/3 + 0.03', ...rate(CUBE_ROOT + 0.03, 'auto') },
  { name: 'constant, 5 % below', ...constant(0.95) },
  { name: 'constant, 5 % above', ...constant(1.05) },
  { name: 'constant at one size, 5 % below', ...constant(0.95, 1_000_000) },
  { name: 'constant at one size, 5 % above', ...constant(1.05, 1_000_000) },
  { name: 'limit, at the lower edge', ...limit(-WITHIN) },
  { name: 'limit, at the upper edge', ...limit(WITHIN) },
  { name: 'better by exactly 10 % at one size', ...better(1 / 0.9, [10_000]) },
  { name: 'better by exactly 10 % at five sizes', ...better(1 / 0.9, MANY) },
  {
    name: 'better than a bias by exactly 10 % at one size',
    ...better(1 / 0.9, [10_000]),
    draw: besideBias(1 / 0.9, [10_000]),
  },
  {
    name: 'better than a bias by exactly 10 % at five sizes',
    ...better(1 / 0.9, MANY),
    draw: besideBias(1 / 0.9, MANY),
  },
  { name: 'same, 5 % below at one size', ...same(0.95, [10_000]) },
  { name: 'same, 5 % above at five sizes', ...same(1.05, MANY) },
  { name: 'monotone, two equal levels', ...monotone(1) },
  { name: 'law, at distance 0.06', ...law(stretchAt(0.06)) },
];

/** The truth well inside the margin, or well outside it. */
export const CLEAR: readonly (Row & { readonly wanted: 'supported' | 'refuted' })[] = [
  { name: 'rate, slope -1/3', ...rate(CUBE_ROOT), wanted: 'supported' },
  { name: 'rate, slope -1/3, from: auto', ...rate(CUBE_ROOT, 'auto'), wanted: 'supported' },
  { name: 'rate, slope -1/3 - 0.06', ...rate(CUBE_ROOT - 0.06), wanted: 'refuted' },
  { name: 'rate, slope -1/3 + 0.06', ...rate(CUBE_ROOT + 0.06), wanted: 'refuted' },
  { name: 'constant as predicted', ...constant(1), wanted: 'supported' },
  { name: 'constant as predicted, from: auto', ...constant(1, 'auto'), wanted: 'supported' },
  { name: 'limit in the middle', ...limit(0), wanted: 'supported' },
  { name: 'better by 20 % at five sizes', ...better(1 / 0.8, MANY), wanted: 'supported' },
  { name: 'same, equal at five sizes', ...same(1, MANY), wanted: 'supported' },
  { name: 'monotone, 10 % higher', ...monotone(1.1), wanted: 'supported' },
  { name: 'law, Chernoff\u2019s', ...law(1), wanted: 'supported' },
];

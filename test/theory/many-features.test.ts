import { describe, expect, it } from 'vitest';
import type { Matrix, Population } from '../../kernels/populations/population.ts';
import { CHERNOFF_RMS } from '../../theory/chernoff-moments.ts';
import { levyMean, levyRms } from '../../theory/levy-argmax.ts';
import { predict } from '../../theory/prediction.ts';
import { signLimit } from '../../theory/sign-limit.ts';
import golden from '../golden/theory-many.json' with { type: 'json' };

/** Populations of the golden file, which names laws as a study does. */
interface Case {
  readonly name: string;
  readonly population: Population;
}
const casesOf = <Rest>(list: readonly unknown[]): readonly (Case & Rest)[] =>
  list as readonly (Case & Rest)[];

interface Limit {
  readonly lambda: number;
  readonly bias: number;
  readonly curvature: number;
  readonly rootNSd: number;
}
const SURROGATES = casesOf<{ limits: readonly Limit[] }>(golden.surrogates);
const GAUSSIAN = casesOf<{ curvature: number }>(golden.gaussian);
const COLUMNS = casesOf<{ sign: { direction: readonly number[]; bias: number; curvature: number } }>(
  golden.columns,
);

const isotropic = (dimension: number) => ({ law: 'gaussian', dimension, covariance: null }) as const;
/** The noise of logit, said in a way that no closed form knows. */
const SAMPLED = {
  law: 'heteroskedastic',
  base: 'logit',
  along: [1, 0, 0],
  polynomial: [1],
} as const;

describe('the surrogate at a fixed lambda in d = 3', () => {
  for (const { name, population, limits } of SURROGATES) {
    for (const { lambda, bias, curvature, rootNSd } of limits) {
      it(`is where a dense grid has it: ${name}, lambda ${lambda}`, () => {
        const found = predict(population).surrogates!(lambda)!;
        expect(Math.abs(found.bias - bias)).toBeLessThan(2e-7);
        expect(Math.abs(found.curvature / curvature - 1)).toBeLessThan(1e-6);
        expect(Math.abs(found.rootNSd! / rootNSd - 1)).toBeLessThan(1e-6);
        expect(found.error).toBe(0);
      });
    }
  }

  it('is found on a sample within four of its stated errors, which are small', () => {
    const { population } = SURROGATES[1];
    const exact = predict(population);
    const sampled = predict({ ...population, choice: SAMPLED });
    for (const lambda of [1, 4, 15]) {
      const [one, other] = [exact.surrogates!(lambda)!, sampled.surrogates!(lambda)!];
      expect(other.error).toBeGreaterThan(0);
      expect(other.error).toBeLessThan(0.006);
      expect(Math.abs(other.bias - one.bias)).toBeLessThan(4 * other.error!);
      expect(Math.abs(other.rootNSd! / one.rootNSd! - 1)).toBeLessThan(0.05);
    }
  });

  it('has the bias of the plane where tastes lie in one, and sqrt(d - 1) times its noise where all axes are alike', () => {
    const types = [
      [4, 1],
      [1, -2],
      [0.5, 0],
    ];
    const weights = [0.5, 0.3, 0.2];
    const inPlane = (rows: Matrix): Population => ({
      users: { law: 'mixture', types: rows, weights },
      features: isotropic(rows[0].length),
      choice: 'probit',
    });
    const [flat, deep] = [types, types.map((row) => [...row, 0, 0])].map((rows) => predict(inPlane(rows)));
    for (const lambda of [1, 10]) {
      expect(deep.surrogates!(lambda)!.bias).toBeCloseTo(Math.abs(flat.surrogates!(lambda)!.bias), 8);
    }
    const [one, five] = [2, 6].map((d) =>
      predict({
        users: { law: 'point', mean: [2, ...new Array<number>(d - 1).fill(0)] },
        features: isotropic(d),
        choice: 'logit',
      }),
    );
    expect(five.surrogates!(15)!.rootNSd).toBeCloseTo(Math.sqrt(5) * one.surrogates!(15)!.rootNSd!, 6);
    expect(five.surrogates!(15)!.curvature).toBeCloseTo(one.surrogates!(15)!.curvature, 8);
  });
});

describe('the curvature of the score in d = 3', () => {
  for (const { name, population, curvature } of GAUSSIAN) {
    it(`is that of Gauss-Hermite sums: ${name}`, () => {
      const limit = signLimit(population)!;
      expect(limit.bias).toBe(0);
      expect(Math.abs(limit.curvature! / curvature - 1)).toBeLessThan(5e-6);
      expect(limit.spread!.mean).toBeGreaterThan(0);
    });

    it(`is that of a sample of hyperplanes, to 0.5 %: ${name}`, () => {
      const sampled = signLimit({ ...population, choice: SAMPLED })!;
      expect(Math.abs(sampled.curvature! / curvature - 1)).toBeLessThan(0.005);
    });
  }

  it('is that of points where Gaussian tastes have no spread to speak of', () => {
    const mean = [2, 1, 0];
    const covariance = [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? 1e-9 : 0)));
    const [point, spread] = [
      { law: 'point', mean } as const,
      { law: 'gaussian', mean, covariance } as const,
    ].map((users) => signLimit({ users, features: isotropic(3), choice: 'probit' })!);
    expect(spread.curvature).toBeCloseTo(point.curvature!, 7);
    expect(spread.spread!.constant).toBeCloseTo(point.spread!.constant!, 6);
  });
});

describe('the limit of the sign estimator in d = 3 where features are not elliptical', () => {
  for (const { name, population, sign } of COLUMNS) {
    it(`is where sums over a plane have it, within four of its stated errors: ${name}`, () => {
      const { bias, direction, curvature, error } = signLimit(population)!;
      expect(error).toBeGreaterThan(0);
      expect(error).toBeLessThan(0.003);
      expect(Math.abs(bias - sign.bias)).toBeLessThan(4 * error!);
      direction.forEach((value, j) => {
        expect(Math.abs(value - sign.direction[j])).toBeLessThan(4 * error!);
      });
      // The edges of the box are 1.4 % of it, the slope of the columns' densities 0.6 %.
      expect(Math.abs(curvature! / sign.curvature - 1)).toBeLessThan(0.003);
    });
  }
});

/**
 * Root-mean-square and mean angles of the exact maximum in d = 3 with their Monte Carlo standard errors, radians, by `signbench run`: n, rms, its MCSE, mean, its
 * MCSE; 600 to 6,000 data sets each.
 */
type Simulated = readonly (readonly [
  n: number,
  rms: number,
  rmsMcse: number,
  mean: number,
  meanMcse: number,
])[];

const COVARIANCE = [
  [4, 3, 0],
  [3, 4, 1],
  [0, 1, 1],
];
const FOUND: readonly {
  readonly name: string;
  readonly population: Population;
  readonly simulated: Simulated;
}[] = [
  {
    name: 'users of one taste of length 2',
    population: { users: { law: 'point', mean: [2, 0, 0] }, features: isotropic(3), choice: 'logit' },
    simulated: [
      [100, 0.30651, 0.00215, 0.26832, 0.00191],
      [316, 0.20284, 0.00164, 0.17952, 0.00149],
      [1000, 0.13678, 0.00106, 0.12164, 0.00099],
      [3162, 0.09184, 0.00099, 0.08183, 0.00093],
      [10000, 0.06347, 0.00122, 0.05657, 0.00118],
    ],
  },
  {
    name: 'users of one taste of length 5',
    population: { users: { law: 'point', mean: [3, 4, 0] }, features: isotropic(3), choice: 'logit' },
    simulated: [
      [100, 0.16817, 0.00177, 0.1465, 0.00151],
      [316, 0.11114, 0.00104, 0.09832, 0.00095],
      [1000, 0.0745, 0.0008, 0.06631, 0.00076],
      [3162, 0.04931, 0.00096, 0.04396, 0.00091],
    ],
  },
  {
    name: 'two types',
    population: {
      users: {
        law: 'mixture',
        types: [
          [3, 2, 0],
          [1, -2, 1],
        ],
        weights: [0.5, 0.5],
      },
      features: isotropic(3),
      choice: 'logit',
    },
    simulated: [
      [100, 0.50007, 0.00459, 0.44237, 0.00426],
      [316, 0.37437, 0.00357, 0.32906, 0.00326],
      [1000, 0.27283, 0.00323, 0.23937, 0.00293],
      [3162, 0.19013, 0.00426, 0.16662, 0.00374],
    ],
  },
  {
    name: 'Gaussian tastes',
    population: {
      users: { law: 'gaussian', mean: [2, 0, 0], covariance: COVARIANCE },
      features: isotropic(3),
      choice: 'logit',
    },
    simulated: [
      [100, 0.48356, 0.00509, 0.42158, 0.00433],
      [316, 0.32167, 0.00312, 0.28234, 0.00281],
      [1000, 0.21508, 0.00245, 0.18992, 0.00226],
      [3162, 0.14784, 0.00274, 0.13316, 0.00262],
    ],
  },
  {
    name: 'a box and two types',
    population: {
      users: {
        law: 'mixture',
        types: [
          [5, 1, 0],
          [1, -4, 2],
        ],
        weights: [0.6, 0.4],
      },
      features: { law: 'box', dimension: 3 },
      choice: 'logit',
    },
    simulated: [
      [100, 0.42145, 0.00359, 0.37815, 0.0034],
      [316, 0.31317, 0.00258, 0.28214, 0.00248],
      [1000, 0.23827, 0.00243, 0.2139, 0.00235],
      [3162, 0.19269, 0.00367, 0.17129, 0.00361],
    ],
  },
];

describe('the error of the sign estimator in d = 3', () => {
  for (const { name, population, simulated } of FOUND) {
    it(`is that of simulations within four standard errors and its stated error, which is at most 15 %: ${name}`, () => {
      const prediction = predict(population);
      let caught = 0;
      for (const [n, rms, rmsMcse, mean, meanMcse] of simulated) {
        const found = prediction.signErrors!(n)!;
        expect(Math.abs(found.rms - rms), `n = ${n}`).toBeLessThan(4 * rmsMcse + found.error);
        if (found.mean !== null) expect(Math.abs(found.mean - mean)).toBeLessThan(4 * meanMcse + found.error);
        expect(found.error / found.rms).toBeLessThan(0.15);
        caught += Number(Math.abs(1.2 * found.rms - rms) > 4 * rmsMcse + found.error);
      }
      expect(caught, 'sizes at which a law 20 % off would show').toBeGreaterThan(0);
    });
  }

  it('tends to what the constant says: c E|Z_2| n^(-1/3), c = 2 for a taste of length 2', () => {
    const { sign, signErrors } = predict(FOUND[0].population);
    expect(sign!.spread!.constant).toBeCloseTo(2, 10);
    const far = signErrors!(1e8)!;
    expect(far.ownRms * 1e8 ** (1 / 3)).toBeCloseTo(2 * levyRms(2), 1);
    expect(far.error / far.rms).toBeLessThan(0.03);
  });
});

describe('E|Z_m|', () => {
  it('is .611 for m = 2, within the .605 (6) and the .6116 (5) of two simulations, and rises with m', () => {
    expect(Math.abs(levyMean(2) - 0.605)).toBeLessThanOrEqual(0.00601);
    expect(Math.abs(levyMean(2) - 0.6116)).toBeLessThan(0.0015);
    expect(levyRms(1)).toBe(CHERNOFF_RMS);
    for (const m of [1, 1.3, 2, 2.6, 3, 3.9, 4, 9]) expect(levyMean(m + 0.1)).toBeGreaterThan(levyMean(m));
  });
});

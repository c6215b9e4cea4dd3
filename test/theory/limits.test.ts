import { describe, expect, it } from 'vitest';
import { angle } from '../../kernels/metrics/angle.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { rlhfLimit } from '../../theory/rlhf-limit.ts';
import { planeRlhf } from '../../theory/rlhf-numbers.ts';
import { cubeRootConstant, signLimit } from '../../theory/sign-limit.ts';
import limits from '../golden/theory-limits.json' with { type: 'json' };
import { LOUD, POPULATIONS, twoTypes } from '../support/theory-values.ts';

interface PlaneCase {
  readonly name: string;
  readonly population: Population;
  readonly sign: { readonly bias: number; readonly constant: number };
  readonly rlhf: { readonly parameter: readonly number[]; readonly rootNSd: number };
}

const parsed: {
  readonly plane: readonly PlaneCase[];
  readonly space: readonly {
    readonly name: string;
    readonly population: Population;
    readonly sign: { readonly direction: readonly number[] };
  }[];
} = JSON.parse(JSON.stringify(limits));

describe('limits that SciPy finds by another route', () => {
  for (const { name, population, sign, rlhf } of parsed.plane) {
    // The points that stand for skewed users in the script have an error of some 1e-5.
    const tolerance = population.users.law === 'gamma' ? 2e-4 : 1e-6;
    it(`of the sign estimator: ${name}`, () => {
      const limit = signLimit(population)!;
      expect(Math.abs(limit.bias - sign.bias)).toBeLessThan(tolerance);
      expect(Math.abs(limit.constant! / sign.constant - 1)).toBeLessThan(5 * tolerance);
    });

    it(`of RLHF: ${name}`, () => {
      const limit = rlhfLimit(population)!;
      const [x, y] = rlhf.parameter;
      expect(angle(limit.direction, [x, y])).toBeLessThan(tolerance + 2 * limit.error);
      expect(Math.abs(limit.norm / Math.hypot(x, y) - 1)).toBeLessThan(tolerance + 2 * limit.error);
      expect(Math.abs(limit.rootNSd! / rlhf.rootNSd - 1)).toBeLessThan(10 * tolerance + 2 * limit.error);
    });
  }

  for (const { name, population, sign } of parsed.space) {
    it(`of the sign estimator in d = 3: ${name}`, () => {
      expect(angle(signLimit(population)!.direction, sign.direction)).toBeLessThan(1e-6);
    });
  }
});

describe('the Horowitz and Cattaneo-Jansson-Nagasawa designs', () => {
  const features = {
    law: 'independent',
    dimension: 2,
    columns: [
      { law: 'normal', mean: 0, sd: 1 },
      { law: 'normal', mean: 1, sd: 1 },
    ],
  } as const;
  const unitLogistic = Math.sqrt(3) / Math.PI;
  const designs = [
    { choice: { law: 'logistic', scale: unitLogistic / Math.SQRT2 }, constant: 2.396703 },
    { choice: { law: 'student', degrees: 3, scale: 1 / Math.sqrt(3) }, constant: 2.408373 },
    {
      choice: {
        law: 'heteroskedastic',
        base: { law: 'logistic', scale: unitLogistic },
        along: [1, 1],
        polynomial: [0.25, 0, 0.5, 0, 0.25],
      },
      constant: 1.198352,
    },
  ] as const;
  designs.forEach(({ choice, constant }, i) => {
    it(`have the published constant of b in design ${i + 1}`, () => {
      const population: Population = { users: { law: 'point', mean: [1, 1] }, features, choice };
      // b = tan(phi) at 45 degrees: db = 2 dphi.
      expect(2 * cubeRootConstant(population, { normalise: 'first' })!).toBeCloseTo(constant, 6);
    });
  });
});

describe('two routes to one limit', () => {
  const laws = [
    {
      law: 'gaussian',
      dimension: 2,
      covariance: [
        [2, 0.6],
        [0.6, 0.5],
      ],
    },
    { law: 'student', dimension: 2, degrees: 5 },
    { law: 'sphere', dimension: 2 },
  ] as const;
  for (const features of laws) {
    it(`noise of a constant polynomial is noise of one size, ${features.law}`, () => {
      for (const base of ['logit', 'probit', { law: 'student', degrees: 3, scale: 0.8 }] as const) {
        const plain = signLimit({ ...twoTypes(0.4), features, choice: base })!;
        const choice = { law: 'heteroskedastic', base, along: [1, 2], polynomial: [-1] } as const;
        const lined = signLimit({ ...twoTypes(0.4), features, choice })!;
        expect(lined.bias).toBeCloseTo(plain.bias, 8);
        expect(lined.constant).toBeCloseTo(plain.constant!, 6);
      }
    });
  }

  it('RLHF by quadrature over the plane is RLHF in closed form', () => {
    for (const population of [POPULATIONS.A_homog, POPULATIONS.B_gauss, LOUD, twoTypes(0.2)]) {
      const closed = rlhfLimit(population)!;
      const numbers = planeRlhf(population)!;
      expect(angle(numbers.parameter, closed.direction)).toBeLessThan(1e-8);
      expect(numbers.rootNSd / closed.rootNSd!).toBeCloseTo(1, 7);
      expect(numbers.crossEntropy).toBeCloseTo(closed.crossEntropy, 8);
    }
  });

  it('the square is the box of two uniform columns', () => {
    const columns = [
      { law: 'uniform', low: -1, high: 1 },
      { law: 'uniform', low: -1, high: 1 },
    ] as const;
    const box = signLimit({ ...twoTypes(0.4), features: { law: 'box', dimension: 2 } })!;
    const two = signLimit({ ...twoTypes(0.4), features: { law: 'independent', dimension: 2, columns } })!;
    expect(two.constant).toBeCloseTo(box.constant!, 12);
  });

  it('a constant column is the limit of a narrow one', () => {
    const withColumn = (sd: number): Population => ({
      users: { law: 'point', mean: [2, 1] },
      features: {
        law: 'independent',
        dimension: 2,
        columns: [
          { law: 'normal', mean: 0, sd: 1 },
          { law: 'normal', mean: 1, sd },
        ],
      },
      choice: 'logit',
    });
    const fixed = signLimit(withColumn(0))!;
    const narrow = signLimit(withColumn(0.02))!;
    expect(fixed.bias).toBeCloseTo(0, 9);
    expect(narrow.constant! / fixed.constant!).toBeCloseTo(1, 2);
  });
});

describe('features of a file', () => {
  const values = Float64Array.of(1, 0.2, 1, -0.1, -0.5, 1, 2, 2, 0, 0);
  const features = { law: 'file', dimension: 2, rows: 5, path: 'x.csv', sha256: 'a' } as const;
  const tables = new Map([['a', { rows: 5, dimension: 2, values }]]);
  const population: Population = { users: { law: 'point', mean: [2, 1] }, features, choice: 'logit' };

  it('give the middle of the best arc, no curvature, and nothing without the table', () => {
    const limit = signLimit(population, { tables })!;
    const score = (theta: readonly number[]): number => {
      let sum = 0;
      for (let i = 0; i < 5; i++) {
        const [x, y] = [values[2 * i], values[2 * i + 1]];
        sum += Math.tanh((2 * x + y) / 2) * Math.sign(x * theta[0] + y * theta[1]);
      }
      return sum;
    };
    const top = score(limit.direction);
    for (let k = 0; k < 720; k++) {
      const phi = (k * Math.PI) / 360 + 0.0011;
      expect(score([Math.cos(phi), Math.sin(phi)])).toBeLessThanOrEqual(top + 1e-12);
    }
    expect(limit.curvature).toBeNull();
    expect(signLimit({ ...population, users: twoTypes(0.4).users })).toBeNull();
  });

  it('give the pseudo-true parameter of RLHF on the rows', () => {
    expect(rlhfLimit(population, { tables })!.bias).toBeCloseTo(0, 9);
    expect(rlhfLimit(population)).toBeNull();
  });
});

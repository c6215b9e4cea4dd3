import { describe, expect, it } from 'vitest';
import type { Population } from '../../kernels/populations/population.ts';
import { predict } from '../../theory/prediction.ts';
import { LOUD, twoTypes } from '../support/theory-values.ts';

const NORMAL = { law: 'gaussian', dimension: 2, covariance: null } as const;

/**
 * Root-mean-square and mean angles of the exact maximum with their Monte Carlo standard errors, radians, by `signbench run`: n, rms, its
 * MCSE, mean, its MCSE; 8,000 data sets each up to n = 3,162, then 6,000, 3,000 and 2,000.
 */
type Simulated = readonly (readonly [
  n: number,
  rms: number,
  rmsMcse: number,
  mean: number,
  meanMcse: number,
])[];

const FOUND: readonly {
  readonly name: string;
  readonly population: Population;
  readonly simulated: Simulated;
}[] = [
  {
    name: 'two types in halves',
    population: twoTypes(0.5),
    simulated: [
      [100, 0.43907, 0.0032, 0.35649, 0.00287],
      [200, 0.37347, 0.00279, 0.30338, 0.00244],
      [316, 0.34202, 0.00264, 0.27497, 0.00227],
      [1000, 0.24394, 0.00184, 0.19661, 0.00161],
      [3162, 0.17219, 0.00134, 0.13807, 0.00115],
      [10000, 0.11933, 0.00107, 0.09547, 0.00092],
      [31623, 0.08292, 0.00104, 0.06653, 0.0009],
      [100000, 0.05715, 0.00089, 0.04601, 0.00076],
    ],
  },
  {
    name: 'two types, one very sure',
    population: LOUD,
    simulated: [
      [100, 0.61507, 0.00604, 0.42954, 0.00492],
      [200, 0.49393, 0.00528, 0.33792, 0.00403],
      [316, 0.42109, 0.00486, 0.28109, 0.00351],
      [1000, 0.23604, 0.00337, 0.15464, 0.00199],
      [3162, 0.12657, 0.0018, 0.087, 0.00103],
      [10000, 0.06983, 0.00096, 0.0516, 0.00061],
      [31623, 0.04163, 0.00064, 0.03232, 0.00048],
      [100000, 0.02776, 0.00047, 0.02203, 0.00038],
    ],
  },
  {
    name: 'two types, 1 to 4',
    population: twoTypes(0.2),
    simulated: [
      [100, 0.37686, 0.00258, 0.30995, 0.0024],
      [200, 0.33182, 0.00209, 0.27831, 0.00202],
      [316, 0.3086, 0.00186, 0.26179, 0.00183],
      [1000, 0.27654, 0.00137, 0.24581, 0.00142],
      [3162, 0.26451, 0.00097, 0.24833, 0.00102],
      [10000, 0.25675, 0.0008, 0.24883, 0.00082],
      [31623, 0.25412, 0.00079, 0.25023, 0.00081],
      [100000, 0.25283, 0.00066, 0.25109, 0.00066],
    ],
  },
  {
    name: 'skewed tastes',
    population: {
      users: { law: 'gamma', mean: [2, 0], along: [1, 2], skew: 1, scale: 4 },
      features: NORMAL,
      choice: 'logit',
    },
    simulated: [
      [100, 0.53652, 0.00399, 0.43083, 0.00358],
      [200, 0.47368, 0.00344, 0.38141, 0.00314],
      [316, 0.43032, 0.00307, 0.3482, 0.00283],
      [1000, 0.36364, 0.00233, 0.30356, 0.00224],
      [3162, 0.3148, 0.00171, 0.27466, 0.00172],
      [10000, 0.28779, 0.00139, 0.26537, 0.00144],
      [31623, 0.27809, 0.00135, 0.26774, 0.00137],
      [100000, 0.2722, 0.00115, 0.26726, 0.00115],
    ],
  },
  {
    name: 'one taste, features on the circle',
    population: {
      users: { law: 'point', mean: [1, 0] },
      features: { law: 'sphere', dimension: 2 },
      choice: 'logit',
    },
    simulated: [
      [100, 0.43132, 0.00431, 0.33667, 0.00301],
      [200, 0.32858, 0.00277, 0.25974, 0.00225],
      [316, 0.27922, 0.0022, 0.22304, 0.00188],
      [1000, 0.18925, 0.00147, 0.15129, 0.00127],
      [3162, 0.12769, 0.00098, 0.10231, 0.00085],
      [10000, 0.0879, 0.00078, 0.0706, 0.00068],
      [31623, 0.05952, 0.00074, 0.04779, 0.00065],
      [100000, 0.04122, 0.00065, 0.03296, 0.00055],
    ],
  },
  {
    name: 'two types, features in a box',
    population: {
      users: {
        law: 'mixture',
        types: [
          [5, 1],
          [1, -4],
        ],
        weights: [0.6, 0.4],
      },
      features: { law: 'box', dimension: 2 },
      choice: 'logit',
    },
    simulated: [
      [100, 0.34672, 0.00252, 0.28358, 0.00223],
      [200, 0.28739, 0.002, 0.23594, 0.00183],
      [316, 0.24716, 0.00171, 0.20269, 0.00158],
      [1000, 0.18631, 0.00126, 0.15325, 0.00118],
      [3162, 0.15325, 0.00099, 0.12752, 0.00095],
      [10000, 0.13347, 0.00086, 0.11517, 0.00087],
      [31623, 0.12468, 0.00089, 0.11394, 0.00092],
      [100000, 0.1176, 0.00076, 0.11215, 0.00079],
    ],
  },
  {
    name: 'one weak taste',
    population: { users: { law: 'point', mean: [0.7, 0] }, features: NORMAL, choice: 'logit' },
    simulated: [
      [100, 0.49673, 0.00482, 0.38659, 0.00349],
      [200, 0.36901, 0.00305, 0.29249, 0.00252],
      [316, 0.31251, 0.00251, 0.24841, 0.00212],
      [1000, 0.20627, 0.00161, 0.16567, 0.00137],
      [3162, 0.14092, 0.00108, 0.11302, 0.00094],
      [10000, 0.09649, 0.00086, 0.07694, 0.00075],
      [31623, 0.06496, 0.00081, 0.05255, 0.0007],
      [100000, 0.04426, 0.00069, 0.03558, 0.00059],
    ],
  },
  {
    name: 'one taste, Student features, normal noise',
    population: {
      users: { law: 'point', mean: [1, 1] },
      features: { law: 'student', dimension: 2, degrees: 3 },
      choice: 'probit',
    },
    simulated: [
      [100, 0.17769, 0.00155, 0.13984, 0.00123],
      [200, 0.13867, 0.00117, 0.10925, 0.00095],
      [316, 0.11681, 0.00097, 0.09241, 0.0008],
      [1000, 0.07811, 0.00063, 0.06222, 0.00053],
      [3162, 0.0535, 0.00042, 0.04264, 0.00036],
      [10000, 0.03502, 0.00031, 0.02797, 0.00027],
      [31623, 0.02421, 0.00029, 0.01955, 0.00026],
      [100000, 0.01613, 0.00025, 0.01295, 0.00022],
    ],
  },
];

describe('the law at finite n in the plane, of eight populations over all n from 100', () => {
  for (const { name, population, simulated } of FOUND) {
    it(`has the simulated errors within four standard errors and its stated error, and 10 % off has not: ${name}`, () => {
      const { signErrors } = predict(population);
      let caught = 0;
      for (const [n, rms, rmsMcse, mean, meanMcse] of simulated) {
        const found = signErrors!(n)!;
        const allowed = 4 * rmsMcse + found.error;
        expect(Math.abs(found.rms - rms), `rms at n = ${n}`).toBeLessThan(allowed);
        expect(Math.abs(found.mean! - mean), `mean at n = ${n}`).toBeLessThan(4 * meanMcse + found.error);
        expect(found.error / found.rms, `stated at n = ${n}`).toBeLessThan(n < 1000 ? 0.09 : 0.06);
        caught += Number(Math.abs(1.1 * found.rms - rms) > allowed);
      }
      expect(caught).toBeGreaterThan(simulated.length / 2);
    });
  }

  it('states more where errors are broad: a share 0.12 rms^2', () => {
    const [weak, sure] = [
      [0.7, 0],
      [5, 0],
    ].map(
      (mean) =>
        predict({ users: { law: 'point', mean }, features: NORMAL, choice: 'logit' }).signErrors!(100)!,
    );
    const broad = ({ error, rms, step }: typeof weak): number => error / rms - 0.01 - 0.15 * step;
    expect(broad(weak)).toBeCloseTo(0.12 * weak.rms * weak.rms, 4);
    expect(broad(weak)).toBeGreaterThan(4 * broad(sure));
  });
});

import { expect, test } from 'vitest';
import { loadMixture, type Mixture } from '../../../kernels/estimators/mixture-sums.ts';
import { userRows } from '../../../kernels/estimators/user-rows.ts';
import { BACKENDS, recipeRows, sampleOf } from '../../support/samples.ts';

const sigma = (v: number): number => 1 / (1 + Math.exp(-v));
const dots = (z: readonly number[], theta: ArrayLike<number>): number =>
  z.reduce((sum, value, j) => sum + value * theta[j], 0);

const TASTES = [
  [1, -2, 0.5],
  [3, 2, -1],
  [-0.2, 0.1, 8],
];
const WEIGHTS = [0.5, 0.2, 0.3];

const mixtureOf = (components: number, d: number): Mixture => {
  const total = WEIGHTS.slice(0, components).reduce((sum, w) => sum + w, 0);
  return {
    thetas: TASTES.slice(0, components).map((taste) => Float64Array.from(taste.slice(0, d))),
    logWeights: Float64Array.from(WEIGHTS.slice(0, components), (w) => Math.log(w / total)),
  };
};

function sumsOf(rows: readonly (readonly number[])[], labelsPerUser: number, components: number) {
  const { thetas, logWeights } = mixtureOf(components, rows[0].length);
  return BACKENDS.map(([, backend]) => {
    const sample = { ...sampleOf(rows, backend()), labelsPerUser };
    const { sums, release } = loadMixture(sample, userRows(sample), components);
    const found = sums({ thetas, logWeights });
    release();
    return found;
  });
}

const CASES = [
  { n: 1, m: 1, d: 2, components: 2 },
  { n: 13, m: 2, d: 2, components: 2 },
  { n: 2003, m: 1, d: 3, components: 3 },
  { n: 2003, m: 2, d: 2, components: 1 },
  { n: 2003, m: 7, d: 3, components: 2 },
  { n: 3001, m: 50, d: 2, components: 3 },
  { n: 4001, m: 1500, d: 2, components: 2 },
];

test.each(CASES)('sums of $n rows, $m a user, d = $d, K = $components are those of the definition', (one) => {
  const { n, m, d, components } = one;
  const rows = recipeRows({ n, d, seed: 3 + n + m, beta: [1, 2, -1].slice(0, d) });
  const { thetas, logWeights } = mixtureOf(components, d);
  const [js, wasm] = sumsOf(rows, m, components);
  expect(wasm).toEqual(js);
  let logLikelihood = 0;
  const expected = thetas.map(() => ({
    users: 0,
    gradient: Array(d).fill(0),
    hessian: Array(d * d).fill(0),
  }));
  for (let first = 0; first < n; first += m) {
    const own = rows.slice(first, first + m);
    const logs = thetas.map((theta, k) =>
      own.reduce((sum, z) => sum - Math.log1p(Math.exp(-dots(z, theta))), logWeights[k]),
    );
    const top = Math.max(...logs);
    const sum = logs.reduce((total, value) => total + Math.exp(value - top), 0);
    logLikelihood += top + Math.log(sum);
    for (const [k, theta] of thetas.entries()) {
      const r = Math.exp(logs[k] - top) / sum;
      expected[k].users += r;
      for (const z of own) {
        const v = dots(z, theta);
        for (let i = 0; i < d; i++) {
          expected[k].gradient[i] += r * sigma(-v) * z[i];
          for (let j = 0; j < d; j++)
            expected[k].hessian[i * d + j] += r * sigma(v) * sigma(-v) * z[i] * z[j];
        }
      }
    }
  }
  expect(Math.abs(js.logLikelihood / logLikelihood - 1)).toBeLessThan(1e-12);
  for (const [k, { users, gradient, hessian }] of expected.entries()) {
    const found = js.components[k];
    const close = (value: number, wanted: number) => expect(Math.abs(value - wanted)).toBeLessThan(1e-12 * n);
    close(found.users, users);
    gradient.forEach((value, j) => {
      close(found.gradient[j], value);
    });
    hessian.forEach((value, j) => {
      close(found.hessian[j], value);
    });
  }
});

test('tastes so strong that products underflow leave finite sums', () => {
  const rows = recipeRows({ n: 600, d: 2, seed: 8, beta: [1, 0] }).map((row) => row.map((v) => 1000 * v));
  for (const { logLikelihood, components } of sumsOf(rows, 200, 2)) {
    expect(logLikelihood).toBeLessThan(-1000);
    expect(Number.isFinite(logLikelihood)).toBe(true);
    expect(components[0].users + components[1].users).toBeCloseTo(3, 12);
    for (const { gradient } of components) for (const g of gradient) expect(Number.isFinite(g)).toBe(true);
  }
});

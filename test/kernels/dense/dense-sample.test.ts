import { describe, expect, it } from 'vitest';
import { type Judged, loadDense } from '../../../kernels/dense/dense-sample.ts';
import { createDenseTable, createDesk, featuresOf } from '../../../kernels/dense/dense-table.ts';
import { randomDesk, uniforms } from '../../support/dense.ts';
import { total } from '../../support/reference-losses.ts';

/** Rounding of float32, and what docs of DenseSample say of a dot product and of a gradient. */
const UNIT = 1 / 16_777_216;
const DOT = 20;
const GRADIENT = 22;

const SHAPES = [
  [1, 1],
  [7, 3],
  [8, 4],
  [9, 5],
  [130, 8],
  [33, 127],
  [40, 128],
  [17, 133],
  [1025, 12],
  [2100, 31],
] as const;

/** Judged rows of a table, some of them twice. */
function judgedRows(n: number, seed: number): Judged {
  const next = uniforms(seed);
  const rows = Uint32Array.from({ length: n }, (_, i) =>
    i % 5 === 4 ? Math.floor(((next() + 1) / 2) * n) : i,
  );
  return { rows, signs: Int8Array.from(rows, () => (next() < 0 ? -1 : 1)) };
}

interface Reference {
  readonly sum: number;
  readonly sumError: number;
  readonly gradient: readonly number[];
  readonly gradientError: readonly number[];
}

/** The loss in float64 of the platform, with bounds of what float32 may differ by. */
function reference(
  x: Float32Array,
  { rows, signs }: Judged,
  { kind, theta, lambda }: { kind: 'annealed' | 'logistic'; theta: Float64Array; lambda: number },
): Reference {
  const d = theta.length;
  const terms = [...rows].map((row, i) => {
    const z = [...theta].map((_, j) => signs[i] * x[row * d + j]);
    const products = z.map((value, j) => value * lambda * theta[j]);
    return { z, v: total(products), a: total(products.map(Math.abs)) };
  });
  // Largest slopes: tanh(v / 2) 1/2, its derivative 1 / (3 sqrt 3); log(1 + exp(-v)) 1, sigma 1/4.
  const [slope, bend] = kind === 'annealed' ? [1 / 2, 1 / (3 * Math.sqrt(3))] : [1, 1 / 4];
  const factor = ({ v }: { v: number }): number =>
    kind === 'annealed' ? (1 - Math.tanh(v / 2) ** 2) / 2 : -1 / (1 + Math.exp(v));
  const value = ({ v }: { v: number }): number =>
    kind === 'annealed' ? Math.tanh(v / 2) : Math.max(-v, 0) + Math.log1p(Math.exp(-Math.abs(v)));
  return {
    sum: total(terms.map(value)),
    sumError: total(terms.map(({ a }) => slope * DOT * UNIT * a)) + 1e-13 * terms.length,
    gradient: [...theta].map((_, j) => lambda * total(terms.map((term) => factor(term) * term.z[j]))),
    gradientError: [...theta].map(
      (_, j) =>
        lambda *
          total(
            terms.map(
              (term) =>
                Math.abs(term.z[j]) * UNIT * (bend * DOT * term.a + GRADIENT * Math.abs(factor(term))),
            ),
          ) +
        1e-13,
    ),
  };
}

describe('losses of dense rows', () => {
  it.each(SHAPES)('are those of float64 within the stated bound for %i rows of %i features', (n, d) => {
    const { desk, x } = randomDesk(n, d);
    const judged = judgedRows(n, 7);
    const sample = loadDense(desk, judged);
    const next = uniforms(3);
    for (const lambda of [0.3, 5]) {
      const theta = Float64Array.from({ length: d }, next);
      for (const kind of ['annealed', 'logistic'] as const) {
        const scale = kind === 'annealed' ? lambda : 1;
        const [found] =
          kind === 'annealed' ? sample.annealed([{ direction: theta, lambda }]) : sample.logistic([theta]);
        const expected = reference(x, judged, { kind, theta, lambda: scale });
        expect(Math.abs(found.sum - expected.sum)).toBeLessThanOrEqual(expected.sumError);
        for (let j = 0; j < d; j++) {
          expect(Math.abs(found.gradient[j] - expected.gradient[j])).toBeLessThanOrEqual(
            expected.gradientError[j],
          );
        }
      }
    }
  });

  it('have the gradients that differences of their values show', () => {
    const { desk } = randomDesk(300, 20);
    const sample = loadDense(desk, judgedRows(300, 2));
    const theta = Float64Array.from({ length: 20 }, uniforms(5));
    const h = 1e-2;
    for (let j = 0; j < 20; j += 7) {
      const at = (shift: number): Float64Array => theta.map((v, k) => (k === j ? v + shift : v));
      const logistic = (shift: number): number => sample.logistic([at(shift)])[0].sum;
      const annealed = (shift: number): number =>
        sample.annealed([{ direction: at(shift), lambda: 2 }])[0].sum;
      // A fourth-order difference: its own error is far below that of float32 sums, 300 terms of 1e-6 over h.
      const slope = (f: (shift: number) => number): number =>
        (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
      expect(sample.logistic([theta])[0].gradient[j]).toBeCloseTo(slope(logistic), 1);
      expect(sample.annealed([{ direction: theta, lambda: 2 }])[0].gradient[j]).toBeCloseTo(
        slope(annealed),
        1,
      );
    }
  });

  it('do not overflow where z . theta is very large', () => {
    const { desk } = randomDesk(16, 4);
    const sample = loadDense(desk, judgedRows(16, 2));
    const theta = new Float64Array(4).fill(1e6);
    const [logistic] = sample.logistic([theta]);
    const [annealed] = sample.annealed([{ direction: theta, lambda: 15 }]);
    expect(
      [logistic.sum, annealed.sum, ...logistic.gradient, ...annealed.gradient].every(Number.isFinite),
    ).toBe(true);
    expect(Math.abs(annealed.sum)).toBeLessThanOrEqual(16);
  });

  it('come apart into products and combinations, which are those of float64 too', () => {
    const { desk, x } = randomDesk(1030, 13);
    const judged = judgedRows(1030, 9);
    const sample = loadDense(desk, judged);
    const theta = Float64Array.from({ length: 13 }, uniforms(6));
    const products = sample.products([theta])[0];
    for (const [i, row] of judged.rows.entries()) {
      const terms = [...theta].map((value, j) => value * x[row * 13 + j]);
      expect(Math.abs(products[i] - total(terms))).toBeLessThanOrEqual(
        DOT * UNIT * total(terms.map(Math.abs)),
      );
    }
    const factors = Float64Array.from({ length: 1030 }, uniforms(8));
    const sum = sample.combinations([factors])[0];
    for (let j = 0; j < 13; j++) {
      const terms = [...judged.rows].map((row, i) => factors[i] * x[row * 13 + j]);
      expect(Math.abs(sum[j] - total(terms))).toBeLessThanOrEqual(
        GRADIENT * UNIT * total(terms.map(Math.abs)),
      );
    }
  });

  it('of several thetas and lists at once are those of one after the other, to the bit', () => {
    // More columns than stay in the cache at once, and no multiple of four; several chunks.
    const [n, d] = [2300, 1030];
    const { desk } = randomDesk(n, d);
    const judged = judgedRows(n, 2);
    const next = uniforms(9);
    const lists = (length: number) => [0, 1, 2].map(() => Float64Array.from({ length }, () => next()));
    const [thetas, factors] = [lists(d), lists(n)];
    const one = loadDense(desk, judged);
    const products = thetas.map((theta) => one.products([theta])[0].slice());
    const sums = factors.map((list) => one.combinations([list])[0]);
    expect(() => one.products(thetas)).toThrow(/3 at once are asked for where there is room for 1/);
    one.release();
    const three = loadDense(desk, judged, 3);
    expect(three.products(thetas).map((found) => found.slice())).toEqual(products);
    expect(three.combinations(factors)).toEqual(sums);
    expect(three.combinations([factors[1]])).toEqual([sums[1]]);
  });

  it('give memory back, and say so where there is none left', () => {
    const table = createDenseTable(8, 2, 100_000);
    const desk = createDesk(table);
    featuresOf(table).fill(1);
    for (let k = 0; k < 100; k++) loadDense(desk, judgedRows(8, 1)).release();
    expect(() => loadDense(desk, judgedRows(20_000, 1))).toThrow(/bytes are asked for where \d+ are left/);
    expect(() => createDenseTable(1_000_000, 4096, 0)).toThrow(/at most 4.29 GB/);
  });
});

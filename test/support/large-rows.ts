import type { BlockSource } from '../../kernels/comparisons.ts';

/**
 * Comparisons made as they are read, so that a test of many needs no memory for them: z_ij in [-1, 1), multiples of 2^-15,
 * which float32 has exactly; column 0 leans to the positive side.
 */
export function largeRows(n: number, d: number): BlockSource {
  return {
    n,
    d,
    blocks(first, count) {
      const values = new Float64Array(8 * d * count);
      for (let b = 0; b < count; b++) {
        for (let q = 0; q < 8 * d; q++) {
          const row = (first + b) * 8 + (q & 7);
          if (row < n) values[8 * d * b + q] = largeValue(row, q >> 3);
        }
      }
      return values;
    },
  };
}

function largeValue(row: number, column: number): number {
  const mixed = Math.imul(Math.imul(row, 0x9e3779b1) ^ Math.imul(column + 1, 0x85ebca6b), 0xc2b2ae35) >>> 16;
  return column === 0 && mixed % 3 === 0 ? Math.abs(mixed / 32768 - 1) : mixed / 32768 - 1;
}

/** Sums over all rows as the platform's functions give them, added in float64. */
export interface LargeSums {
  readonly annealed: number;
  /** Of the annealed sum. */
  readonly gradient: readonly number[];
  readonly logistic: number;
}

export function largeSums(n: number, theta: readonly number[], lambda: number): LargeSums {
  const d = theta.length;
  const gradient = theta.map(() => 0);
  let annealed = 0;
  let logistic = 0;
  const z = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    let v = 0;
    for (let j = 0; j < d; j++) {
      z[j] = largeValue(i, j);
      v += z[j] * theta[j];
    }
    const value = Math.tanh((lambda * v) / 2);
    annealed += value;
    logistic += Math.max(-v, 0) + Math.log1p(Math.exp(-Math.abs(v)));
    for (let j = 0; j < d; j++) gradient[j] += (lambda / 2) * (1 - value * value) * z[j];
  }
  return { annealed, gradient, logistic };
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { symmetricEigen } from '../../../kernels/math/symmetric-eigen.ts';
import { dot } from '../../../kernels/math/vectors.ts';
import { ownRandom } from '../../../kernels/random/own-random.ts';
import { laneBlocks, laneVector, orthonormalBasis } from '../../../kernels/spectrum/orthonormal.ts';
import { createMomentProduct, createSecondMoment } from '../../../kernels/spectrum/second-moment.ts';
import { symmetricEigenvalues } from '../../../kernels/spectrum/symmetric-eigenvalues.ts';
import golden from '../../golden/spectra.json' with { type: 'json' };
import { spectrumRows } from '../../support/spectrum-rows.ts';

const near = (found: ArrayLike<number>, expected: readonly number[], scale: number): void => {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs(found[i] - value)).toBeLessThanOrEqual(1e-14 * expected.length * scale);
};

test.each(golden.cases)(
  'The eigenvalues of the second moment of $n rows of $d are those of LAPACK',
  (one) => {
    const moment = createSecondMoment(one.d);
    moment.add(spectrumRows(one));
    const found = symmetricEigenvalues(moment.matrix(), one.d);
    near(found ?? [], one.eigenvalues, one.eigenvalues[0]);
  },
);

describe('Eigenvalues of any symmetric matrix', () => {
  const matrices = fc
    .integer({ min: 1, max: 12 })
    .chain((d) =>
      fc.tuple(
        fc.constant(d),
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: d * d, maxLength: d * d }),
      ),
    );

  test('are those of Jacobi', () => {
    fc.assert(
      fc.property(matrices, ([d, values]) => {
        const a = values.map(
          (_, at) => values[Math.floor(at / d) * d + (at % d)] + values[(at % d) * d + Math.floor(at / d)],
        );
        const expected = symmetricEigen(a, d).map(({ value }) => value);
        near(symmetricEigenvalues(a, d) ?? [], expected, Math.max(...expected.map(Math.abs), 0));
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  test.each([
    ['a diagonal', [3, 0, 0, 0, -1, 0, 0, 0, 2], [3, 2, -1]],
    ['zero', new Array(9).fill(0), [0, 0, 0]],
    ['equal ones', [2, 1, 1, 1, 2, 1, 1, 1, 2], [4, 1, 1]],
    ['of 1e-300', [1e-300, 0, 0, 1e-300], [1e-300, 1e-300]],
    ['of 1e300', [0, 1e300, 1e300, 0], [1e300, -1e300]],
  ])('%s', (_, matrix, expected) => {
    near(symmetricEigenvalues(matrix, Math.sqrt(matrix.length)) ?? [], expected, Math.abs(expected[0]));
  });

  test('of few rows of many columns are found, and all but as many are rounding', () => {
    const next = ownRandom({ key0: 8, key1: 0, role: 1, replicate: 0 });
    const [n, d] = [21, 256];
    for (const scale of [1, 1e-12, 1e-150]) {
      const rows = Array.from({ length: n }, (_, i) => next.direction(i, d));
      const matrix = new Float64Array(d * d);
      for (const row of rows) {
        for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) matrix[i * d + j] += scale * row[i] * row[j];
      }
      const gram = rows.flatMap((one) => rows.map((other) => scale * dot(one, other)));
      const expected = symmetricEigen(gram, n).map(({ value }) => value);
      const found = symmetricEigenvalues(matrix, d) ?? [];
      near(found.slice(0, n), expected, expected[0]);
      near(found.slice(n), new Array(d - n).fill(0), expected[0]);
    }
  });

  test('are not found where a value is no number', () => {
    expect(symmetricEigenvalues([1, Number.NaN, Number.NaN, 1], 2)).toBeNull();
  });
});

test('A product with the second moment is that with its matrix, to rounding', () => {
  const [d, n, k] = [37, 50, 11];
  const rows = spectrumRows({ n, d, seed: 8, decay: 0.2 });
  const vectors = Array.from({ length: k }, (_, c) =>
    Float64Array.from(spectrumRows({ n: 1, d, seed: 90 + c, decay: 0 })),
  );
  const moment = createSecondMoment(d);
  const product = createMomentProduct(laneBlocks(vectors, d), d);
  for (const part of [rows.subarray(0, 20 * d), rows.subarray(20 * d)]) {
    moment.add(part);
    product.add(part);
  }
  const matrix = moment.matrix();
  for (const [c, vector] of vectors.entries()) {
    const found = laneVector(product.product(), d, c);
    for (let i = 0; i < d; i++)
      expect(found[i]).toBeCloseTo(dot(matrix.subarray(i * d, (i + 1) * d), vector), 14);
  }
  expect(product.trace()).toBeCloseTo(
    Array.from({ length: d }, (_, j) => matrix[j * d + j]).reduce((a, b) => a + b),
    13,
  );
});

test('A basis is orthonormal, spans the vectors, and leaves out what depends on others', () => {
  const d = 30;
  const vectors = Array.from({ length: 6 }, (_, c) =>
    Float64Array.from(spectrumRows({ n: 1, d, seed: c + 1, decay: 0 })),
  );
  const nearly = vectors[0].map((x, j) => x + 1e-9 * vectors[1][j]);
  const basis = orthonormalBasis([
    vectors[0],
    nearly,
    ...vectors.slice(2),
    vectors[0].map((x) => 3 * x),
    new Float64Array(d),
  ]);
  expect(basis).toHaveLength(6);
  for (const [i, a] of basis.entries()) {
    for (const [j, b] of basis.entries()) expect(Math.abs(dot(a, b) - (i === j ? 1 : 0))).toBeLessThan(1e-14);
  }
  for (const vector of [vectors[1], vectors[5]]) {
    const inSpan = basis.reduce((sum, q) => sum + dot(q, vector) ** 2, 0);
    expect(inSpan / dot(vector, vector)).toBeCloseTo(1, 6);
  }
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { times } from '../../theory/linear-algebra.ts';
import { solveShifted, tridiagonalise } from '../../theory/tridiagonal.ts';

const entry = fc.double({ min: -3, max: 3, noNaN: true });

/** A positive semidefinite matrix G G' and a vector, of the same size 1 to 7. */
const problems = fc
  .integer({ min: 1, max: 7 })
  .chain((d) =>
    fc
      .tuple(
        fc.array(fc.array(entry, { minLength: d, maxLength: d }), { minLength: d, maxLength: d }),
        fc.array(entry, { minLength: d, maxLength: d }),
      )
      .map(([g, b]) => ({ matrix: g.map((row) => g.map((other) => times([row], other)[0])), b })),
  );

describe('the tridiagonal form', () => {
  it('solves (I + w^2 S) x = b', () => {
    fc.assert(
      fc.property(problems, ({ matrix, b }) => {
        const reduced = tridiagonalise(matrix);
        const x = reduced.back(solveShifted(reduced, 0.49, reduced.into(b)).x);
        const product = times(matrix, x).map((value, i) => x[i] + 0.49 * value);
        for (const [i, value] of product.entries()) expect(Math.abs(value - b[i])).toBeLessThan(1e-10);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('keeps the determinant, and turns a vector there and back', () => {
    const matrix = [
      [4, 3, 1],
      [3, 5, 2],
      [1, 2, 6],
    ];
    const reduced = tridiagonalise(matrix);
    // det(I + S) of [[5,3,1],[3,6,2],[1,2,7]] is 5 (42 - 4) - 3 (21 - 2) + (6 - 6) = 133.
    const { determinantRoot } = solveShifted(reduced, 1, [0, 0, 0]);
    expect(determinantRoot * determinantRoot).toBeCloseTo(133, 10);
    for (const [i, value] of reduced.back(reduced.into([1, -2, 3])).entries()) {
      expect(value).toBeCloseTo([1, -2, 3][i], 12);
    }
  });

  it('is not a number where the matrix is not positive definite', () => {
    expect(solveShifted(tridiagonalise([[-2]]), 1, [1]).determinantRoot).toBeNaN();
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LossCase, lossCases, unweighted } from './loss-data.ts';
import {
  annealedOf,
  DATA,
  expectBounded,
  expectSum,
  LAMBDA,
  type LossSubject,
  logisticOf,
  precisionOf,
  promised,
  scoreOf,
  THETA,
  withLoaded,
} from './loss-subject.ts';
import { hessianReference, logisticReference, scoreReference, total } from './reference-losses.ts';

/** Every sum, gradient and Hessian against the reference, and against differences. */
export function testLossValues({ open, property }: LossSubject): void {
  test('the annealed sign loss and its gradient are as near to tanh as is promised', () => {
    const losses = open();
    fc.assert(
      fc.property(lossCases(), (one) => expectSum(annealedOf(losses, one), promised(losses, one))),
      property,
    );
  });

  test('the logistic loss and its gradient are as near to exp and log1p as is promised', () => {
    const losses = open();
    fc.assert(
      fc.property(lossCases(), ({ data, theta }) =>
        expectSum(logisticOf(losses, data, theta), logisticReference(data, theta, precisionOf(losses, data))),
      ),
      property,
    );
  });

  test('the score counts every row whose side is certain', () => {
    const losses = open();
    fc.assert(
      fc.property(lossCases(), ({ data, theta }) =>
        expectBounded(scoreOf(losses, data, theta), scoreReference(data, theta, precisionOf(losses, data))),
      ),
      property,
    );
  });

  test('the curvature has the gradient, the Hessian and the moments that are promised', () => {
    const losses = open();
    fc.assert(
      fc.property(lossCases(9), ({ data, theta }) => {
        const precision = precisionOf(losses, data);
        const [found] = withLoaded(losses, data, (loaded) => loaded.logisticCurvature([theta]));
        expect(found.rows).toBe(data.rows.length);
        const { gradient } = logisticReference(data, theta, precision);
        for (const [j, { value, error }] of gradient.entries()) {
          expectBounded(found.gradient[j], { value: -value, error });
        }
        const hessian = hessianReference(data, theta, precision);
        for (const [k, bound] of hessian.entries()) expectBounded(found.hessian[k], bound);
        const squares = data.rows.map((z) => total(z.map((v) => v * v)));
        for (const [power, moment] of [found.second, found.fourth].entries()) {
          const value = total(squares.map((q, i) => data.weights[i] * (power === 0 ? q : q * q)));
          const terms = 4 * precision.dotTerms + precision.rowTerms + 16;
          expectBounded(moment, { value, error: (precision.unit + Number.EPSILON) * terms * value });
        }
      }),
      property,
    );
  });

  test('gradients are central differences of the sums, and the Hessian of the gradient', () => {
    const losses = open();
    const precision = precisionOf(losses, DATA);
    // A step at which the promised rounding and the third derivative, at most 27 |z|^3 here, are alike.
    const h = precision.unit ** (1 / 3);
    const size = total(DATA.rows.map((z, i) => DATA.weights[i] * total(z.map(Math.abs)) ** 3));
    const truncation = 27 * size * h * h;
    const moved = (j: number, by: number): number[] => THETA.map((v, k) => (k === j ? v + by : v));
    withLoaded(losses, DATA, (loaded) => {
      const one: LossCase = { data: DATA, theta: THETA, lambda: LAMBDA };
      const annealed = loaded.annealed([{ direction: THETA, lambda: LAMBDA }])[0];
      const logistic = loaded.logistic([THETA])[0];
      const curvature = loaded.logisticCurvature([THETA])[0];
      const reference = logisticReference(DATA, THETA, precision);
      for (let j = 0; j < 4; j++) {
        const [up, down] = [h, -h].map(
          (by) => loaded.annealed([{ direction: moved(j, by), lambda: LAMBDA }])[0],
        );
        const bounds = promised(losses, one);
        expectBounded((up.sum - down.sum) / (2 * h), {
          value: annealed.gradient[j],
          error: bounds.sum.error / h + bounds.gradient[j].error + truncation,
        });
        const [above, below] = [h, -h].map((by) => loaded.logistic([moved(j, by)])[0]);
        expectBounded((above.sum - below.sum) / (2 * h), {
          value: logistic.gradient[j],
          error: reference.sum.error / h + reference.gradient[j].error + truncation,
        });
        for (let k = 0; k < 4; k++) {
          expectBounded((above.gradient[k] - below.gradient[k]) / (2 * h), {
            value: curvature.hessian[4 * j + k],
            error: (2 * reference.gradient[k].error) / h + truncation,
          });
        }
      }
    });
  });

  test('a stride visits that part of the rows, in means that do not depend on it where rows are alike', () => {
    const losses = open();
    const rows = Array.from({ length: 5000 }, () => [0.5, -1, 2]);
    withLoaded(losses, unweighted(rows, 3), (loaded) => {
      const [all] = loaded.logisticCurvature([[1, 1, 0.5]]);
      for (const stride of [2, 4, 7, 32]) {
        const [part] = loaded.logisticCurvature([[1, 1, 0.5]], stride);
        expect(Math.abs(part.rows - 5000 / stride)).toBeLessThanOrEqual(64);
        for (let k = 0; k < 9; k++) {
          expect(part.hessian[k] / part.rows).toBeCloseTo(all.hessian[k] / all.rows, 5);
        }
        expect(part.fourth / part.rows).toBeCloseTo(all.fourth / all.rows, 3);
      }
    });
  });
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LoadedComparisons, Losses, LossSum, Precision } from '../../kernels/losses/contract.ts';
import { type LossCase, lossCases, sourceOf, unweighted } from './loss-data.ts';
import {
  annealedReference,
  type Bounded,
  type BoundedSum,
  type Data,
  hessianReference,
  logisticReference,
  scoreReference,
  total,
} from './reference-losses.ts';
import { recipeRows } from './samples.ts';

const PROPERTY = { seed: 20251028, numRuns: 80 } as const;

const ROWS = recipeRows({ n: 203, d: 4, seed: 31, beta: [2, -1, 0.5, 0] });
const DATA: Data = { d: 4, rows: ROWS, weights: ROWS.map((_, i) => ((7 * i) % 5) / 2) };
const THETA = [0.6, -0.3, 0.5, 0.2];
const LAMBDA = 3;

/** Within the promise, `copies` times over where several results with errors of their own meet. */
function expectBounded(found: number, { value, error }: Bounded, copies = 1): void {
  expect(Math.abs(found - value), `${found} against ${value}`).toBeLessThanOrEqual(copies * error);
}

function expectSum(found: LossSum, expected: BoundedSum): void {
  expectBounded(found.sum, expected.sum);
  expect(found.gradient).toHaveLength(expected.gradient.length);
  for (const [j, bound] of expected.gradient.entries()) expectBounded(found.gradient[j], bound);
}

/** Two results with errors of their own, both promised to be near the expected one. */
function expectClose(a: LossSum, b: LossSum, { sum, gradient }: BoundedSum): void {
  expectBounded(a.sum, { value: b.sum, error: sum.error }, 2);
  for (const [j, { error }] of gradient.entries()) {
    expectBounded(a.gradient[j], { value: b.gradient[j], error }, 2);
  }
}

/**
 * What every backend of the losses must do, within the rounding errors that it promises.
 *
 * @param open makes the backend; called once a test.
 * @param numRuns random data sets of each property.
 */
export function describeLossContract(
  name: string,
  open: () => Losses,
  numRuns: number = PROPERTY.numRuns,
): void {
  const property = { ...PROPERTY, numRuns };

  /** Loads the data, with weights unless all are 1, and lends it. */
  function withLoaded<T>(losses: Losses, data: Data, use: (loaded: LoadedComparisons) => T): T {
    const weighted = data.weights.some((w) => w !== 1);
    const loaded = losses.load(sourceOf(data), weighted ? data.weights : undefined);
    try {
      return use(loaded);
    } finally {
      loaded.dispose();
    }
  }
  const precisionOf = (losses: Losses, { rows, d }: Data): Precision => losses.precision(rows.length, d);
  const annealedOf = (losses: Losses, { data, theta, lambda }: LossCase): LossSum =>
    withLoaded(losses, data, (loaded) => loaded.annealed([{ direction: theta, lambda }])[0]);
  const logisticOf = (losses: Losses, data: Data, theta: readonly number[]): LossSum =>
    withLoaded(losses, data, (loaded) => loaded.logistic([theta])[0]);
  const scoreOf = (losses: Losses, data: Data, theta: readonly number[]): number =>
    withLoaded(losses, data, (loaded) => loaded.score([theta])[0]);
  const promised = (losses: Losses, { data, theta, lambda }: LossCase): BoundedSum =>
    annealedReference(data, theta, lambda, precisionOf(losses, data));

  describe(`${name} keeps the contract of losses`, () => {
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
          expectSum(
            logisticOf(losses, data, theta),
            logisticReference(data, theta, precisionOf(losses, data)),
          ),
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

    test('flipping every choice turns the sign of the sums and of the gradients', () => {
      const losses = open();
      fc.assert(
        fc.property(lossCases(12), (one) => {
          const flipped = { ...one.data, rows: one.data.rows.map((z) => z.map((v) => 0 - v)) };
          const found = annealedOf(losses, { ...one, data: flipped });
          const turned = { sum: 0 - found.sum, gradient: found.gradient.map((v) => 0 - v) };
          expectClose(turned, annealedOf(losses, one), promised(losses, one));
          const bound = scoreReference(one.data, one.theta, precisionOf(losses, one.data));
          expectBounded(
            -scoreOf(losses, flipped, one.theta),
            { ...bound, value: scoreOf(losses, one.data, one.theta) },
            2,
          );
        }),
        property,
      );
    });

    test('the order of rows does not matter', () => {
      const losses = open();
      fc.assert(
        fc.property(lossCases(12), (one) => {
          const { data, theta } = one;
          const reversed = { ...data, rows: data.rows.toReversed(), weights: data.weights.toReversed() };
          expectClose(
            annealedOf(losses, { ...one, data: reversed }),
            annealedOf(losses, one),
            promised(losses, one),
          );
          const bounds = logisticReference(data, theta, precisionOf(losses, data));
          expectClose(logisticOf(losses, reversed, theta), logisticOf(losses, data, theta), bounds);
        }),
        property,
      );
    });

    test('the unit of features does not matter: twice the features at half the temperature', () => {
      const losses = open();
      fc.assert(
        fc.property(lossCases(12), ({ data, theta, lambda }) => {
          const doubled = { ...data, rows: data.rows.map((z) => z.map((v) => 2 * v)) };
          const a = annealedOf(losses, { data: doubled, theta, lambda: lambda / 2 });
          const b = annealedOf(losses, { data, theta, lambda });
          expectClose(a, b, promised(losses, { data, theta, lambda }));
          const precision = precisionOf(losses, data);
          const score = { ...scoreReference(data, theta, precision), value: scoreOf(losses, data, theta) };
          expectBounded(scoreOf(losses, doubled, theta), score, 2);
        }),
        property,
      );
    });

    test('a row of weight k is a row that stands k times, and one of weight 0 is not there', () => {
      const losses = open();
      const repeated = fc.tuple(lossCases(12), fc.infiniteStream(fc.integer({ min: 0, max: 3 })));
      fc.assert(
        fc.property(repeated, ([{ data, theta, lambda }, stream]) => {
          const times = data.rows.map(() => Number(stream.next().value));
          const weighted = { ...data, weights: times };
          const rows = data.rows.flatMap((z, i) => Array<readonly number[]>(times[i]).fill(z));
          const copied = unweighted(rows, data.d);
          const bounds = promised(losses, { data: copied, theta, lambda });
          const own = promised(losses, { data: weighted, theta, lambda });
          const larger = own.sum.error > bounds.sum.error ? own : bounds;
          expectClose(
            annealedOf(losses, { data: weighted, theta, lambda }),
            annealedOf(losses, { data: copied, theta, lambda }),
            larger,
          );
          const precision = precisionOf(losses, weighted);
          expectSum(logisticOf(losses, weighted, theta), logisticReference(copied, theta, precision));
          expectBounded(scoreOf(losses, weighted, theta), scoreReference(copied, theta, precision), 2);
        }),
        property,
      );
    });

    test('weights of 1 are no weights, to the bit', () => {
      const losses = open();
      const [a, b] = [
        losses.load(sourceOf(DATA)),
        losses.load(
          sourceOf(DATA),
          DATA.rows.map(() => 1),
        ),
      ];
      const points = [{ direction: THETA, lambda: LAMBDA }];
      expect(a.annealed(points)).toEqual(b.annealed(points));
      expect(a.logistic([THETA])).toEqual(b.logistic([THETA]));
      expect(a.logisticCurvature([THETA])).toEqual(b.logisticCurvature([THETA]));
      expect(a.score([THETA])).toEqual(b.score([THETA]));
    });

    test('zero rows add nothing but log 2 each to the logistic loss', () => {
      const losses = open();
      const zeros = { ...DATA, rows: DATA.rows.map((z) => z.map(() => 0)) };
      const weight = total(DATA.weights);
      expect(annealedOf(losses, { data: zeros, theta: THETA, lambda: LAMBDA })).toEqual({
        sum: 0,
        gradient: new Float64Array(4),
      });
      expect(scoreOf(losses, zeros, THETA)).toBe(0);
      const { sum, gradient } = logisticOf(losses, zeros, THETA);
      expect(sum).toBeCloseTo(weight * Math.LN2, 4);
      expect([...gradient].map(Math.abs)).toEqual([0, 0, 0, 0]);
    });

    test('without comparisons all sums are 0', () => {
      const losses = open();
      const none = unweighted([], 3);
      const nothing = { sum: 0, gradient: new Float64Array(3) };
      expect(annealedOf(losses, { data: none, theta: [1, 2, 3], lambda: 1 })).toEqual(nothing);
      expect(logisticOf(losses, none, [1, 2, 3]).sum).toBe(0);
      expect(scoreOf(losses, none, [1, 2, 3])).toBe(0);
    });

    test('nothing overflows far out: |v| of 10^6', () => {
      const losses = open();
      const data = unweighted([[1e4], [-1e4], [1e4]], 1);
      const found = annealedOf(losses, { data, theta: [1], lambda: 100 });
      expect(found.sum).toBe(1);
      expect(Math.abs(found.gradient[0])).toBeLessThan(1e-25);
      const { sum, gradient } = logisticOf(losses, data, [100]);
      expect([sum, gradient[0]]).toEqual([1e6, 1e4]);
    });

    test('a batch gives what its points give one at a time, and the same bits when asked again', () => {
      const losses = open();
      const lambdas = [1, 3, 7, 15, 15];
      const points = lambdas.map((lambda, k) => ({
        direction: THETA.map((v, j) => v + 0.1 * k * j),
        lambda,
      }));
      withLoaded(losses, DATA, (loaded) => {
        const batch = loaded.annealed(points);
        expect(loaded.annealed(points)).toEqual(batch);
        const scores = loaded.score(points.map(({ direction }) => direction));
        const logistic = loaded.logistic(points.map(({ direction }) => direction));
        for (const [k, point] of points.entries()) {
          const theta = point.direction;
          expectClose(
            batch[k],
            loaded.annealed([point])[0],
            promised(losses, { data: DATA, theta, lambda: point.lambda }),
          );
          const precision = precisionOf(losses, DATA);
          expectClose(logistic[k], loaded.logistic([theta])[0], logisticReference(DATA, theta, precision));
          expect(scores[k]).toBe(loaded.score([theta])[0]);
        }
        expect(loaded.annealed([])).toEqual([]);
      });
    });

    test('many data sets in one call give what each gives alone, to the bit', () => {
      const losses = open();
      const cases = fc.array(lossCases(6), { minLength: 0, maxLength: 5 });
      fc.assert(
        fc.property(cases, (some) => {
          const sets = some.map(({ data }) => losses.load(sourceOf(data), data.weights));
          const points = some.map(({ theta, lambda }) => ({ direction: theta, lambda }));
          const together = losses.annealedOfEach(sets, points);
          expect(together).toStrictEqual(sets.map((set, k) => set.annealed([points[k]])[0]));
          for (const set of sets) set.dispose();
        }),
        { ...property, numRuns: Math.ceil(numRuns / 4) },
      );
    });

    test('one call for many data sets refuses other than one point each, and one that is disposed', () => {
      const losses = open();
      const [a, b] = [1, 2].map((v) => losses.load(sourceOf(unweighted([[v, 1]], 2))));
      const point = { direction: [1, 0], lambda: 1 };
      expect(() => losses.annealedOfEach([a, b], [point])).toThrow(/1 points are given for 2 data sets/);
      expect(() => losses.annealedOfEach([a], [{ ...point, direction: [1] }])).toThrow(/1 coordinates/);
      b.dispose();
      expect(() => losses.annealedOfEach([a, b], [point, point])).toThrow(/disposed/);
    });

    test.each([300, 40, -40, -300])(
      'features in a unit of 2^%i give the digits of features in a unit of 1',
      (exponent) => {
        const losses = open();
        const unit = 2 ** exponent;
        const far = { ...DATA, rows: DATA.rows.map((z) => z.map((v) => v * unit)) };
        const theta = THETA.map((v) => v / unit);
        const points = [{ direction: theta, lambda: LAMBDA }];
        const times = (values: Float64Array, by: number): number[] => [...values].map((v) => v * by);
        withLoaded(losses, DATA, (near) =>
          withLoaded(losses, far, (loaded) => {
            const [annealed] = near.annealed([{ direction: THETA, lambda: LAMBDA }]);
            const [found] = loaded.annealed(points);
            expect(found.sum).toBe(annealed.sum);
            expect([...found.gradient]).toEqual(times(annealed.gradient, unit));
            const [logistic] = near.logistic([THETA]);
            expect(loaded.logistic([theta])[0].sum).toBe(logistic.sum);
            expect(loaded.score([theta])).toEqual(near.score([THETA]));
            // At the usual length of directions too, where |v| is far out or next to nothing.
            expect(loaded.score([THETA])).toEqual(near.score([THETA]));
            const [curvature] = near.logisticCurvature([THETA]);
            const [bent] = loaded.logisticCurvature([theta]);
            expect([...bent.gradient]).toEqual(times(curvature.gradient, unit));
            expect([...bent.hessian]).toEqual(times(curvature.hessian, unit * unit));
            expect(bent.second).toBe(curvature.second * unit * unit);
          }),
        );
      },
    );

    test('features of 10^39 and more give finite sums at directions of length 1', () => {
      const losses = open();
      const data = unweighted(
        [
          [1e39, 0],
          [-3e39, 1e39],
          [1e200, 5],
          [0, 0],
        ],
        2,
      );
      withLoaded(losses, data, (loaded) => {
        const [{ sum, gradient }] = loaded.annealed([{ direction: [0.6, 0.8], lambda: 15 }]);
        expect(sum).toBe(1);
        expect(gradient.every(Number.isFinite)).toBe(true);
        expect(loaded.score([[0.6, 0.8]])).toEqual([1]);
        expect(loaded.logistic([[0.6, 0.8]])[0].gradient.every(Number.isFinite)).toBe(true);
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

    test('new weights replace the old', () => {
      const losses = open();
      const loaded = losses.load(sourceOf(DATA));
      loaded.reweigh(DATA.rows.map(() => 3));
      loaded.reweigh(DATA.weights);
      const weighted = losses.load(sourceOf(DATA), DATA.weights);
      expect(loaded.logistic([THETA])).toEqual(weighted.logistic([THETA]));
      expect(loaded.score([THETA])).toEqual(weighted.score([THETA]));
    });

    test('data sets live side by side, and one that is disposed leaves the others', () => {
      const losses = open();
      const first = losses.load(sourceOf(DATA), DATA.weights);
      const before = first.logistic([THETA]);
      const second = losses.load(sourceOf(unweighted([[1, 2]], 2)));
      expect(second.score([[1, 0]])).toEqual([1]);
      second.dispose();
      const third = losses.load(sourceOf(unweighted([[-1, 2]], 2)));
      expect(third.score([[1, 0]])).toEqual([-1]);
      expect(first.logistic([THETA])).toEqual(before);
      first.dispose();
      first.dispose();
      expect(third.score([[1, 0]])).toEqual([-1]);
      expect(() => second.score([[1, 0]])).toThrow(/disposed/);
      expect(() => first.reweigh(DATA.weights)).toThrow(/disposed/);
    });

    test('what cannot be evaluated is refused with the reason', () => {
      const losses = open();
      const source = sourceOf(unweighted([[1, 2]], 2));
      expect(() => losses.load(source, [1, 2])).toThrow(/2 are given for 1/);
      expect(() => losses.load(source, [-1])).toThrow(/weight 0 is -1/);
      expect(() => losses.load(source, [Number.NaN])).toThrow(RangeError);
      expect(() => losses.load({ n: 1, d: 1, blocks: () => new Float64Array(8).fill(Number.NaN) })).toThrow(
        /finite/,
      );
      const loaded = losses.load(source);
      expect(() => loaded.score([[1, 2, 3]])).toThrow(/3 coordinates/);
      expect(() => loaded.reweigh([Number.POSITIVE_INFINITY])).toThrow(RangeError);
    });
  });
}

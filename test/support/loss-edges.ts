import { expect, test } from 'vitest';
import { sourceOf, unweighted } from './loss-data.ts';
import {
  annealedOf,
  DATA,
  LAMBDA,
  type LossSubject,
  logisticOf,
  scoreOf,
  THETA,
  withLoaded,
} from './loss-subject.ts';
import { total } from './reference-losses.ts';

/** Empty, zero and very large data, and what is refused. */
export function testLossEdges({ open }: LossSubject): void {
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
}

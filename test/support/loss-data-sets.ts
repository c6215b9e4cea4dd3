import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lossCases, sourceOf, unweighted } from './loss-data.ts';
import {
  DATA,
  expectClose,
  type LossSubject,
  precisionOf,
  promised,
  THETA,
  withLoaded,
} from './loss-subject.ts';
import { logisticReference } from './reference-losses.ts';

/** Many points and many data sets at once, and how data sets live and end. */
export function testLossDataSets({ open, property }: LossSubject): void {
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
      { ...property, numRuns: Math.ceil(property.numRuns / 4) },
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
}

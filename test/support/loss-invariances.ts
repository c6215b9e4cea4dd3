import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lossCases, sourceOf, unweighted } from './loss-data.ts';
import {
  annealedOf,
  DATA,
  expectBounded,
  expectClose,
  expectSum,
  LAMBDA,
  type LossSubject,
  logisticOf,
  precisionOf,
  promised,
  scoreOf,
  THETA,
} from './loss-subject.ts';
import { logisticReference, scoreReference } from './reference-losses.ts';

/** What may be done to data without changing what is found. */
export function testLossInvariances({ open, property }: LossSubject): void {
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
}

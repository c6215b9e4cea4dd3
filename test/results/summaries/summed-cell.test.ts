import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../../../functions/study/plan.ts';
import { measureCell } from '../../../results/measure-cell.ts';
import type { Measure } from '../../../results/summary.ts';
import { draws } from '../../support/draws.ts';
import { cellOf, RLHF, SIGN } from '../../support/studies.ts';
import { bothWays } from '../../support/summarised.ts';

const SIZE = 20;

/** A cell of two estimators whose last look takes so many replicates. */
const cellWith = (...looks: readonly number[]): Cell => {
  const replicates = looks[looks.length - 1];
  const blocks = Math.ceil(replicates / SIZE);
  return { ...cellOf(100, SIZE, blocks, [SIGN, RLHF]), looks, replicates, keep: 'summaries' };
};

/** Whole blocks of signed angles of two estimators that err together, of a size and about a bias; some fits fail. */
function turnsOf(cell: Cell, { size = 0.1, bias = 0, failing = 0.1, seed = 1 } = {}) {
  const { uniform: draw, normal: noise } = draws(seed);
  const count = cell.blocks * SIZE;
  const common = Array.from({ length: count }, noise);
  return [0, 1].map(() =>
    common.map((one) => (draw() < failing ? Number.NaN : bias + size * (one + 0.3 * noise()))),
  );
}

/** Whether two measures are one to 1e-12 of their value, and of its error where it is near 0. */
function expectClose(found: Measure | undefined, wanted: Measure | undefined, relative = 1e-12): void {
  expect(found?.replicates).toBe(wanted?.replicates);
  if (wanted?.value == null || found?.value == null) {
    expect(found).toEqual(wanted);
    return;
  }
  const scale = Math.max(Math.abs(wanted.value), wanted.mcse ?? 0);
  expect(Math.abs(found.value - wanted.value)).toBeLessThanOrEqual(1e-12 * scale);
  if (wanted.mcse === null) expect(found.mcse).toBeNull();
  else
    expect(Math.abs((found.mcse ?? 0) - wanted.mcse)).toBeLessThanOrEqual(
      relative * wanted.mcse + 1e-15 * scale,
    );
}

const SETTINGS = [
  { size: 0.1, bias: 0 },
  { size: 1e-6, bias: 0 },
  { size: 1e-4, bias: 0.19 },
  { size: 0.3, bias: 0.5, failing: 0.6 },
];

describe.each(SETTINGS)('a cell of summaries with errors of $size about $bias', (setting) => {
  const cell = cellWith(413);
  const { listed, summed } = bothWays(cell, turnsOf(cell, setting));
  const [found, wanted] = [summed, listed].map((values) => measureCell(cell, values));

  test('has every measure, diagnostic, failure and shape of the cell with all its replicates', () => {
    expect(found.missing).toEqual([]);
    for (const [i, estimator] of wanted.summary.estimators.entries()) {
      const other = found.summary.estimators[i];
      expect(Object.keys(other.measures)).toEqual(Object.keys(estimator.measures));
      for (const [name, measure] of Object.entries(estimator.measures)) {
        if (name !== 'medianAngle')
          expectClose(other.measures[name as 'rmsAngle'], measure, name === 'signedAngleSd' ? 1e-9 : 1e-11);
      }
      expect(other.failures).toEqual(estimator.failures);
      expect(other.firstFailure).toEqual(estimator.firstFailure);
      expectClose(other.diagnostics.steps, estimator.diagnostics.steps);
      expect(found.shapes[i]?.value).toBeCloseTo(wanted.shapes[i]?.value ?? Number.NaN, 12);
      expect((found.shapes[i]?.se ?? 0) / (wanted.shapes[i]?.se ?? 1)).toBeCloseTo(1, 6);
    }
  });

  test('has the median to within its stated bin error, which is below a thousandth and in its standard error', () => {
    for (const [i, { measures }] of wanted.summary.estimators.entries()) {
      const { value, mcse, binError } = found.summary.estimators[i].measures.medianAngle ?? {};
      const truth = measures.medianAngle?.value ?? Number.NaN;
      expect(Math.abs((value ?? Number.NaN) - truth)).toBeLessThanOrEqual(binError ?? Number.NaN);
      expect(binError).toBeLessThanOrEqual(1e-3 * truth + 2e-12);
      const plain = (mcse ?? 0) - (binError ?? 0);
      expect(Math.abs(plain - (measures.medianAngle?.mcse ?? 0))).toBeLessThanOrEqual(2 * (binError ?? 0));
    }
  });

  test('names the replicate with the largest error', () => {
    for (const [i, { id }] of cell.estimators.entries()) {
      const worst = found.summary.estimators[i].worst;
      const { bins } = listed.estimators[i].sample('angle', 413)!.ordered();
      expect(worst?.angle, id).toBe(Math.max(...[...bins].map(({ low }) => low)));
    }
  });

  test('has the paired difference, and the log ratio of claims, of all replicates', () => {
    expectClose(found.summary.pairs[0].rmsAngleDifference, wanted.summary.pairs[0].rmsAngleDifference, 1e-4);
    for (const [a, b] of [
      [0, 1],
      [1, 0],
    ]) {
      for (const measure of ['rmsAngle', 'meanAngle', 'disagreement'] as const) {
        const truth = listed.paired(a, b, measure, 413).logRatio()!;
        const { count, mean, variance, third } = summed.paired(a, b, measure, 413).logRatio()!;
        const sd = Math.sqrt(truth.variance);
        expect(count).toBe(truth.count);
        expect(Math.abs(mean - truth.mean)).toBeLessThan(1e-5 * sd);
        expect(variance / truth.variance).toBeCloseTo(1, 3);
        expect(Math.abs(third - truth.third)).toBeLessThan(0.01 * sd * truth.variance);
      }
    }
  });

  test('has the mean difference of the scores of all replicates, and their log ratio', () => {
    for (const [a, b] of [
      [0, 1],
      [1, 0],
    ]) {
      const [mine, all] = [summed, listed].map((values) => values.paired(a, b, 'score', 413));
      const wanted = all.meanDifference();
      expectClose(mine.meanDifference(), wanted, 1e-6);
      expect(wanted.mcse).toBeGreaterThan(0);
      // Scores that differ by a share of 1e-12 leave a log ratio that is rounding.
      if (setting.size < 1e-5) continue;
      const [ratio, truth] = [mine.logRatio()!, all.logRatio()!];
      expect(Math.abs(ratio.mean - truth.mean)).toBeLessThan(1e-5 * Math.sqrt(truth.variance) + 1e-13);
      expect(ratio.variance / truth.variance).toBeCloseTo(1, 3);
    }
  });

  test('has the moments that claims take, of errors about a limit too', () => {
    for (const [column, about] of [
      ['angle', 0],
      ['signedAngle', 0],
      ['signedAngle', setting.bias + setting.size / 7],
    ] as const) {
      const [mine, all] = [summed, listed].map((values) => values.estimators[0].sample(column, 413)!);
      for (const power of [1, 2] as const) {
        const deviation = { about, power, scale: 7 };
        const [{ moments, slack }, truth] = [mine.deviations(deviation), all.deviations(deviation).moments];
        expect(Math.abs(moments.mean - truth.mean)).toBeLessThanOrEqual(slack + 1e-11 * truth.mean);
        if (slack > 0) continue;
        expect(Math.abs(moments.variance / truth.variance - 1)).toBeLessThan(1e-6);
        expect(Math.abs(moments.third / truth.third - 1)).toBeLessThan(1e-4);
      }
    }
  });

  test('knows where the distribution function of all replicates lies', () => {
    const [mine, all] = [summed, listed].map((values) =>
      values.estimators[1].sample('signedAngle', 413)!.ordered(),
    );
    const sorted = [...all.bins].map(({ low }) => low);
    let before = 0;
    for (const { low, high, count } of mine.bins) {
      for (const value of sorted.slice(before, before + count)) {
        expect(low <= value && value <= high).toBe(true);
      }
      before += count;
    }
    expect(before).toBe(sorted.length);
  });
});

describe('looks of a cell of summaries', () => {
  test('use exactly their first replicates, though they end inside a block', () => {
    const cell = cellWith(50, 55, 60, 130, 413);
    const turns = turnsOf(cell);
    for (const look of cell.looks) {
      const taken = { ...cell, replicates: look, blocks: Math.ceil(look / SIZE) };
      const { listed, summed } = bothWays(
        cell,
        turns.map((list) => list.slice(0, taken.blocks * SIZE)),
      );
      const [found, wanted] = [summed, listed].map((values) => measureCell(taken, values).summary);
      for (const [i, { measures }] of wanted.estimators.entries()) {
        expectClose(found.estimators[i].measures.rmsAngle, measures.rmsAngle);
        expect(found.estimators[i].measures.failureRate).toEqual(measures.failureRate);
      }
    }
  });

  test('are refused where a summary of so many replicates is not kept', () => {
    const cell = cellWith(50);
    const { summed } = bothWays(cell, turnsOf(cell));
    expect(() => summed.estimators[0].sample('angle', 45)).toThrow(/no look ends at 45 replicates/);
  });
});

describe('estimators of a cell of summaries', () => {
  test('that are equal differ by exactly 0, with an error of exactly 0', () => {
    const cell = cellWith(400);
    const [turns] = turnsOf(cell);
    const { summed } = bothWays(cell, [turns, turns]);
    const paired = summed.paired(0, 1, 'rmsAngle', 400);
    expect(paired.rmsDifference()).toMatchObject({ value: 0, mcse: 0 });
    expect(paired.logRatio()).toMatchObject({ mean: 0, variance: 0, third: 0 });
  });

  test('have no log ratio where one replicate is more than a quarter of a sum', () => {
    const cell = cellWith(40);
    const turns = Array.from({ length: 40 }, (_, i) => (i === 7 ? 1.5 : 0.01));
    const { summed } = bothWays(cell, [turns, turns.map((turn) => turn / 2)]);
    expect(summed.paired(0, 1, 'rmsAngle', 40).logRatio()).toBeNull();
    expect(summed.paired(0, 1, 'rmsAngle', 40).rmsDifference().value).toBeGreaterThan(0);
  });

  test('are told apart by their own largest errors, whichever comes first', () => {
    const cell = cellWith(40);
    const small = Array.from({ length: 40 }, (_, i) => 0.01 + 0.0001 * (i % 7));
    const { summed } = bothWays(cell, [small, small.map((turn) => 100 * turn)]);
    const [found, wanted] = [summed.paired(1, 0, 'meanAngle', 40), summed.paired(0, 1, 'meanAngle', 40)];
    expect(wanted.logRatio()?.mean).toBeCloseTo(-Math.log(100), 9);
    expect(found.logRatio()?.mean).toBeCloseTo(Math.log(100), 9);
  });

  test('that err alike in every data set have a median whose standard error is that of its bin', () => {
    const cell = cellWith(400);
    const { summed } = bothWays(cell, [Array(400).fill(0.1), Array(400).fill(-0.1)]);
    for (const { sample } of summed.estimators) {
      const { value, mcse, binError } = sample('angle', 400)!.median();
      expect(binError).toBeCloseTo(2 ** -14, 12);
      expect(mcse).toBeGreaterThanOrEqual(2 ** -14);
      expect(Math.abs((value ?? 0) - 0.1)).toBeLessThanOrEqual(binError ?? 0);
    }
  });

  test('all of whose fits fail have no value and every failure', () => {
    const cell = cellWith(40);
    const failed = Array(40).fill(Number.NaN);
    const { listed, summed } = bothWays(cell, [failed, failed]);
    const [found, wanted] = [summed, listed].map((values) => measureCell(cell, values).summary);
    expect(found).toEqual(wanted);
  });

  test('lack the blocks that did not come, and are not measured', () => {
    const cell = cellWith(100);
    const { summed } = bothWays(
      cell,
      turnsOf(cell).map((list) => list.slice(0, 60)),
    );
    expect(summed.estimators[1].gaps(5)).toEqual([3, 4]);
    const { summary, missing } = measureCell(cell, summed);
    expect(summary.estimators).toEqual([]);
    expect(missing).toHaveLength(2);
  });
});

test('a cell of summaries measures what all replicates give, whatever they are', () => {
  const turn = fc.oneof(
    { weight: 8, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(0, Number.NaN, 1e-15, -1e-9, Math.PI) },
  );
  const lists = fc.integer({ min: 1, max: 70 }).chain((count) => {
    const padded = Math.ceil(count / SIZE) * SIZE;
    const list = fc.array(turn, { minLength: padded, maxLength: padded });
    return fc.record({ count: fc.constant(count), turns: fc.tuple(list, list) });
  });
  fc.assert(
    fc.property(lists, ({ count, turns }) => {
      const cell = cellWith(count);
      const { listed, summed } = bothWays(cell, turns);
      const [found, wanted] = [summed, listed].map((values) => measureCell(cell, values).summary);
      for (const [i, { measures }] of wanted.estimators.entries()) {
        const mine = found.estimators[i].measures;
        for (const name of ['rmsAngle', 'meanAngle', 'signedAngle', 'disagreement', 'score'] as const) {
          expectClose(mine[name], measures[name], 1e-9);
        }
        expect(
          Math.abs((mine.medianAngle?.value ?? 0) - (measures.medianAngle?.value ?? 0)),
        ).toBeLessThanOrEqual(mine.medianAngle?.binError ?? 0);
      }
    }),
    { seed: 5, numRuns: 150 },
  );
});

import { describe, expect, it } from 'vitest';
import { fitRates, type RatedCell } from '../../results/rates.ts';
import type { Measure } from '../../results/summary.ts';

type Factors = RatedCell['factors'];

/** A cell whose errors are constant times n^slope, with errors of one per cent. */
function cell(factors: Factors, n: number, slope: number, ids: readonly string[] = ['sign']): RatedCell {
  const value = 3 * n ** slope;
  const measure: Measure = { value, mcse: 0.01 * value, replicates: 1000 };
  return {
    factors,
    n,
    estimators: ids.map((id) => ({
      summary: {
        id,
        kind: id,
        solver: 'exact',
        measures: { rmsAngle: measure },
        failures: {},
        diagnostics: {},
      },
      angles: new Float64Array(0),
      shape: null,
    })),
  };
}

const course = (
  factors: Factors,
  sizes: readonly number[],
  slope: number,
  ids?: readonly string[],
): readonly RatedCell[] => sizes.map((n) => cell(factors, n, slope, ids));

describe('rates of a study in which something varies', () => {
  it('are one for each combination of a design that is no grid, in plan order', () => {
    const designs: readonly (readonly [Factors, number])[] = [
      [{ 'population.users': 'two kinds' }, -1 / 3],
      [{ 'population.users': 'two kinds', 'population.features': 'box' }, -0.5],
      [{ 'population.features': 'box' }, -0.25],
    ];
    const rates = fitRates(
      designs.flatMap(([factors, slope]) => course(factors, [100, 1000, 10_000], slope)),
    );
    expect(rates.map(({ factors }) => factors)).toEqual(designs.map(([factors]) => factors));
    for (const [i, { slope, from }] of rates.entries()) {
      expect(slope).toBeCloseTo(designs[i][1], 10);
      expect(from).toBe(100);
    }
  });

  it('do not depend on the order of cells or of the keys of their factors', () => {
    const cells = [...course({ a: 1, b: 2 }, [100, 1000], -0.3), ...course({ b: 2, a: 1 }, [10_000], -0.3)];
    const mixed = [cells[2], cells[0], ...course({ a: 2, b: 2 }, [100, 1000, 10_000], -0.4), cells[1]];
    const rates = fitRates(mixed);
    expect(rates).toHaveLength(2);
    expect(rates[0].slope).toBeCloseTo(-0.3, 10);
    expect(rates[0].localSlopes.map(({ n }) => n)).toEqual([316, 3162]);
    expect(rates[1].slope).toBeCloseTo(-0.4, 10);
  });

  it('use the sizes that a combination has, and are none with fewer than three', () => {
    const rates = fitRates([
      ...course({ skew: 0 }, [100, 1000, 10_000, 100_000], -0.3),
      ...course({ skew: 1 }, [100, 10_000, 100_000], -0.3),
      ...course({ skew: 2 }, [100, 1000], -0.3),
    ]);
    expect(rates.map(({ factors }) => factors.skew)).toEqual([0, 1]);
    expect(rates[1].localSlopes.map(({ n }) => n)).toEqual([1000, 31_623]);
  });

  it('tell a number from the same digits as text', () => {
    const rates = fitRates([
      ...course({ x: 1 }, [100, 1000, 10_000], -0.3),
      ...course({ x: '1' }, [100, 1000, 10_000], -0.5),
    ]);
    expect(rates.map(({ slope }) => Number(slope.toFixed(6)))).toEqual([-0.3, -0.5]);
  });

  it('are of every estimator of the combination', () => {
    const rates = fitRates(course({ x: 1 }, [100, 1000, 10_000], -0.3, ['sign', 'rlhf']));
    expect(rates.map(({ estimator }) => estimator)).toEqual(['sign', 'rlhf']);
  });

  it('are none where all data sets of a size share one error, to rounding', () => {
    const shared = course({}, [100, 1000, 10_000, 100_000], 0).map((one) => ({
      ...one,
      estimators: one.estimators.map(({ summary, ...rest }) => {
        const { value } = summary.measures.rmsAngle!;
        const rmsAngle = { value, mcse: 3e-17 * value!, replicates: 1000 };
        return { ...rest, summary: { ...summary, measures: { rmsAngle } } };
      }),
    }));
    expect(fitRates(shared)).toEqual([]);
    expect(fitRates([...shared.slice(0, 1), ...course({}, [1000, 10_000, 100_000], -0.3)])[0].from).toBe(
      1000,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { createEngine } from '../../functions/study/engine.ts';
import { planStudy } from '../../functions/study/plan.ts';
import { runBlock } from '../../functions/study/run-block.ts';
import type { EstimatorSpec, IntervalSpec } from '../../functions/study/study.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { createColumns } from '../../results/cell-columns.ts';
import { measureEstimator } from '../../results/cell-measures.ts';
import { intervalReader } from '../../results/interval-columns.ts';
import { listedEstimator } from '../../results/listed-values.ts';

const INTERVAL: IntervalSpec = {
  method: 'reshaped',
  level: 0.95,
  draws: 100,
  size: 'auto',
  curvature: 'plug-in',
  bandwidth: 'mse',
};
const POPULATION: Population = {
  features: { law: 'gaussian', dimension: 2, covariance: null },
  users: { law: 'point', mean: [2, 0] },
  choice: 'logit',
};
const SPECS: readonly EstimatorSpec[] = [
  { id: 'reshaped', kind: 'sign', solver: 'exact', interval: INTERVAL },
  { id: 'chernoff', kind: 'sign', solver: 'exact', interval: { ...INTERVAL, method: 'chernoff' } },
  { id: 'ordinary', kind: 'sign', solver: 'exact', interval: { ...INTERVAL, method: 'bootstrap' } },
  { id: 'rlhf', kind: 'rlhf', interval: { ...INTERVAL, method: 'sandwich' } },
];
const R = 200;
const [cell] = planStudy({
  name: 'intervals',
  title: 'intervals',
  aim: '',
  seed: 9,
  scenarios: [{ factors: {}, population: POPULATION, estimators: SPECS }],
  sampleSizes: [500],
  looks: [[R]],
  until: null,
  profile: 'full',
});

describe('coverage and length', () => {
  const engine = createEngine('wasm-f64');
  const columns = SPECS.map((spec) => createColumns(cell, spec));
  for (let block = 0; block < cell.blocks; block++) {
    runBlock({ cell, block, estimators: SPECS }, engine).forEach((outcomes, k) => {
      columns[k].add(block, outcomes);
    });
  }
  const measures = SPECS.map(
    (spec, k) => measureEstimator(cell, spec, listedEstimator(columns[k])).summary.measures,
  );
  const coverage = measures.map((one) => one.coverage!.value);

  it('are near the level for valid intervals, and far below it for the ordinary bootstrap of a cube-root estimator', () => {
    // Of 200 intervals of true coverage .95 fewer than 171 hold with a probability below 1e-6; of .70, 176 or more do not.
    expect(coverage[0]).toBeGreaterThanOrEqual(171 / R);
    expect(coverage[1]).toBeGreaterThanOrEqual(171 / R);
    expect(coverage[3]).toBeGreaterThanOrEqual(171 / R);
    expect(coverage[2]).toBeLessThan(176 / R);
  });
  it('have Monte Carlo errors and the replicates behind them', () => {
    for (const { coverage: covered, length } of measures) {
      expect(covered!.replicates).toBe(R);
      expect(covered!.mcse).toBeGreaterThan(0);
      expect(length!.value).toBeGreaterThan(0);
      expect(length!.mcse).toBeGreaterThan(0);
    }
  });
  it('are those of the bounds: the turn to the truth in the plane, coordinates in more dimensions', () => {
    const plane = intervalReader(cell, SPECS[0])!;
    const bounds = { lower: -0.2, upper: 0.1 };
    const quarter = [Math.cos(0.15), Math.sin(0.15)];
    const read = (name: string): number => bounds[name as 'lower' | 'upper'];
    // The truth lies .15 clockwise of this estimate, within the interval, and .15 counter-clockwise of the other.
    expect(plane(quarter, read)).toEqual({ coverage: 1, length: expect.closeTo(0.3, 14) });
    expect(plane([quarter[0], -quarter[1]], read).coverage).toBe(0);
    const space = {
      ...cell,
      population: { ...POPULATION, users: { law: 'point', mean: [3, 4, 0] } as const },
    };
    const limits: Record<string, number> = {
      lower1: 0.5,
      upper1: 0.7,
      lower2: 0.9,
      upper2: 1,
      lower3: 0,
      upper3: 0.3,
    };
    expect(intervalReader(space, SPECS[0])!([1, 0, 0], (name) => limits[name])).toEqual({
      coverage: expect.closeTo(2 / 3, 14),
      length: expect.closeTo(0.2, 14),
    });
    expect(intervalReader(cell, { id: 'rlhf', kind: 'rlhf' })).toBeNull();
  });
});

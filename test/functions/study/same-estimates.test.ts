import { describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../../functions/study/engine.ts';
import { planStudy } from '../../../functions/study/plan.ts';
import { runBlock } from '../../../functions/study/run-block.ts';
import type { EstimatorSpec } from '../../../functions/study/study.ts';
import { angle } from '../../../kernels/metrics/angle.ts';
import { tinyStudy } from '../../support/studies.ts';

const STAGES = [1, 3, 7, 15];
const ESTIMATORS: readonly EstimatorSpec[] = [
  { id: 'exact', kind: 'sign', solver: 'exact' },
  { id: 'certified', kind: 'sign', solver: 'certified', nodes: 2000 },
  { id: 'staged', kind: 'sign', solver: 'staged', lambda: STAGES },
  { id: 'great-circle', kind: 'sign', solver: 'great-circle', restarts: 2, near: 10 },
  { id: 'smoothed', kind: 'smoothed-score', order: 2, bandwidth: 'auto', biasCorrection: false },
  { id: 'rlhf', kind: 'rlhf' },
  { id: 'ridge', kind: 'rlhf', ridge: 0.01 },
  { id: 'probit', kind: 'probit' },
  { id: 'em', kind: 'em', components: 2, starts: 2 },
  { id: 'per-user-mean', kind: 'per-user-mean', shrinkage: 'auto' },
];

/** Three replicates of 400 comparisons in three dimensions, two labels a user. */
const [cell] = planStudy(
  tinyStudy({
    scenarios: [
      {
        factors: {},
        population: {
          features: { law: 'gaussian', dimension: 3, covariance: null },
          users: {
            law: 'mixture',
            types: [
              [3, 2, 1],
              [1, -2, 1],
            ],
            weights: [0.5, 0.5],
            panel: { labelsPerUser: 2 },
          },
          choice: 'logit',
        },
        estimators: ESTIMATORS,
      },
    ],
    sampleSizes: [400],
    looks: [[3]],
  }),
);

const outcomesOn = (engine: Engine) =>
  runBlock({ cell: { ...cell, blockSize: 3 }, block: 0, estimators: ESTIMATORS }, engine);

describe('every estimator', async () => {
  const expected = outcomesOn(await openEngine('wasm-f64'));

  it('succeeds on these data', () => {
    for (const { estimator, statuses } of expected)
      expect(statuses, estimator.id).toEqual(['ok', 'ok', 'ok']);
  });
  it('gives the same bits on js as on wasm-f64', async () => {
    expect(outcomesOn(await openEngine('js'))).toEqual(expected);
  });
  it.each(['wasm-f32', 'gpujs-cpu'] as const)('ends where float64 does when %s searches', async (id) => {
    outcomesOn(await openEngine(id)).forEach(({ estimator, statuses, directions }, k) => {
      expect(statuses, estimator.id).toEqual(expected[k].statuses);
      directions.forEach((direction, replicate) => {
        // Fits finish in float64: staged at a slope of 1e-8, where the curvature is of order 1.
        expect(angle(direction, expected[k].directions[replicate]), estimator.id).toBeLessThan(1e-6);
      });
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { EstimatorOutcomes } from '../../functions/study/run-block.ts';
import type { EstimatorSpec } from '../../functions/study/study.ts';
import { measureEstimator } from '../../results/cell-measures.ts';
import { decodeRecord, encodeRecord, recordAddress } from '../../results/records.ts';
import golden from '../golden/coefficient-measures.json' with { type: 'json' };
import { cellOf, estimatorValuesOf, SIGN } from '../support/studies.ts';

const FIXED: EstimatorSpec = { ...SIGN, normalise: 'first' };

/** Outcomes with these directions; null where the fit was infeasible. */
function outcomes(
  estimator: EstimatorSpec,
  directions: readonly (readonly number[] | null)[],
): EstimatorOutcomes {
  return {
    estimator,
    statuses: directions.map((direction) => (direction === null ? 'infeasible' : 'ok')),
    directions: directions.map((direction) => direction ?? [Number.NaN, Number.NaN]),
    scores: directions.map((direction) => (direction === null ? Number.NaN : 0.5)),
    evaluations: directions.map(() => 1),
    diagnostics: {},
  };
}

function measuresOf(
  estimator: EstimatorSpec,
  mean: readonly number[],
  directions: readonly (readonly number[] | null)[],
) {
  const base = cellOf(100, directions.length, 1, [estimator]);
  const cell = { ...base, population: { ...base.population, users: { law: 'point', mean } as const } };
  return measureEstimator(
    cell,
    estimator,
    estimatorValuesOf(cell, estimator, [outcomes(estimator, directions)]),
  ).summary;
}

describe('measures of the second coefficient', () => {
  for (const { mean, directions, bias, sd, rmse } of golden.cases) {
    it(`are numpy's on ${directions.length} replicates, errors too, and near the jackknife's`, () => {
      const { measures } = measuresOf(FIXED, mean, directions);
      for (const [name, expected] of Object.entries({ bias, sd, rmse })) {
        const measure = measures[name as 'bias' | 'sd' | 'rmse'];
        expect(measure?.replicates).toBe(directions.length);
        expect(Math.abs(measure!.value! - expected.value)).toBeLessThan(1e-13);
        expect(Math.abs(measure!.mcse! / expected.delta - 1)).toBeLessThan(1e-11);
        const order = name === 'bias' ? 1e-11 : 4 / directions.length;
        expect(Math.abs(measure!.mcse! / expected.jackknife - 1)).toBeLessThan(order);
      }
    });
  }

  it('are there only where the first coefficient is fixed', () => {
    const { directions, mean } = golden.cases[0];
    expect(Object.keys(measuresOf(FIXED, mean, directions).measures)).toEqual(
      expect.arrayContaining(['bias', 'sd', 'rmse']),
    );
    for (const name of ['bias', 'sd', 'rmse']) {
      expect(measuresOf(SIGN, mean, directions).measures).not.toHaveProperty(name);
    }
  });

  it('leave infeasible fits out and count them', () => {
    const { directions, mean } = golden.cases[1];
    const { measures, failures } = measuresOf(FIXED, mean, [...directions, null, null]);
    expect(failures).toEqual({ infeasible: 2 });
    expect(measures.rmse).toEqual(measuresOf(FIXED, mean, directions).measures.rmse);
    expect(measures.failureRate?.value).toBe(2 / (directions.length + 2));
  });

  it('are refused where the mean taste has no positive first coefficient', () => {
    expect(() => measuresOf(FIXED, [-1, 1], golden.cases[0].directions)).toThrow(
      'secondCoefficient: the first coordinate is -1',
    );
  });
});

describe('records under a fixed first coefficient', () => {
  it('have an address of their own, and the unfixed keep theirs', () => {
    const cell = cellOf(100, 2, 1);
    expect(recordAddress(cell, 0, FIXED).key).not.toBe(recordAddress(cell, 0, SIGN).key);
  });
  it('keep an infeasible fit through bytes and back', () => {
    const address = recordAddress(cellOf(100, 2, 1, [FIXED]), 0, FIXED);
    const before = outcomes(FIXED, [[0.6, 0.8], null]);
    expect(decodeRecord(address, encodeRecord(address, before))).toEqual(before);
  });
});

import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../functions/study/claim.ts';
import type { Population } from '../../../kernels/populations/population.ts';
import { trialsOf } from '../../../results/claims/trials.ts';
import { RLHF, SIGN, TWO_TYPES, tinyStudy } from '../../support/studies.ts';

const POINT: Population = { ...TWO_TYPES, users: { law: 'point', mean: [2, 0] } };
const LIMIT: Claim = { kind: 'limit', estimator: 'rlhf', against: 'theory', within: 0.01, at: null };
const RATE: Claim = {
  kind: 'rate',
  estimator: 'sign',
  measure: 'rmsAngle',
  exponent: -1 / 3,
  within: 0.05,
  from: 30,
  atLeast: false,
};
const MONOTONE: Claim = {
  kind: 'monotone',
  estimator: 'sign',
  measure: 'rmsAngle',
  along: 'skew',
  direction: 'increasing',
  from: null,
};

const scenario = (skew: number | string, scale: number) => ({
  factors: { skew, scale },
  population: POINT,
  estimators: [SIGN, RLHF],
});
const grid = (claims: readonly Claim[], levels: readonly (number | string)[] = [3, 1, 2]) =>
  tinyStudy({
    claims,
    alpha: 0.01,
    scenarios: [1, 2].flatMap((scale) => levels.map((skew) => scenario(skew, scale))),
  });

describe('the cells that a claim reads', () => {
  it('are the largest size of a limit, and those from a size on of a rate', () => {
    const [limit, rate] = trialsOf(tinyStudy({ claims: [LIMIT, RATE], alpha: 0.01 }));
    expect(limit.cells.map(({ n }) => n)).toEqual([100]);
    expect(rate.cells.map(({ n }) => n)).toEqual([30, 100]);
  });

  it('make a trial of every combination, or of those of where', () => {
    expect(trialsOf(grid([LIMIT]))).toHaveLength(6);
    const chosen = trialsOf(grid([{ ...LIMIT, where: { skew: 3 } }]));
    expect(chosen.map(({ factors }) => factors)).toEqual([
      { skew: 3, scale: 1 },
      { skew: 3, scale: 2 },
    ]);
  });

  it('stand along a factor in order of its numbers, one trial for each level of the others', () => {
    const trials = trialsOf(grid([MONOTONE]));
    expect(trials.map(({ factors }) => factors)).toEqual([{ scale: 1 }, { scale: 2 }]);
    expect(trials[0].cells.map(({ n, factors }) => [n, factors.skew])).toEqual(
      [10, 30, 100].flatMap((n) => [1, 2, 3].map((skew) => [n, skew])),
    );
  });

  it('stand along a factor whatever is zipped with it', () => {
    const study = tinyStudy({
      claims: [MONOTONE],
      alpha: 0.01,
      scenarios: [1, 2].flatMap((scale) =>
        [1, 2, 3].map((skew) => ({
          ...scenario(skew, scale),
          factors: { skew, mean: `[${skew}, 0]`, scale, choice: 'logit' },
        })),
      ),
    });
    expect(trialsOf(study).map(({ factors }) => factors)).toEqual([
      { scale: 1, choice: 'logit' },
      { scale: 2, choice: 'logit' },
    ]);
  });

  it('stand along a factor of names in the order of the file', () => {
    const [trial] = trialsOf(grid([MONOTONE], ['mild', 'hot', 'cold']));
    expect(trial.cells.slice(0, 3).map(({ factors }) => factors.skew)).toEqual(['mild', 'hot', 'cold']);
  });
});

describe('what claims take from theory', () => {
  it('is the limit, the constant and the first n of the law of sign', () => {
    const study = tinyStudy({
      claims: [RATE],
      alpha: 0.01,
      scenarios: [{ factors: {}, population: POINT, estimators: [SIGN, RLHF] }],
    });
    const { bias, constant, regimeFrom } = trialsOf(study)[0].foretold();
    expect(bias).toBeCloseTo(0, 9);
    expect(constant).toBeCloseTo(2, 9);
    expect(regimeFrom).toBeGreaterThan(200);
    expect(regimeFrom).toBeLessThan(400);
  });

  it('is the signed limit of RLHF, which has no constant', () => {
    const { bias, constant, regimeFrom } = trialsOf(
      tinyStudy({ claims: [LIMIT], alpha: 0.01 }),
    )[0].foretold();
    expect(bias).toBeCloseTo(-0.1883433, 6);
    expect([constant, regimeFrom]).toEqual([null, null]);
  });
});

import { describe, expect, it } from 'vitest';
import type { EstimatorSpec } from '../../../functions/study/study.ts';
import type { Population } from '../../../kernels/populations/population.ts';
import { designOf } from '../../../results/charts/design.ts';
import { affordable } from '../../../results/predictions/affordable.ts';
import { agreementOf } from '../../../results/predictions/agreement.ts';
import { lawOf } from '../../../results/predictions/law-of.ts';
import { createPredict } from '../../../results/predictions/predict.ts';
import { predictedCrossing } from '../../../results/predictions/predicted-crossing.ts';
import { predictedSlope } from '../../../results/predictions/predicted-slope.ts';
import { crossover, predict as predictPopulation } from '../../../theory/prediction.ts';
import { manyCombinations } from '../../support/fixture-grids.ts';
import { ANNEALED, COLD, fixtureSummary, RLHF, SIGN } from '../../support/fixture-summary.ts';
import { maximumScoreDesign } from '../../support/populations.ts';
import { publishedResult } from '../../support/published.ts';
import { TWO_TYPES } from '../../support/studies.ts';

const predict = createPredict();
const ask = (population: Population, spec: EstimatorSpec) =>
  predict({ population, estimators: [spec] })(spec.id);

describe('the law of an estimator', () => {
  it('is that of its kind and solver, whatever its id', () => {
    expect(lawOf({ ...SIGN, id: 'mine' })).toEqual({ law: 'cube-root' });
    expect(lawOf({ ...RLHF, id: 'bt' })).toEqual({ law: 'rlhf' });
    expect(lawOf(COLD)).toEqual({ law: 'surrogate', lambda: 4, from: 1 });
  });

  it('is none where theory knows none', () => {
    const unknown: EstimatorSpec = Object.assign({}, SIGN, { kind: 'em' });
    expect(lawOf(unknown)).toBeNull();
    expect(ask(TWO_TYPES, unknown)).toBeNull();
  });
});

describe('what theory expects of an estimator', () => {
  it('is the law at finite n, not the constant alone, for the sign estimator', () => {
    const sign = ask(TWO_TYPES, SIGN)!;
    const at100 = sign.at('rmsAngle', 100)!;
    const constant = sign.scaled('rmsAngle')! * 100 ** (-1 / 3);
    // At 100 comparisons the constant is 20 % too high.
    expect(constant / at100.value).toBeGreaterThan(1.1);
    expect(predictPopulation(TWO_TYPES).signErrors?.(100)?.rms).toBe(at100.value);
    expect(sign.at('rmsAngle', 1e8)!.value / (sign.scaled('rmsAngle')! * 1e8 ** (-1 / 3))).toBeCloseTo(1, 2);
    expect(sign.exponent()).toBe(-1 / 3);
    expect(sign.limit('rmsAngle')).toBe(0);
    expect(sign.regimeFrom()).toBeGreaterThan(1000);
  });

  it('is the bias and the root-n noise of RLHF', () => {
    const rlhf = ask(TWO_TYPES, RLHF)!;
    const { value, error } = rlhf.at('rmsAngle', 10_000)!;
    expect(value).toBeCloseTo(Math.hypot(0.1883433234883578, 2.200068 / 100), 5);
    expect(error).toBeGreaterThan(0);
    expect(rlhf.limit('signedAngle')).toBeCloseTo(-0.1883433234883578, 9);
    expect(rlhf.limit('rmsAngle')).toBeCloseTo(0.1883433234883578, 9);
    expect(rlhf.exponent()).toBe(0);
    expect(rlhf.scaled('rmsAngle')).toBeNull();
    expect(ask({ ...TWO_TYPES, users: { law: 'point', mean: [2, 0] } }, RLHF)!.exponent()).toBe(-1 / 2);
  });

  it('is the maximum of the surrogate at its last lambda, from where its noise is small beside 1 / lambda', () => {
    const annealed = ask(TWO_TYPES, ANNEALED)!;
    expect(annealed.lambda).toBe(15);
    expect(annealed.at('rmsAngle', 1000)).toBeNull();
    const limit = predictPopulation(TWO_TYPES).surrogates?.(15);
    expect(annealed.at('rmsAngle', 1e6)!.value).toBeCloseTo(
      Math.hypot(limit!.bias, (limit!.rootNSd ?? Number.NaN) / 1000),
      12,
    );
    expect(ask(TWO_TYPES, Object.assign({}, ANNEALED, { id: 'other', steps: 7 }))).toBe(annealed);
  });

  it('covers skewed users, panels, other features and other choices', () => {
    const others: readonly Population[] = [
      { ...TWO_TYPES, users: { law: 'gamma', mean: [2, 0], along: [1, 2], skew: 2, scale: 4 } },
      { ...TWO_TYPES, features: { law: 'box', dimension: 2 } },
      { ...TWO_TYPES, choice: 'probit' },
    ];
    for (const population of others) {
      for (const spec of [SIGN, RLHF]) {
        expect(ask(population, spec)!.at('rmsAngle', 10_000)!.value).toBeGreaterThan(0);
      }
    }
    const panel: Population = { ...TWO_TYPES, users: { ...TWO_TYPES.users, panel: { labelsPerUser: 5 } } };
    // 2,000 users in place of 10,000: what they add is tested in test/theory/panel-noise.test.ts.
    expect(ask(panel, SIGN)!.at('rmsAngle', 10_000)!.value).toBeGreaterThan(
      ask(TWO_TYPES, SIGN)!.at('rmsAngle', 10_000)!.value,
    );
    expect(ask(panel, RLHF)!.limit('rmsAngle')).toBeCloseTo(0.1883433234883578, 9);
    expect(ask(panel, RLHF)!.at('rmsAngle', 10_000)).toBeNull();
  });

  it('is the limit alone on a file of features, by its table', () => {
    const features = { law: 'file', path: 'x.csv', dimension: 2, rows: 4, sha256: 'abc' } as const;
    const values = Float64Array.from([1, 0.2, -0.3, 1, 0.7, -0.8, 0.1, 0.4]);
    const tables = new Map([['abc', { rows: 4, dimension: 2, values }]]);
    const scenario = { population: { ...TWO_TYPES, features }, estimators: [SIGN, RLHF] };
    const known = createPredict(tables)(scenario);
    expect(known('rlhf')!.at('rmsAngle', 10_000)!.value).toBeGreaterThan(0);
    expect(known('sign')!.limit('rmsAngle')).not.toBeNull();
    expect(known('sign')!.at('rmsAngle', 10_000)).toBeNull();
    expect(createPredict()(scenario)('rlhf')!.at('rmsAngle', 10_000)).toBeNull();
  });

  it('is n^(-1/7) and no bias where the curvature vanishes, as near as a study can name that, and a bias where the fork is open', () => {
    const { scenarios } = publishedResult('symmetry-pitchfork').summary.study;
    const [none, critical, open] = scenarios.map(({ population }) => ask(population, SIGN)!);
    expect(none.exponent()).toBe(-1 / 3);
    expect(critical.exponent()).toBe(-1 / 7);
    expect(critical.limit('rmsAngle')).toBe(0);
    expect(critical.scaled('rmsAngle')).toBeNull();
    expect(open.exponent()).toBe(0);
    expect(open.limit('rmsAngle')).toBeGreaterThan(0.4);
    const { users, ...rest } = scenarios[1].population;
    if (users.law !== 'mixture') throw new Error('the study has types of users');
    const [up, down, [x, y]] = users.types;
    const further = { ...rest, users: { ...users, types: [up, down, [x - 1e-5, y]] } };
    expect(ask(further, SIGN)!.exponent()).toBe(0);
  });

  it('is of b where the first coefficient is fixed, as the constant of the literature says', () => {
    const design = maximumScoreDesign({ law: 'student', degrees: 3, scale: 1 / Math.sqrt(3) });
    const sign = ask(design, { ...SIGN, normalise: 'first' })!;
    // Cattaneo, Jansson & Nagasawa (2020): n^(1/3) (b_hat - b) tends to 2.408373 Z.
    expect(sign.scaled('rmse')! / 0.513380600821).toBeCloseTo(2.408373, 5);
    const large = sign.at('rmse', 1e8)!;
    expect(large.value * 1e8 ** (1 / 3)).toBeCloseTo(sign.scaled('rmse')!, 2);
    // Simulated with 20,000 data sets (docs/estimators.md): 2.506 (0.015) at n = 1,000.
    const { value, error } = sign.at('rmse', 1000)!;
    const measured = (2.506 * 0.513380600821) / 10;
    expect(Math.abs(value - measured)).toBeLessThan(error + (4 * 0.015 * 0.513) / 10);
    expect(Math.abs(1.1 * value - measured)).toBeGreaterThan(error + (4 * 0.015 * 0.513) / 10);
    const rlhf = ask(design, { ...RLHF, normalise: 'first' })!;
    expect(rlhf.limit('bias')! * rlhf.limit('bias')!).toBeCloseTo(rlhf.limit('rmse')! ** 2, 12);
  });
});

describe('derived from what theory expects', () => {
  it('the crossing of two lines is the one that theory computes for itself', () => {
    const found = predictedCrossing(ask(TWO_TYPES, SIGN)!, ask(TWO_TYPES, RLHF)!, 'rmsAngle');
    expect(found! / crossover(predictPopulation(TWO_TYPES))!).toBeCloseTo(1, 3);
    expect(predictedCrossing(ask(TWO_TYPES, RLHF)!, ask(TWO_TYPES, SIGN)!, 'rmsAngle')).toBeNull();
  });

  it('the slope over sizes is that of the predicted errors, weighted as the measured ones', () => {
    const { cells, rates } = fixtureSummary({ sampleSizes: [1e6, 1e7, 1e8] });
    const [rate] = rates.filter(({ estimator }) => estimator === 'sign');
    expect(predictedSlope(rate, cells, ask(TWO_TYPES, SIGN))).toBeCloseTo(-1 / 3, 2);
    expect(predictedSlope(rate, cells, null)).toBeNull();
    const small = fixtureSummary({ sampleSizes: [100, 1000, 1e6] });
    expect(predictedSlope({ ...rate, from: 100 }, small.cells, ask(TWO_TYPES, ANNEALED))).toBeNull();
  });

  it('values that are off by more than both errors are found, and no others', () => {
    const design = designOf(fixtureSummary());
    const found = agreementOf(design, predict, 'rmsAngle');
    expect(found).toEqual({ compared: 18, departures: [] });
    const tilted = designOf(fixtureSummary({ scenarios: [{ factors: {}, tilt: 1.3 }] }));
    expect(agreementOf(tilted, predict, 'rmsAngle').departures.length).toBeGreaterThan(10);
    expect(agreementOf(design, () => () => null, 'rmsAngle').compared).toBe(0);
  });

  it('predictions of a table are those of the first combinations that are affordable', () => {
    const { study } = manyCombinations(3000);
    const asked = affordable(predict, study);
    expect(asked.combinations).toBeGreaterThan(20);
    expect(asked.combinations).toBeLessThan(1000);
    const [first] = study.scenarios;
    const last = study.scenarios[2999];
    expect(asked.predict(first)('sign')).not.toBeNull();
    expect(asked.predict(last)('sign')).toBeNull();
    expect(affordable(predict, fixtureSummary().study).combinations).toBe(1);
  });
});

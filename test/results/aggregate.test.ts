import { describe, expect, it } from 'vitest';
import type { Cell } from '../../functions/study/plan.ts';
import type { EstimatorOutcomes } from '../../functions/study/run-block.ts';
import type { EstimatorSpec, Study } from '../../functions/study/study.ts';
import type { FitStatus } from '../../kernels/estimators/fit.ts';
import type { Population } from '../../kernels/populations/population.ts';
import { aggregate } from '../../results/aggregate.ts';
import { measureCell } from '../../results/measure-cell.ts';
import type { Summary } from '../../results/summary.ts';
import { draws } from '../support/draws.ts';
import { cellValuesOf } from '../support/studies.ts';

const SIGN: EstimatorSpec = { id: 'sign', kind: 'sign', solver: 'exact' };
const RLHF: EstimatorSpec = { id: 'rlhf', kind: 'rlhf' };
const PLANE: Population = {
  users: {
    law: 'mixture',
    types: [
      [3, 2],
      [1, -2],
    ],
    weights: [0.5, 0.5],
  },
  features: { law: 'gaussian', dimension: 2, covariance: null },
  choice: 'logit',
};

function cellOf(n: number, replicates: number, blockSize: number, population = PLANE): Cell {
  const blocks = Math.ceil(replicates / blockSize);
  const estimators = [SIGN, RLHF];
  const looks = [replicates];
  return {
    key: `n=${n}`,
    factors: {},
    population,
    seed: 1,
    n,
    estimators,
    looks,
    replicates,
    blockSize,
    blocks,
  };
}

function studyOf(cells: readonly Cell[], estimators: readonly EstimatorSpec[] = [SIGN, RLHF]): Study {
  return {
    name: 'test',
    title: 'Test',
    aim: 'test',
    seed: 1,
    scenarios: [{ factors: {}, population: cells[0].population, estimators }],
    sampleSizes: cells.map(({ n }) => n),
    looks: cells.map(({ looks }) => looks),
    until: null,
    profile: 'full',
  };
}

/** The summary of cells that face the study's estimators, from outcomes given block by block. */
function summarise(
  study: Study,
  cells: readonly Cell[],
  outcomesOf: (cell: Cell, estimator: EstimatorSpec) => readonly (EstimatorOutcomes | null)[],
): Summary {
  const [{ estimators }] = study.scenarios;
  const measured = cells.map((cell) => {
    const faced = { ...cell, estimators };
    return measureCell(
      faced,
      cellValuesOf(faced, (estimator) => outcomesOf(faced, estimator)),
    );
  });
  return aggregate(study, 'hash', measured);
}

/** A block whose fits turn by the given angles from the target (1, 0); null stands for a separable sample. */
function blockOf(estimator: EstimatorSpec, angles: readonly (number | null)[]): EstimatorOutcomes {
  const at = <T>(value: (angle: number) => T, failed: T): T[] =>
    angles.map((a) => (a === null ? failed : value(a)));
  return {
    estimator,
    statuses: at<FitStatus>(() => 'ok', 'separable'),
    directions: at((a) => [Math.cos(a), Math.sin(a)], [Number.NaN, Number.NaN]),
    scores: at((a) => 0.5 - a * a, Number.NaN),
    evaluations: angles.map(() => 3),
    diagnostics: { steps: at((a) => 10 * Math.abs(a), Number.NaN), arcs: at(() => 1, Number.NaN) },
  };
}

const TURNS: Record<string, readonly (readonly (number | null)[])[]> = {
  sign: [
    [0.1, -0.2],
    [0.3, null],
    [0.9, 0.9],
  ],
  rlhf: [
    [-0.2, -0.2],
    [-0.2, -0.2],
    [-0.2, -0.2],
  ],
};
const CELL = cellOf(1000, 4, 2);
const outcomes = (_: Cell, estimator: EstimatorSpec) =>
  TURNS[estimator.id].map((angles) => blockOf(estimator, angles));

describe('aggregate', () => {
  const summary = summarise(studyOf([CELL]), [CELL], outcomes);
  const [sign, rlhf] = summary.cells[0].estimators;

  it('uses exactly the first R replicates, even when more are stored', () => {
    expect(sign.measures.failureRate?.replicates).toBe(4);
    expect(sign.measures.rmsAngle?.replicates).toBe(3);
    expect(sign.measures.rmsAngle?.value).toBeCloseTo(Math.sqrt(0.14 / 3), 14);
    const odd = { ...CELL, replicates: 3 };
    const [three] = summarise(studyOf([odd]), [odd], outcomes).cells[0].estimators;
    expect(three.measures.failureRate).toMatchObject({ value: 0, replicates: 3 });
  });

  it('measures the successes and counts the failures by their code', () => {
    expect(sign).toMatchObject({ id: 'sign', kind: 'sign', solver: 'exact', failures: { separable: 1 } });
    expect(sign.measures.failureRate?.value).toBe(0.25);
    expect(sign.measures.meanAngle?.value).toBeCloseTo(0.2, 14);
    expect(sign.measures.medianAngle?.value).toBeCloseTo(0.2, 14);
    expect(sign.measures.signedAngle?.value).toBeCloseTo(0.2 / 3, 14);
    expect(sign.measures.signedAngleSd?.value).toBeCloseTo(Math.sqrt(0.19 / 3), 14);
    expect(sign.measures.disagreement?.value).toBeCloseTo(0.2 / Math.PI, 14);
    expect(sign.measures.score?.value).toBeCloseTo(0.5 - 0.14 / 3, 14);
    expect(sign.measures.evaluations).toEqual({ value: 3, mcse: 0, replicates: 3 });
    expect(sign.diagnostics.steps.value).toBeCloseTo(2, 13);
    expect(Object.keys(sign.diagnostics)).toEqual(['arcs', 'steps']);
    expect(rlhf).toMatchObject({ solver: 'newton', failures: {} });
  });

  it('pairs the estimators on the replicates that both fitted', () => {
    const [pair] = summary.cells[0].pairs;
    expect(pair).toMatchObject({ a: 'sign', b: 'rlhf' });
    expect(pair.rmsAngleDifference.replicates).toBe(3);
    expect(pair.rmsAngleDifference.value).toBeCloseTo(Math.sqrt(0.14 / 3) - 0.2, 14);
  });

  it('is complete, without a list of gaps', () => {
    expect(summary).toMatchObject({ formatVersion: 1, studyHash: 'hash', status: 'complete', claims: [] });
    expect(summary).not.toHaveProperty('missing');
  });

  it('names missing blocks and gives the estimator no numbers in that cell', () => {
    const gap = summarise(studyOf([CELL]), [CELL], (cell, estimator) =>
      outcomes(cell, estimator).map((block, i) => (estimator.id === 'sign' && i === 1 ? null : block)),
    );
    expect(gap.status).toBe('partial');
    expect(gap.missing).toEqual([{ cell: 'n=1000', estimator: 'sign', blocks: [1] }]);
    expect(gap.cells[0].estimators.map(({ id }) => id)).toEqual(['rlhf']);
    expect(gap.cells[0].pairs).toEqual([]);
  });

  it('ignores a gap among the blocks beyond the first R replicates', () => {
    const whole = summarise(studyOf([CELL]), [CELL], (cell, estimator) =>
      outcomes(cell, estimator).map((block, i) => (i === 2 ? null : block)),
    );
    expect(JSON.stringify(whole)).toBe(JSON.stringify(summary));
  });

  it('counts a list that ends early as missing, not as short', () => {
    const short = summarise(studyOf([CELL]), [CELL], () => []);
    expect(short.missing?.map(({ blocks }) => blocks)).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it('has null values and no NaN where every fit failed', () => {
    const failed = summarise(studyOf([CELL]), [CELL], (_, estimator) => [
      blockOf(estimator, [null, null]),
      blockOf(estimator, [null, null]),
    ]);
    const { measures, diagnostics } = failed.cells[0].estimators[0];
    expect(measures.rmsAngle).toEqual({ value: null, mcse: null, replicates: 0 });
    expect(measures.failureRate).toMatchObject({ value: 1, replicates: 4 });
    expect(diagnostics).toEqual({});
    expect(failed.rates).toEqual([]);
    expect(JSON.parse(JSON.stringify(failed))).toEqual(failed);
  });

  it('leaves signed angles out beyond two dimensions', () => {
    const space: Population = {
      users: { law: 'point', mean: [2, 0, 0] },
      features: { law: 'sphere', dimension: 3 },
      choice: 'logit',
    };
    const cell = cellOf(100, 2, 2, space);
    const direction = [Math.cos(0.2), 0, Math.sin(0.2)];
    const block = { ...blockOf(RLHF, [0.2, 0.2]), directions: [direction, direction] };
    const { measures } = summarise(studyOf([cell], [RLHF]), [cell], () => [block]).cells[0].estimators[0];
    expect(Object.keys(measures)).toEqual([
      'rmsAngle',
      'meanAngle',
      'medianAngle',
      'disagreement',
      'score',
      'failureRate',
      'evaluations',
    ]);
    expect(measures.rmsAngle?.value).toBeCloseTo(0.2, 14);
  });

  it('does not depend on how replicates are cut into blocks', () => {
    const whole = cellOf(1000, 4, 4);
    const one = summarise(studyOf([CELL]), [whole], (_, estimator) => [
      blockOf(estimator, TURNS[estimator.id].flat().slice(0, 4)),
    ]);
    expect(JSON.stringify(one)).toBe(JSON.stringify(summary));
  });
});

describe('rates of a summary', () => {
  it('come once for every estimator and error measure, with the sizes in order', () => {
    const { normal } = draws(31);
    const cells = [100, 1000, 10_000].map((n) => cellOf(n, 400, 400));
    const { rates } = summarise(studyOf(cells), cells, ({ n }, estimator) => [
      blockOf(
        estimator,
        Array.from({ length: 400 }, () => normal() / Math.sqrt(n)),
      ),
    ]);
    expect(rates.map(({ estimator, measure }) => `${estimator} ${measure}`)).toEqual(
      ['sign', 'rlhf'].flatMap((id) =>
        ['rmsAngle', 'meanAngle', 'medianAngle'].map((name) => `${id} ${name}`),
      ),
    );
    for (const rate of rates) {
      // |z| > 4.9 once in 10^6 for each.
      expect(Math.abs(rate.slope + 0.5)).toBeLessThan(4.9 * rate.se);
      expect(rate).toMatchObject({ from: 100, factors: {}, preAsymptotic: false });
      expect(rate.localSlopes.map(({ n }) => n)).toEqual([316, 3162]);
    }
  });

  it('are fitted apart for each set of factors', () => {
    const { normal } = draws(32);
    const cells = ['x', 'y'].flatMap((level) =>
      [100, 1000, 10_000].map((n) => ({
        ...cellOf(n, 100, 100),
        key: `${level}, n=${n}`,
        factors: { level },
      })),
    );
    const { rates } = summarise(studyOf(cells, [SIGN]), cells, ({ n, factors }, estimator) => {
      const exponent = factors.level === 'x' ? -0.5 : -0.25;
      return [
        blockOf(
          estimator,
          Array.from({ length: 100 }, () => normal() * n ** exponent * 0.3),
        ),
      ];
    });
    const rms = rates.filter(({ measure }) => measure === 'rmsAngle');
    expect(rms.map(({ factors }) => factors)).toEqual([{ level: 'x' }, { level: 'y' }]);
    expect(Math.abs(rms[0].slope + 0.5)).toBeLessThan(4.9 * rms[0].se);
    expect(Math.abs(rms[1].slope + 0.25)).toBeLessThan(4.9 * rms[1].se);
  });

  it('skip sizes at which the error is exactly zero', () => {
    const cells = [100, 1000, 10_000].map((n) => cellOf(n, 4, 4));
    const { rates } = summarise(studyOf(cells, [SIGN]), cells, ({ n }, estimator) => [
      blockOf(estimator, n === 1000 ? [0, 0, 0, 0] : [0.1, 0.2, 0.3, 0.2]),
    ]);
    expect(rates).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { designOf } from '../../../results/charts/design.ts';
import { gridHeadline } from '../../../results/report/grid-words.ts';
import { headline } from '../../../results/report/headline.ts';
import type { MeasureName, Summary } from '../../../results/summary.ts';
import { ANNEALED, COLD, fixtureSummary, SIGN } from '../../support/fixture-summary.ts';
import { publishedResult } from '../../support/published.ts';

const DEGREES = 180 / Math.PI;
const plain = (html: string): string => html.replace(/<[^>]+>/g, '');

const FIVE = [SIGN, ANNEALED, COLD, { ...COLD, id: 'colder' }, { ...COLD, id: 'coldest' }];

/** A summary with the values given, by combination and estimator; degrees for angles. */
function withValues(summary: Summary, measure: MeasureName, values: readonly (readonly number[])[]): Summary {
  return {
    ...summary,
    cells: summary.cells.map((cell, part) => ({
      ...cell,
      estimators: cell.estimators.map((one, i) => ({
        ...one,
        measures: {
          ...one.measures,
          [measure]: {
            value: measure === 'rmsAngle' ? values[part][i] / DEGREES : values[part][i],
            mcse: 0.001,
            replicates: 100,
          },
        },
      })),
    })),
  };
}

const two = (estimators: typeof FIVE): Summary =>
  fixtureSummary({
    estimators,
    sampleSizes: [100],
    scenarios: [{ factors: { x: 1 } }, { factors: { x: 2 } }],
  });

describe('a headline of more estimators than a sentence lists', () => {
  it('names the sign estimator, the closest and the farthest', () => {
    const one = fixtureSummary({ estimators: FIVE, sampleSizes: [100] });
    const said = plain(headline(withValues(one, 'rmsAngle', [[3, 2, 5, 9, 4]])));
    expect(said).toMatch(
      /the sign estimator points 3\.0° away from their average taste; of five estimators \S+ is the closest with 2\.0° and colder is the farthest with 9\.0°\.$/,
    );
    expect(said).not.toContain('coldest');
  });

  it('judges over combinations by the largest value of each, and says where none is closer', () => {
    const values = [
      [3, 2, 2, 2, 2],
      [4, 4, 5, 60, 6],
    ];
    expect(plain(gridHeadline(designOf(withValues(two(FIVE), 'rmsAngle', values))))).toBe(
      'With 100 comparisons, the sign estimator points 3.0° to 4.0° away from their average taste; of five estimators none is closer at its worst and colder is the farthest with 2.0° to 60.0°, over 2 combinations.',
    );
  });
});

describe('the headline of a study of intervals', () => {
  const interval = { method: 'chernoff', level: 0.95 } as const;
  const estimators = [
    { ...SIGN, interval },
    { ...COLD, interval },
  ] as typeof FIVE;
  const values = [
    [0.94, 0.9],
    [0.965, 0.9],
  ];
  const measured = withValues(two(estimators), 'coverage', values);
  const silent: Summary = { ...measured, claims: [] };

  it('says in how many data sets they hold the truth, over all combinations', () => {
    expect(plain(gridHeadline(designOf(silent)))).toBe(
      'With 100 comparisons intervals at 95 % hold the truth in 94.0 % to 96.5 % (the sign estimator) and 90.0 % (cold) of data sets.',
    );
  });

  it('names of many estimators the one nearest to the level, where each is farthest from it, and the one farthest', () => {
    const five = FIVE.map((one) => ({ ...one, interval })) as typeof FIVE;
    const covered = [
      [0.94, 0.9, 0.95, 0.99, 0.5],
      [0.965, 0.9, 0.8, 0.95, 0.95],
    ];
    const summary = { ...withValues(two(five), 'coverage', covered), claims: [] };
    expect(plain(gridHeadline(designOf(summary)))).toBe(
      'With 100 comparisons, of five kinds of intervals at 95 % the nearest to that hold the truth in 94.0 % to 96.5 % (the sign estimator) of data sets, the farthest in 50.0 % to 95.0 % (coldest).',
    );
  });

  it('is about angles where something is claimed, or an estimator has no interval', () => {
    const lacking = withValues(two([estimators[0], COLD]), 'coverage', values);
    expect(plain(gridHeadline(designOf({ ...lacking, claims: [] })))).not.toContain('hold the truth');
    const { claims } = publishedResult('cube-root').summary;
    expect(claims.length).toBeGreaterThan(0);
    expect(plain(gridHeadline(designOf({ ...measured, claims })))).not.toContain('hold the truth');
  });
});

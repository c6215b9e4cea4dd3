import { describe, expect, it } from 'vitest';
import { againstFactor } from '../../../results/charts/against-factor.ts';
import { combinationRows } from '../../../results/charts/combination-rows.ts';
import { designOf } from '../../../results/charts/design.ts';
import { errorAgainstN } from '../../../results/charts/error-against-n.ts';
import { seriesOf } from '../../../results/charts/series.ts';
import { shownMeasure, shownMeasures } from '../../../results/charts/shown-measures.ts';
import { SILENT } from '../../../results/predictions/predict.ts';
import type { Summary } from '../../../results/summary.ts';
import { ALONG, LISTED_ONCE } from '../../support/fixture-grids.ts';
import { fixtureSummary } from '../../support/fixture-summary.ts';
import { elementsOf, inherited } from '../../support/well-formed.ts';

const ONE = fixtureSummary();
const silent = SILENT(ONE.study.scenarios[0]);

/** Dots of the sign estimator, in pixels. */
const dots = (svg: string): readonly { readonly x: number; readonly y: number }[] =>
  elementsOf(svg)
    .filter((one) => one.name === 'circle' && inherited(one, 'fill') === 'var(--sign)')
    .map(({ attributes }) => ({ x: Number(attributes.cx), y: Number(attributes.cy) }));

/** What the labels of an axis say, beside their pixels along it. */
function scaleOf(svg: string, unit: string): readonly { readonly value: number; readonly text: string }[] {
  return elementsOf(svg)
    .filter(({ name, text }) => name === 'text' && new RegExp(`^[\\d.\u2212]+${unit}$`).test(text))
    .map(({ text }) => ({ text, value: Number(text.replace(unit, '').replace('\u2212', '-')) }));
}

const withMeasure = (summary: Summary, value: (n: number) => number): Summary => ({
  ...summary,
  cells: summary.cells.map((cell) => ({
    ...cell,
    estimators: cell.estimators.map((one) => ({
      ...one,
      measures: { ...one.measures, coverage: { value: value(cell.n), mcse: 0.01, replicates: 1000 } },
    })),
  })),
});

describe('the unit of a picture', () => {
  it('is that of the table beside it, for every measure', () => {
    for (const { measure, scale } of shownMeasures(ONE)) {
      const [{ points }] = seriesOf(ONE, measure);
      const found = ONE.cells[0].estimators[0].measures[measure];
      expect(points[0]?.value, measure).toBeCloseTo((found?.value ?? 0) * scale, 9);
      if (found?.mcse != null) expect(points[0]?.mcse, measure).toBeCloseTo(found.mcse * scale, 9);
    }
    expect(shownMeasures(ONE).some(({ scale }) => scale === 100)).toBe(true);
  });

  it('is per cent for shares: 80 to 95 % stand between the labels 80 and 100 %', () => {
    const summary = withMeasure(ONE, (n) => (n === 100 ? 0.8 : 0.95));
    const shown = shownMeasure('coverage');
    const svg = errorAgainstN(summary, silent, { shown, scale: 'linear' });
    const values = scaleOf(svg, ' %').map(({ value }) => value);
    expect(Math.max(...values)).toBeGreaterThanOrEqual(80);
    expect(Math.max(...values)).toBeLessThanOrEqual(100);
    const heights = dots(svg).map(({ y }) => y);
    expect(new Set(heights).size).toBe(2);
  });
});

describe('rows of combinations in another view', () => {
  const design = designOf(withMeasure(LISTED_ONCE, () => 0.9));

  it('show the measure that is asked for, in its unit and words', () => {
    const svg = combinationRows(design, SILENT, { n: 10_000, shown: shownMeasure('coverage') }) ?? '';
    expect(svg).toContain('share of intervals that cover the truth');
    expect(Math.max(...scaleOf(svg, ' %').map(({ value }) => value))).toBe(80);
    expect(new Set(dots(svg).map(({ x }) => x)).size).toBe(1);
    const angle = combinationRows(design, SILENT, { n: 10_000 }) ?? '';
    expect(angle).not.toContain('cover the truth');
  });

  it('leave out estimators and change the scale', () => {
    const svg = combinationRows(design, SILENT, { n: 10_000, only: new Set(['rlhf']), scale: 'log' }) ?? '';
    expect(dots(svg)).toEqual([]);
    expect(svg).toContain('RLHF');
    expect(svg).not.toContain('annealed');
    const linear = combinationRows(design, SILENT, { n: 10_000, only: new Set(['rlhf']), scale: 'linear' });
    expect(scaleOf(svg, '\u00b0')).not.toEqual(scaleOf(linear ?? '', '\u00b0'));
    expect(scaleOf(linear ?? '', '\u00b0')[0].value).toBe(0);
  });

  it('reach below 0 where a measure does, with bars to both sides', () => {
    const svg = combinationRows(design, SILENT, { n: 10_000, shown: shownMeasure('signedAngle') }) ?? '';
    expect(Math.min(...scaleOf(svg, '\u00b0').map(({ value }) => value))).toBeLessThan(0);
    expect(svg).not.toContain('NaN');
  });
});

it('a measure that one level alone has shows no course along the factor', () => {
  const sizes = ALONG.study.sampleSizes;
  const lone: Summary = {
    ...ALONG,
    cells: ALONG.cells.map((cell, i) => ({
      ...cell,
      estimators: cell.estimators.map((one) => {
        const { signedAngle, ...measures } = one.measures;
        return { ...one, measures: i === 0 && signedAngle !== undefined ? one.measures : measures };
      }),
    })),
  };
  expect(againstFactor(designOf(ALONG), SILENT, { sizes, what: 'bias' })).not.toBeNull();
  expect(againstFactor(designOf(lone), SILENT, { sizes, what: 'bias' })).toBeNull();
});

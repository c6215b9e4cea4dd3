import { describe, expect, it } from 'vitest';
import { againstFactor } from '../../../results/charts/against-factor.ts';
import { assembled } from '../../../results/charts/assembled.ts';
import { combinationRows } from '../../../results/charts/combination-rows.ts';
import { designOf } from '../../../results/charts/design.ts';
import { NARROW, WIDE } from '../../../results/charts/drawing.ts';
import { chartFacets, errorFacets } from '../../../results/charts/facets.ts';
import { localSlopes } from '../../../results/charts/local-slopes.ts';
import { ANGLE } from '../../../results/charts/main-measure.ts';
import { signedAngle } from '../../../results/charts/signed-angle.ts';
import { createPredict, SILENT } from '../../../results/predictions/predict.ts';
import type { Summary } from '../../../results/summary.ts';
import {
  ALONG,
  GRIDS,
  LEVELS,
  LISTED,
  LISTED_ONCE,
  manyCombinations,
  NORMALISED,
  TWO_FACTORS,
  ZIPPED,
} from '../../support/fixture-grids.ts';
import { fixtureSummary } from '../../support/fixture-summary.ts';
import { elementsOf, inherited } from '../../support/well-formed.ts';

const predict = createPredict();
const unknown = SILENT;

const drawings = (summary: Summary): readonly string[] => {
  const design = designOf(summary);
  const sizes = summary.study.sampleSizes;
  const facets = errorFacets(design, unknown);
  const along = againstFactor(design, unknown, { sizes, what: 'error' });
  const bias = againstFactor(design, unknown, { sizes, what: 'bias' });
  return [
    ...facets.panels.map(({ svg }) => svg),
    ...[along, bias].flatMap((one) => one?.panels.map(({ svg }) => svg) ?? []),
    ...(along?.alone ? [along.alone.wide, along.alone.narrow] : []),
    ...[NARROW, WIDE].flatMap(
      (width) => combinationRows(design, predict, { n: sizes[sizes.length - 1], width }) ?? [],
    ),
    assembled(facets, { title: 'a & b', name: '"<name>"' }),
  ];
};

const texts = (svg: string): readonly string[] =>
  elementsOf(svg)
    .filter(({ name }) => name === 'text')
    .map(({ text }) => text);

/** Labels of the y axis: the texts set flush right. */
const scaleOf = (svg: string): readonly string[] =>
  elementsOf(svg)
    .filter((one) => one.name === 'text' && inherited(one, 'text-anchor') === 'end')
    .map(({ text }) => text);

const signDots = (svg: string): readonly { readonly x: number; readonly y: number }[] =>
  elementsOf(svg)
    .filter((one) => one.name === 'circle' && inherited(one, 'fill') === 'var(--sign)')
    .map(({ attributes }) => ({ x: Number(attributes.cx), y: Number(attributes.cy) }));

describe('every drawing of a study in which something varies', () => {
  for (const [name, summary] of Object.entries(GRIDS)) {
    it(`is well-formed, finite and coloured by variables for ${name}`, () => {
      for (const svg of drawings(summary)) {
        for (const { name: tag, attributes } of elementsOf(svg)) {
          expect(tag).not.toBe('script');
          for (const [key, value] of Object.entries(attributes)) {
            if (key === 'aria-label') continue;
            expect(value, key).not.toMatch(/NaN|Infinity|undefined|null|url\(/);
            if (key === 'fill' || key === 'stroke') {
              expect(value).toMatch(/^(var\(--(ink|ink-2|rule|paper|wash|sign|rlhf)\)|none|currentColor)$/);
            }
            if (key === 'font-size' && !value.endsWith('%')) {
              // Plot writes its default of 10 on the root, which the style of 12 or 13 px beside it overrides.
              if (attributes.style === undefined) expect(Number.parseFloat(value)).toBeGreaterThanOrEqual(12);
            }
          }
        }
      }
    });
  }
});

describe('panels of error against n', () => {
  it('are one a combination, under its levels, all on one scale', () => {
    const { panels, of } = errorFacets(designOf(TWO_FACTORS), predict);
    expect(of).toBe(6);
    expect(panels.map(({ label }) => label)).toEqual([
      'share = 0.3, scale = 1',
      'share = 0.3, scale = 4',
      'share = 0.5, scale = 1',
      'share = 0.5, scale = 4',
      'share = 0.7, scale = 1',
      'share = 0.7, scale = 4',
    ]);
    const scales = panels.map(({ svg }) => scaleOf(svg));
    expect(scales[0].length).toBeGreaterThan(2);
    for (const scale of scales) expect(scale).toEqual(scales[0]);
    // The same n stands at the same place, a larger error higher.
    const [first, second] = panels.map(({ svg }) => signDots(svg));
    expect(first.map(({ x }) => x)).toEqual(second.map(({ x }) => x));
    for (const [i, { y }] of second.entries()) expect(y).toBeLessThan(first[i].y);
  });

  it('have the theory of their own combination, and none where theory is not asked', () => {
    const design = designOf(LISTED);
    const lines = (svg: string): number =>
      elementsOf(svg).filter(
        (one) =>
          one.name === 'path' &&
          inherited(one, 'stroke') === 'var(--sign)' &&
          (one.attributes.d ?? '').length > 100,
      ).length;
    expect(errorFacets(design, predict).panels.map(({ svg }) => lines(svg))).toEqual([1, 1, 1, 1]);
    expect(errorFacets(design, unknown).panels.map(({ svg }) => lines(svg))).toEqual([0, 0, 0, 0]);
  });

  it('leave out a size that a combination leaves out', () => {
    const { panels } = errorFacets(designOf(LISTED), unknown);
    expect(panels.map(({ svg }) => signDots(svg).length)).toEqual([5, 4, 5, 5]);
  });

  it('are the first 24 of many, and know of how many', () => {
    const design = designOf(manyCombinations(300));
    const facets = errorFacets(design, unknown);
    expect(facets.panels).toHaveLength(24);
    expect(facets.of).toBe(300);
    expect(facets.panels[23].label).toBe('skew = 0, scale = 23');
    expect(
      chartFacets(design, ({ summary }) => localSlopes(summary, () => null, ANGLE))?.panels,
    ).toHaveLength(24);
  });

  it('show b without degrees where b is what was asked for', () => {
    for (const { svg } of errorFacets(designOf(NORMALISED), predict).panels) {
      expect(texts(svg).join(' ')).not.toContain('\u00b0');
      expect(svg).toContain('Error of b against n');
    }
  });
});

describe('a measure against a factor', () => {
  it('has a dot for every level at its place on the axis', () => {
    const along = againstFactor(designOf(ALONG), predict, { sizes: [1000], what: 'error' })!;
    expect(along.panels).toHaveLength(1);
    expect(along.axis.factor.name).toBe('share');
    const dots = signDots(along.alone!.wide);
    expect(dots).toHaveLength(8);
    const steps = dots.slice(1).map(({ x }, i) => x - dots[i].x);
    for (const step of steps) expect(step).toBeCloseTo(steps[0], 0);
    // The fixture's error rises with the share.
    for (const [i, { y }] of dots.slice(1).entries()) expect(y).toBeLessThan(dots[i].y);
    expect(texts(along.alone!.wide)).toContain('share');
    expect(texts(along.alone!.wide)).toContain('0\u00b0');
  });

  it('has one panel for each n and for the levels of all else', () => {
    const { panels } = againstFactor(designOf(LEVELS), predict, { sizes: [1000], what: 'error' })!;
    expect(panels.map(({ label }) => label)).toEqual(['share = 0.7', 'share = 0.3', 'share = 0.5']);
    for (const { svg } of panels) expect(scaleOf(svg)).toEqual(scaleOf(panels[0].svg));
  });

  it('takes factors that move together as one', () => {
    const along = againstFactor(designOf(ZIPPED), predict, { sizes: [1000, 4000], what: 'error' })!;
    expect(along.panels.map(({ label }) => label)).toEqual(['n = 1,000', 'n = 4,000']);
    expect(along.axis.along.map(({ name }) => name)).toEqual(['scale']);
    expect(texts(along.panels[0].svg)).toContain('share, and scale with it');
  });

  it('shows the bias on both sides of 0', () => {
    const { panels, shown } = againstFactor(designOf(ALONG), predict, { sizes: [1000], what: 'bias' })!;
    expect(shown.measure).toBe('signedAngle');
    expect(scaleOf(panels[0].svg)).toContain('0\u00b0');
    expect(scaleOf(panels[0].svg).some((text) => text.startsWith('\u2212'))).toBe(true);
    const b = againstFactor(
      designOf(
        fixtureSummary({
          sampleSizes: [1000],
          normalised: true,
          scenarios: [1, 2, 3].map((x) => ({ factors: { x } })),
        }),
      ),
      predict,
      { sizes: [1000], what: 'bias' },
    );
    expect(b?.shown.measure).toBe('bias');
  });

  it('is none where nothing numeric varies, where every combination stands alone, or where nothing was measured', () => {
    const ask = (summary: Summary) =>
      againstFactor(designOf(summary), predict, { sizes: summary.study.sampleSizes, what: 'error' });
    expect(ask(LISTED_ONCE)).toBeNull();
    expect(ask(fixtureSummary())).toBeNull();
    const lonely = [
      { a: 1, b: 1 },
      { a: 2, b: 1 },
      { a: 3, b: 2 },
      { a: 1, b: 3 },
    ].map((factors) => ({ factors }));
    expect(ask(fixtureSummary({ sampleSizes: [100], scenarios: lonely }))).toBeNull();
    const failed = [1, 2, 3].map((a) => ({ factors: { a } }));
    expect(ask(fixtureSummary({ sampleSizes: [100], scenarios: failed, failed: () => true }))).toBeNull();
  });

  it('thins many levels out and caps the panels', () => {
    const design = designOf(manyCombinations(5000, [1000, 2000]));
    const along = againstFactor(design, unknown, { sizes: [2000], what: 'error' })!;
    expect(along.panels).toHaveLength(12);
    expect(along.of).toBe(50);
    expect(along.predicted).toBe(false);
    expect(along.every).toBe(4);
    for (const { svg } of along.panels) expect(signDots(svg).length).toBeLessThanOrEqual(30);
  });
});

describe('rows of combinations', () => {
  it('have a name and a dot each, in plan order', () => {
    const svg = combinationRows(designOf(LISTED_ONCE), predict, { n: 10_000, width: WIDE })!;
    const words = texts(svg);
    expect(words).toContain('users = two kinds, steps = 100');
    expect(words).toContain('users = one &lt;loud&gt; kind, steps = 100');
    for (const name of ['Sign', 'RLHF', 'annealed']) expect(words).toContain(name);
    const dots = signDots(svg);
    expect(dots).toHaveLength(4);
    for (const [i, { y }] of dots.slice(1).entries()) expect(y).toBeGreaterThan(dots[i].y);
    // The third design has the largest error, the second the smallest.
    const order = dots.map(({ x }, i) => ({ x, i })).sort((a, b) => a.x - b.x);
    expect(order.map(({ i }) => i)).toEqual([1, 3, 0, 2]);
  });

  it('are at most 24, and none at an n that was not measured', () => {
    const design = designOf(manyCombinations(300));
    expect(signDots(combinationRows(design, unknown, { n: 1000, width: NARROW })!)).toHaveLength(24);
    expect(combinationRows(design, unknown, { n: 77 })).toBeNull();
  });
});

describe('assembled panels', () => {
  it('are one drawing with every panel under its name', () => {
    const svg = assembled(errorFacets(designOf(TWO_FACTORS), predict), { title: 'errors', name: 'all' });
    const elements = elementsOf(svg);
    expect(elements.filter(({ name }) => name === 'svg')).toHaveLength(7);
    expect(texts(svg)).toContain('share = 0.7, scale = 4');
    const [root] = elements;
    for (const { name, attributes } of elements.slice(1)) {
      if (name !== 'svg') continue;
      expect(Number(attributes.x) + Number(attributes.width)).toBeLessThanOrEqual(
        Number(root.attributes.width),
      );
      expect(Number(attributes.y) + Number(attributes.height)).toBeLessThanOrEqual(
        Number(root.attributes.height),
      );
    }
  });
});

describe('predictions', () => {
  it('draw the limits of the combination they are about', () => {
    const facets = chartFacets(designOf(TWO_FACTORS), ({ summary }) =>
      signedAngle(summary, predict(summary.study.scenarios[0])),
    )!;
    expect(facets.panels).toHaveLength(6);
    const dotted = (svg: string) =>
      elementsOf(svg).filter((one) => one.name === 'line' && inherited(one, 'stroke-dasharray') === '1 4')
        .length;
    // Even shares: sign has no bias. Uneven ones: both have.
    expect(facets.panels.map(({ svg }) => dotted(svg))).toEqual([2, 2, 1, 1, 2, 2]);
  });
});

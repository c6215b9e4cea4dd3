import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../functions/study/claim.ts';
import { chernoffQq } from '../../../results/charts/chernoff-qq.ts';
import type { JudgedClaim } from '../../../results/claims/court.ts';
import { numberLine } from '../../../results/report/number-line.ts';
import { renderReport } from '../../../results/report/report.ts';
import { renderTable } from '../../../results/report/text-table.ts';
import { verdictMark } from '../../../results/report/verdict-mark.ts';
import { chernoffQuantile } from '../../../theory/chernoff.ts';
import { FIXTURE_PROVENANCE, fixtureSummary } from '../../support/fixture-summary.ts';
import { elementsOf } from '../../support/well-formed.ts';

const judged = (claim: Claim, rest: Partial<JudgedClaim>): JudgedClaim => ({
  claim,
  verdict: 'supported',
  interval: null,
  margin: null,
  look: 1,
  replicatesToDecide: null,
  ...rest,
});

const CLAIMS: readonly JudgedClaim[] = [
  judged(
    {
      kind: 'rate',
      estimator: 'sign',
      measure: 'rmsAngle',
      exponent: -1 / 3,
      within: 0.03,
      from: 'auto',
      atLeast: true,
    },
    { interval: [-0.351, -0.322], margin: [null, -0.30333333], look: 3, note: 'from n = 1000 on, by theory' },
  ),
  judged(
    { kind: 'limit', estimator: 'rlhf', against: 'theory', within: Math.PI / 900, at: null },
    {
      interval: [-0.19, -0.18],
      margin: [-0.1918, -0.1848],
      verdict: 'undecided',
      replicatesToDecide: 12_345,
    },
  ),
  judged(
    { kind: 'better', estimator: 'sign', than: 'rlhf', measure: 'rmsAngle', by: 0.1, from: 10_000 },
    { interval: [-0.2, 0.05], margin: [0.1, 1], verdict: 'refuted', factors: { 'population.choice': '<b>' } },
  ),
  judged(
    { kind: 'law', estimator: 'sign', against: 'chernoff', at: 1000, within: 0.06 },
    { verdict: 'undecided', note: 'theory does not know the scale of the error' },
  ),
];

const summary = (claims: readonly JudgedClaim[]) => {
  const fixture = fixtureSummary();
  return {
    ...fixture,
    study: { ...fixture.study, claims: claims.map(({ claim }) => claim), alpha: 0.01 },
    claims,
  };
};

describe('claims in the plain table', () => {
  const text = renderTable(summary(CLAIMS));

  it('stand with verdict, interval and margin in units that a person reads', () => {
    expect(text).toMatch(/supported +\[\u22120\.351, \u22120\.322\] +\[\u2026, \u22120\.303\]/);
    expect(text).toContain('[\u221210.89, \u221210.31]\u00b0');
    expect(text).toContain('[\u221220.0, 5.0] %');
  });

  it('say what they claim, under which levels, at which look, and what would decide', () => {
    expect(text.replace(/\n/g, ' ')).toContain(
      '1. sign: rms angle falls at least like n^(\u22121/3), within 0.03; look 3; from n = 1000 on, by theory',
    );
    expect(text).toContain('about 12,345 data sets would decide');
    expect(text.replace(/\n/g, ' ')).toContain(
      'sign: rms angle lower than rlhf by 10 % from n = 10,000 (population.choice = <b>)',
    );
  });

  it('are at most 100 columns wide, and absent where there are none', () => {
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(renderTable(summary([]))).not.toContain('Claims');
  });
});

describe('claims in the report', () => {
  const html = renderReport({ summary: summary(CLAIMS), provenance: FIXTURE_PROVENANCE });
  const elements = elementsOf(html);

  it('have a row each in a well-formed page, and a number line that says its verdict without being seen', () => {
    const lines = elements.filter(
      ({ name, attributes }) =>
        name === 'svg' && /^(supported|refuted|undecided): /.test(attributes['aria-label'] ?? ''),
    );
    expect(lines.map(({ attributes }) => attributes.role)).toEqual(['img', 'img', 'img']);
    expect(lines[2].attributes['aria-label']).toBe(
      'refuted: interval [\u221220.0, 5.0] %, margin [10.0, 100.0] %',
    );
    expect(html).toContain('population.choice\u00a0=\u00a0&#60;b');
    expect(html).toContain('Theory does not know the scale of the error');
  });

  it('take their colours from the page, so that they follow light and dark', () => {
    const line = numberLine([0, 1], [0.5, 2], 'x');
    for (const [, colour] of line.matchAll(/(?:fill|stroke)="([^"]*)"/g)) expect(colour).toMatch(/^var\(--/);
  });

  it('have no section where there are none', () => {
    const none = renderReport({ summary: summary([]), provenance: FIXTURE_PROVENANCE });
    expect(none).not.toContain('<h2>Claims</h2>');
  });
});

describe('a number line', () => {
  const xs = (svg: string) => {
    const found = elementsOf(svg);
    const band = found.find(({ name }) => name === 'rect')?.attributes;
    const bar = found.find(({ attributes }) => attributes['stroke-width'] === '3')?.attributes;
    return {
      band: [Number(band?.x), Number(band?.x) + Number(band?.width)],
      bar: [Number(bar?.x1), Number(bar?.x2)],
    };
  };

  it('draws an interval inside its margin inside the band, and one outside beside it', () => {
    const inside = xs(numberLine([0.2, 0.4], [0, 1], ''));
    expect(inside.bar[0]).toBeGreaterThan(inside.band[0]);
    expect(inside.bar[1]).toBeLessThan(inside.band[1]);
    const outside = xs(numberLine([2, 3], [0, 1], ''));
    expect(outside.bar[0]).toBeGreaterThan(outside.band[1]);
  });

  it('lets a margin without end run to the edge, and draws a point', () => {
    const open = xs(numberLine([1, 1], [null, 1], ''));
    expect(open.band[0]).toBe(0);
    expect(open.bar[0]).toBe(open.bar[1]);
    expect(open.bar.every(Number.isFinite)).toBe(true);
  });
});

describe('what stands on a number line', () => {
  const line = (more: Parameters<typeof numberLine>[3]) =>
    elementsOf(numberLine([0.2, 0.4], [0, 1], '', more));

  it('is the estimate as a dot with its number, the edges with theirs, and theory as a triangle', () => {
    const bare = line({});
    expect(bare.some(({ name }) => ['circle', 'path', 'text'].includes(name))).toBe(false);
    const full = line({ estimate: 0.3, claimed: 0.5, theory: 0.35, write: (value) => value.toFixed(2) });
    const texts = full.filter(({ name }) => name === 'text').map(({ text }) => text);
    expect(texts).toEqual(['0.00', '1.00', '0.30']);
    const dot = Number(full.find(({ name }) => name === 'circle')?.attributes.cx);
    const bar = full.find(({ attributes }) => attributes['stroke-width'] === '3')?.attributes;
    expect(dot).toBeCloseTo((Number(bar?.x1) + Number(bar?.x2)) / 2, 1);
    const claimed = full.find(({ attributes }) => attributes['stroke-width'] === '1')?.attributes;
    expect(Number(claimed?.x1)).toBeCloseTo(150, 1);
    expect(full.filter(({ name }) => name === 'path')).toHaveLength(1);
  });

  it('is left out where it lies beyond the drawing, and numbers stay inside', () => {
    const far = line({ estimate: 0.3, theory: 12, write: () => 'a number that is long' });
    expect(far.filter(({ name }) => name === 'path')).toHaveLength(0);
    for (const { attributes } of far.filter(({ name }) => name === 'text')) {
      expect(Number(attributes.x)).toBeGreaterThanOrEqual(0);
      expect(Number(attributes.x)).toBeLessThanOrEqual(300);
    }
  });
});

describe('the marks of verdicts', () => {
  it('differ in shape, not in colour', () => {
    const marks = (['supported', 'refuted', 'undecided'] as const).map(verdictMark);
    const shapes = marks.map((mark) =>
      elementsOf(mark).map(({ name, attributes }) => `${name}${attributes.d}`),
    );
    expect(new Set(shapes.map(String)).size).toBe(3);
    for (const mark of marks) {
      expect(mark.match(/var\(--[\w-]+\)/g)?.every((colour) => /ink|paper/.test(colour))).toBe(true);
    }
  });
});

describe('the law of scaled errors', () => {
  const quantiles = Array.from({ length: 100 }, (_, k) => chernoffQuantile((k + 0.5) / 100));
  const law: Claim = { kind: 'law', estimator: 'sign', against: 'chernoff', at: 1000, within: 0.06 };
  const withSample = (scale: number) =>
    judged(law, {
      interval: [0, 0.05],
      margin: [0, 0.06],
      estimate: 0.01,
      sample: { count: 2000, band: 0.04, quantiles: quantiles.map((one) => scale * one) },
    });
  const dotsOf = (svg: string) =>
    elementsOf(svg).flatMap(({ name, attributes }) =>
      name === 'circle' ? [[Number(attributes.cx), Number(attributes.cy)]] : [],
    );

  it('has a picture in the report, under its verdict', () => {
    const html = renderReport({ summary: summary([withSample(1)]), provenance: FIXTURE_PROVENANCE });
    expect(html).toContain('sign: Chernoff\u2019s law at n = 1,000, within 0.06: supported');
    expect(html).toContain('Quantiles of 2,000 data sets');
    const none = renderReport({ summary: summary(CLAIMS), provenance: FIXTURE_PROVENANCE });
    expect(none).not.toContain('Quantiles of');
  });

  it('puts the dots on the diagonal where the laws are one, and off it where the scale is another', () => {
    const draw = (scale: number) =>
      chernoffQq({ sample: withSample(scale).sample!, within: 0.06, name: 'qq' });
    const straight = dotsOf(draw(1));
    expect(straight).toHaveLength(50);
    // Equal scales: the slope of the diagonal is -1 in pixels.
    for (const [x, y] of straight) expect(x + y).toBeCloseTo(straight[0][0] + straight[0][1], 0);
    const steep = dotsOf(draw(1.5));
    const spread = (side: 0 | 1) =>
      Math.max(...steep.map((dot) => dot[side])) - Math.min(...steep.map((dot) => dot[side]));
    expect(spread(1) / spread(0)).toBeGreaterThan(1.3);
    for (const { attributes } of elementsOf(draw(4))) {
      for (const [key, value] of Object.entries(attributes)) expect(value, key).not.toMatch(/NaN|Infinity/);
    }
  });
});

it('says of a claimed rate of 0 that the error has stopped falling', () => {
  const rate = {
    kind: 'rate',
    estimator: 'sign',
    measure: 'rmsAngle',
    exponent: 0,
    within: 0.03,
    from: 1000,
  } as const;
  const still = summary([
    judged({ ...rate, atLeast: false }, { interval: [-0.01, 0.01], margin: [-0.03, 0.03] }),
  ]);
  expect(renderTable(still)).toContain('sign: rms angle has stopped falling, its slope within 0.03 of 0');
  const html = renderReport({ summary: still, provenance: FIXTURE_PROVENANCE });
  expect(html).toContain('The error of the sign estimator has stopped falling.');
  const atLeast = summary([
    judged({ ...rate, atLeast: true }, { interval: [-0.01, 0.01], margin: [null, 0.03] }),
  ]);
  expect(renderReport({ summary: atLeast, provenance: FIXTURE_PROVENANCE })).not.toContain('stopped falling');
});

import { describe, expect, it } from 'vitest';
import { NARROW, standalone, WIDE } from '../../../results/charts/drawing.ts';
import { errorAgainstN } from '../../../results/charts/error-against-n.ts';
import { localSlopes } from '../../../results/charts/local-slopes.ts';
import { ANGLE, mainMeasure } from '../../../results/charts/main-measure.ts';
import { scaledError } from '../../../results/charts/scaled-error.ts';
import { signedAngle } from '../../../results/charts/signed-angle.ts';
import { type SmallMultiple, smallMultiple } from '../../../results/charts/small-multiple.ts';
import { createPredict, type Foresight } from '../../../results/predictions/predict.ts';
import type { Summary } from '../../../results/summary.ts';
import { ANNEALED, COLD, fixtureSummary, RLHF, SIGN } from '../../support/fixture-summary.ts';
import { type Element, elementsOf, inherited } from '../../support/well-formed.ts';

const predict = createPredict();
const foresight = predict(fixtureSummary({ estimators: [SIGN, RLHF, ANNEALED, COLD] }).study.scenarios[0]);
const silent: Foresight = () => null;

const summaries: Readonly<Record<string, Summary>> = {
  'the flagship': fixtureSummary(),
  'one size': fixtureSummary({ sampleSizes: [1000] }),
  'two close sizes': fixtureSummary({ sampleSizes: [200, 400] }),
  'sizes up to 10^8': fixtureSummary({ sampleSizes: [100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8] }),
  'sizes from 10': fixtureSummary({ sampleSizes: [10, 20, 50] }),
  'one estimator': fixtureSummary({ estimators: [RLHF] }),
  'four estimators': fixtureSummary({ estimators: [SIGN, RLHF, ANNEALED, COLD] }),
  'a failed cell': fixtureSummary({ failed: (id, n) => id === 'rlhf' && n === 100 }),
  'nothing but failures': fixtureSummary({ failed: () => true }),
  'a hostile title': fixtureSummary({ title: '"><script>alert(1)</script> & \u0026amp;' }),
};

const draw = (summary: Summary, theory: Foresight): Readonly<Record<string, string | null>> => ({
  wide: errorAgainstN(summary, theory, { width: WIDE }),
  narrow: errorAgainstN(summary, theory, { width: NARROW }),
  slopes: drawn(localSlopes(summary, theory, mainMeasure(summary))),
  scaled: drawn(scaledError(summary, theory, mainMeasure(summary))),
  signed: drawn(signedAngle(summary, theory)),
});

const drawn = (chart: SmallMultiple | null): string | null => (chart === null ? null : smallMultiple(chart));

const isDot = ({ name, attributes }: Element): boolean =>
  name === 'circle' || (name === 'path' && attributes.transform !== undefined);

/** Dots of the data with this fill and stroke; ring and label marks stand alone in groups of their own. */
const dots = (svg: string, style: { readonly fill?: string; readonly stroke?: string }): number =>
  elementsOf(svg).filter(
    (element) =>
      isDot(element) &&
      (style.fill === undefined || inherited(element, 'fill') === style.fill) &&
      (style.stroke === undefined || inherited(element, 'stroke') === style.stroke) &&
      !(element.attributes.d ?? '').match(/^M-?[\d.]+,0L[\d.]+,0$/),
  ).length;

const texts = (svg: string): readonly string[] =>
  elementsOf(svg)
    .filter(({ name }) => name === 'text')
    .map(({ text }) => text);

describe('every chart', () => {
  for (const [name, summary] of Object.entries(summaries)) {
    for (const [kind, theory] of [
      ['with theory', foresight],
      ['without theory', silent],
    ] as const) {
      it(`is well-formed, finite and coloured by variables for ${name}, ${kind}`, () => {
        for (const svg of Object.values(draw(summary, theory))) {
          if (svg === null) continue;
          for (const { name: tag, attributes } of elementsOf(svg)) {
            expect(tag).not.toBe('script');
            for (const [key, value] of Object.entries(attributes)) {
              if (key === 'aria-label') continue;
              expect(value, key).not.toMatch(/NaN|Infinity|undefined|null/);
              if (!key.startsWith('xmlns')) expect(value, key).not.toMatch(/https?:/);
              if (key === 'fill' || key === 'stroke') {
                expect(value).toMatch(/^(var\(--(ink|ink-2|rule|paper|wash|sign|rlhf)\)|none|currentColor)$/);
              }
            }
          }
        }
      });
    }
  }

  it('is left out, not drawn empty, where it has no data', () => {
    const failed = summaries['nothing but failures'];
    expect(localSlopes(failed, foresight, ANGLE)).toBeNull();
    expect(scaledError(failed, foresight, ANGLE)).toBeNull();
    expect(signedAngle(failed, foresight)).toBeNull();
    expect(localSlopes(summaries['one size'], foresight, ANGLE)).toBeNull();
    expect(scaledError(summaries['one estimator'], foresight, ANGLE)).toBeNull();
  });

  it('is of the error of b where the study is about that', () => {
    const one = fixtureSummary({ normalised: true });
    const rates = one.rates.map((rate) => ({
      ...rate,
      measure: 'rmse' as const,
      localSlopes: rate.localSlopes.map((slope) => ({ ...slope, slope: -0.25 })),
    }));
    const slopes =
      localSlopes({ ...one, rates: [...one.rates, ...rates] }, foresight, mainMeasure(one))?.dots ?? [];
    expect(slopes.length).toBeGreaterThan(1);
    expect(new Set(slopes.map(({ value }) => value))).toEqual(new Set([-0.25]));
    const scaled = scaledError(one, silent, mainMeasure(one));
    const first = one.cells[0].estimators.find(({ id }) => id === 'sign')?.measures.rmse;
    expect(scaled?.dots[0].value).toBeCloseTo(one.cells[0].n ** (1 / 3) * Number(first?.value), 9);
    expect(texts(drawn(scaled) ?? '').join()).not.toMatch(/\u00b0|theory/);
    expect(texts(drawn(scaledError(fixtureSummary(), foresight, ANGLE)) ?? '').join()).toMatch(
      /theory, large n: [\d.]+\u00b0/,
    );
  });

  it('keeps its type at the size it has on the page: 12 px or more', () => {
    for (const svg of Object.values(draw(summaries.flagship ?? fixtureSummary(), foresight))) {
      const [root, ...rest] = elementsOf(svg ?? '');
      expect(root.attributes['font-size']).toMatch(/^1[23](px)?$/);
      for (const { attributes } of rest) {
        const size = attributes['font-size'];
        if (size !== undefined && !size.endsWith('%')) expect(Number(size)).toBeGreaterThanOrEqual(12);
      }
    }
  });
});

describe('the chart of error against n', () => {
  it('has one mark for every measured cell and none for a failed one', () => {
    for (const width of [NARROW, WIDE]) {
      const whole = errorAgainstN(fixtureSummary(), foresight, { width });
      expect(dots(whole, { fill: 'var(--sign)' })).toBe(9);
      expect(dots(whole, { fill: 'var(--paper)', stroke: 'var(--rlhf)' })).toBe(9);
      const failed = errorAgainstN(summaries['a failed cell'], foresight, { width });
      expect(dots(failed, { fill: 'var(--paper)', stroke: 'var(--rlhf)' })).toBe(8);
    }
  });

  it('puts every mark at the pixel of its value', () => {
    const summary = fixtureSummary({ sampleSizes: [100, 10_000], estimators: [SIGN] });
    const svg = errorAgainstN(summary, silent, { width: WIDE });
    const circles = elementsOf(svg).filter(({ name }) => name === 'circle');
    const [first, last] = circles.map(({ attributes }) => [Number(attributes.cx), Number(attributes.cy)]);
    // Equal shares of a log axis: the ticks at 100, 1,000 and 10,000 stand at equal distances.
    const ticks = elementsOf(svg).filter(
      ({ name, text }) => name === 'text' && ['100', '1,000', '10,000'].includes(text),
    );
    const xs = ticks.map(({ attributes }) =>
      Number(/translate\(([\d.]+),/.exec(attributes.transform ?? '')?.[1]),
    );
    expect(xs).toHaveLength(3);
    expect(xs[0]).toBeCloseTo(first[0], 0);
    expect(xs[2]).toBeCloseTo(last[0], 0);
    expect(xs[1]).toBeCloseTo((first[0] + last[0]) / 2, 0);
    expect(last[1]).toBeGreaterThan(first[1]);
  });

  it('says on the data what it is, what theory says and where they cross', () => {
    const wide = errorAgainstN(fixtureSummary(), foresight, { width: WIDE });
    for (const text of [
      'Sign',
      'RLHF',
      'theory: settles 10.79\u00b0 away',
      'n \u2248 2,100',
      'Sign overtakes',
    ]) {
      expect(texts(wide)).toContain(text);
    }
    expect(wide).toContain('theory: tends to 151\u00b0 n<tspan');
    const bare = errorAgainstN(fixtureSummary(), silent, { width: WIDE });
    expect(texts(bare)).not.toContain('theory: settles 10.79\u00b0 away');
    expect(texts(bare)).toContain('RLHF');
  });

  it('names every one of four estimators, each with a mark of its own', () => {
    const svg = errorAgainstN(summaries['four estimators'], foresight, { width: NARROW });
    for (const name of ['Sign', 'RLHF', 'annealed', 'cold']) expect(texts(svg)).toContain(name);
    const shapes = elementsOf(svg).filter(
      (element) =>
        isDot(element) &&
        element.name === 'path' &&
        inherited(element, 'stroke') === 'var(--ink)' &&
        !/^M-?[\d.]+,0L[\d.]+,0$/.test(element.attributes.d),
    );
    const counts = new Map<string, number>();
    for (const { attributes } of shapes) counts.set(attributes.d, (counts.get(attributes.d) ?? 0) + 1);
    // Nine squares, nine triangles, and one of each before a name.
    expect([...counts.values()].sort((a, b) => b - a)).toEqual([9, 9, 1, 1]);
  });

  it('says so where nothing was measured', () => {
    expect(texts(errorAgainstN(summaries['nothing but failures'], foresight))).toContain(
      'no fit succeeded: nothing was measured',
    );
  });

  it('writes the title of a study as text', () => {
    const svg = errorAgainstN(summaries['a hostile title'], foresight);
    expect(svg).not.toContain('<script');
    expect(elementsOf(svg)[0].attributes['aria-label']).toContain('&#60;script&#62;');
  });
});

describe('standalone', () => {
  it('brings the value of every colour that the drawing uses, twice: light and dark', () => {
    const svg = standalone(errorAgainstN(fixtureSummary(), foresight));
    elementsOf(svg);
    for (const [, token] of svg.matchAll(/var\((--[\w-]+)\)/g)) {
      expect(svg.split(`${token}:#`).length - 1, token).toBe(2);
    }
  });
});

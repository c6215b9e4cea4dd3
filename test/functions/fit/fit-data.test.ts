import { describe, expect, it } from 'vitest';
import { agreements } from '../../../functions/fit/agreement.ts';
import { correctRows } from '../../../functions/fit/correct-rows.ts';
import { fitData, sampleOf } from '../../../functions/fit/data-fit.ts';
import { estimatorNames, estimatorsNamed } from '../../../functions/fit/estimator-names.ts';
import { fitObject } from '../../../functions/fit/fit-json.ts';
import { fitPicture } from '../../../functions/fit/fit-picture.ts';
import { differenceSentence } from '../../../functions/fit/fit-sentence.ts';
import { fitText } from '../../../functions/fit/fit-text.ts';
import { originalUnits, shares } from '../../../functions/fit/original-units.ts';
import { pairedDifference } from '../../../functions/fit/paired-difference.ts';
import { choicesIn, LONG } from '../../support/choice-files.ts';

/** 120 people, 6 tasks of 3 alternatives, tastes around (1, -1, 0.5); noise of Gumbel's law, which makes comparisons logits. */
function panel(): string {
  let state = 12345;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const lines = ['id,task,alt,choice,price,speed,size'];
  for (let id = 0; id < 120; id++) {
    const taste = [1 + normal(), -1 + 0.5 * normal(), 0.5 + 0.5 * normal()];
    for (let task = 0; task < 6; task++) {
      const items = Array.from({ length: 3 }, () => [normal(), normal(), normal()]);
      const utilities = items.map(
        (x) => x.reduce((sum, v, j) => sum + v * taste[j], 0) - Math.log(-Math.log(uniform())),
      );
      const best = utilities.indexOf(Math.max(...utilities));
      items.forEach((x, alt) => {
        lines.push(`${id},${task},${alt},${alt === best ? 1 : 0},${x.map((v) => v.toFixed(4)).join(',')}`);
      });
    }
  }
  return lines.join('\n');
}

const data = choicesIn(panel(), LONG);
const sample = sampleOf(data);
const TRUTH = [1, -1, 0.5].map((v) => v / 1.5);
const wish = { method: 'auto', level: 0.999, draws: 60 } as const;

describe('a long-format panel of known tastes', () => {
  const specs = estimatorsNamed(['exact', 'rlhf', 'per-user-mean', 'em'], { d: 3, panel: true });
  const fits = fitData(data, { sample, specs }, { tie: 'up', intervals: wish });

  it('gives back the mean taste within the intervals', () => {
    expect(data.comparisons.n).toBe(120 * 6 * 2);
    for (const { spec, direction, uncertainty } of fits.slice(0, 2)) {
      TRUTH.forEach((truth, j) => {
        const { lower, upper } = uncertainty!.intervals![j];
        expect(lower, spec.id).toBeLessThan(truth);
        expect(upper, spec.id).toBeGreaterThan(truth);
        expect(direction![j]).toBeGreaterThan(lower);
        expect(direction![j]).toBeLessThan(upper);
      });
    }
    expect(fits.map(({ uncertainty }) => uncertainty?.method)).toEqual([
      'reshaped',
      'sandwich',
      'bootstrap',
      'bootstrap',
    ]);
  });
  it('is described in text, as an object and in a picture', () => {
    const apart = agreements(data, fits, (theta) => shares(theta, data));
    const text = fitText(data, fits, apart);
    expect(text).toContain('1,440 comparisons in 720 situations by 120 choosers, 3 features.');
    expect(text).toMatch(/exact and rlhf: \d+\.\d degrees apart/);
    const context = { agreements: apart, difference: null, level: 0.95, symmetry: null };
    const [exact] = fits.map((fit) => fitObject(data, fit, context));
    expect(exact).toMatchObject({ estimator: 'exact', n: 1440, d: 3, status: 'ok' });
    // The centroid of several best directions tells at most as many rightly as each of them.
    expect(exact.bound).toBe(Math.round((1440 * (1 + exact.objective!)) / 2));
    expect(exact.gap).toBe(exact.bound! - exact.score!);
    expect(exact.proven).toBe(exact.gap === 0);
    expect(exact.agreement.map((one) => one.with)).toEqual(['rlhf', 'per-user-mean', 'em']);
    expect(exact.agreement[0]).toMatchObject({
      angleDeg: (apart[0].angle * 180) / Math.PI,
      disagreement: apart[0].disagreement,
    });
    expect(Object.keys(exact.direction!)).toEqual(['price', 'speed', 'size']);
    expect(exact.interval!.price).toHaveLength(2);
    expect(fitPicture(data, fits)).toMatch(
      /^<svg role="img" aria-label="Shares of the direction by feature\. exact: price/,
    );
  });
  it('says whether two estimators differ beyond noise, and never that one differs from itself', () => {
    const [a] = fits.map(({ spec, fitted }) => ({ spec, fitted: fitted! }));
    const difference = pairedDifference(data, sample, { a, b: a, level: 0.95, draws: 20 });
    expect(difference).toMatchObject({ distance: 0, draws: 20 });
    expect(difference.angleInterval.lower).toBe(0);
    expect(difference.disagreementInterval.lower).toBe(0);
    expect(differenceSentence(data.names, difference, 0.95)).toMatch(/within noise: 100\.0 %/);
  });
});

/** 100 people, 6 tasks of 4 contracts: two of ten features decide most, as a rate of the day does beside a price. */
function contracts(): string {
  let state = 777;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
  const lines = ['id,task,alt,choice,price,years,local,known,day'];
  for (let id = 0; id < 100; id++) {
    const spread = 4 * uniform() - 2;
    const taste = [-1, -0.2, 2 + spread, 1.5 + spread / 2, -9.5];
    for (let task = 0; task < 6; task++) {
      const items = Array.from({ length: 4 }, () => {
        const day = uniform() < 0.5 ? 1 : 0;
        return [
          day === 1 ? 0 : uniform() < 0.5 ? 7 : 9,
          Math.floor(6 * uniform()),
          uniform() < 0.3 ? 1 : 0,
          uniform() < 0.5 ? 1 : 0,
          day,
        ];
      });
      const utilities = items.map(
        (x) => x.reduce((sum, v, j) => sum + v * taste[j], 0) - Math.log(-Math.log(uniform())),
      );
      const best = utilities.indexOf(Math.max(...utilities));
      items.forEach((x, alt) => {
        lines.push(`${id},${task},${alt},${alt === best ? 1 : 0},${x.join(',')}`);
      });
    }
  }
  return lines.join('\n');
}

describe('sign on features of their own sizes', () => {
  it('tells at least as many choices rightly as RLHF and as its surrogate', () => {
    const own = choicesIn(contracts(), LONG);
    const setting = { n: own.comparisons.n, d: own.comparisons.d, panel: true };
    const specs = estimatorsNamed(['sign', 'rlhf', 'staged'], setting);
    const [sign, rlhf, staged] = fitData(own, { sample: sampleOf(own), specs }, { tie: 'up' });
    expect(sign.score!).toBeGreaterThanOrEqual(rlhf.score!);
    // The surrogate at a fixed temperature has its maximum elsewhere.
    expect(sign.score!).toBeGreaterThan(staged.score!);
  });
});

describe('directions of standardised features', () => {
  const text = `y,a,b\n${Array.from({ length: 60 }, (_, i) => `${(i * 7) % 3 === 0 ? 1 : 0},${(i * 37) % 11},${100 * ((i * 53) % 13)}`).join('\n')}`;
  const request = { format: 'binary', outcome: 'y', intercept: true } as const;
  const scaled = choicesIn(text, request, true);
  const raw = choicesIn(text, request);

  it('tell the rows of the file as they tell the standardised rows', () => {
    const theta = Float64Array.of(0.3, -0.8, 0.2);
    const original = originalUnits(theta, scaled);
    expect(correctRows(raw, original, 'up')).toBe(correctRows(scaled, theta, 'up'));
    expect(original.reduce((sum, v) => sum + v * v, 0)).toBeCloseTo(1, 12);
  });
  it('are those of the fit without standardising, for an estimator that does not depend on scale', () => {
    const [one] = fitData(
      scaled,
      { sample: sampleOf(scaled), specs: estimatorsNamed(['rlhf'], { d: 3, panel: false }) },
      { tie: 'up' },
    );
    const [other] = fitData(
      raw,
      { sample: sampleOf(raw), specs: estimatorsNamed(['rlhf'], { d: 3, panel: false }) },
      { tie: 'up' },
    );
    one.direction!.forEach((v, j) => {
      expect(v).toBeCloseTo(other.direction![j], 7);
    });
  });
});

describe('the names of estimators', () => {
  it('are kinds and solvers, and others are refused with the nearest', () => {
    expect(estimatorNames()).toEqual(
      expect.arrayContaining(['sign', 'rlhf', 'exact', 'certified', 'staged']),
    );
    expect(estimatorsNamed(['sign'], { d: 3, panel: false })).toMatchObject([{ solver: 'exact' }]);
    const six = { d: 6, panel: true };
    const searched = (n: number) => estimatorsNamed(['sign'], { ...six, n })[0];
    expect(searched(10_000)).toMatchObject({ id: 'sign', solver: 'great-circle', restarts: 10 });
    expect(searched(10_000_000)).toMatchObject({ id: 'sign', solver: 'great-circle', restarts: 0 });
    expect(() => estimatorsNamed(['rlfh'], { d: 2, panel: false })).toThrow('did you mean rlhf?');
    expect(() => estimatorsNamed(['exact'], { d: 7, panel: false })).toThrow(/needs dimension 3 at most/);
    expect(() => estimatorsNamed(['per-user-mean'], { d: 2, panel: false })).toThrow(/panel/);
  });
});

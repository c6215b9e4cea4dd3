import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../functions/study/claim.ts';
import type { Foretold } from '../../../results/claims/foretold.ts';
import { judgeOf } from '../../../results/claims/judge.ts';
import { replicatesToDecide, verdictOf } from '../../../results/claims/judgement.ts';
import type { CellView } from '../../../results/claims/trial.ts';
import { chernoffQuantile } from '../../../theory/chernoff.ts';
import { viewOf } from '../../support/claims.ts';

const LEVEL = 0.005;
const NOTHING: Foretold = { bias: null, constant: null, regimeFrom: null };

/** Chernoff's law at the middles of so many equal shares, in an order of its own: moments without noise. */
function chernoff(count: number, scale: number, shift = 0): Float64Array {
  const step = 37; // coprime to the counts below
  return Float64Array.from(
    { length: count },
    (_, i) => shift + scale * chernoffQuantile((((i * step) % count) + 0.5) / count),
  );
}

const SIZES = [100, 1000, 10_000, 100_000];
const errorsLike = (slope: number, scale = 2): readonly CellView[] =>
  SIZES.map((n) => viewOf(n, { a: chernoff(400, scale * n ** slope) }));

function judge(claim: Claim, views: readonly CellView[], known: Partial<Foretold> = {}) {
  const cells = views.map(({ cell }) => cell);
  const judged = judgeOf({ claim, factors: {}, cells, foretold: () => ({ ...NOTHING, ...known }) });
  const judgement = judged.judge(
    views.map((view) => judged.read(view)),
    LEVEL,
  );
  return { ...judgement, verdict: verdictOf(judgement) };
}

const RATE = {
  kind: 'rate',
  estimator: 'a',
  measure: 'rmsAngle',
  exponent: -1 / 3,
  within: 0.05,
  from: 100,
  atLeast: false,
} as const;

describe('a rate', () => {
  it('is the slope of the measures, supported inside the margin and refuted outside', () => {
    const right = judge(RATE, errorsLike(-1 / 3));
    expect(right).toMatchObject({ verdict: 'supported' });
    expect(right).toHaveProperty('estimate', expect.closeTo(-1 / 3, 10));
    expect(judge(RATE, errorsLike(-0.5))).toMatchObject({ verdict: 'refuted' });
    expect(judge(RATE, errorsLike(-1 / 3 - 0.05))).toMatchObject({ verdict: 'undecided' });
  });

  it('may be faster where it is claimed to be at least so fast, and not slower', () => {
    const claim = { ...RATE, atLeast: true };
    expect(judge(claim, errorsLike(-0.5))).toMatchObject({
      verdict: 'supported',
      margin: [-Infinity, expect.closeTo(-0.28333, 4)],
    });
    expect(judge(claim, errorsLike(-0.2))).toMatchObject({ verdict: 'refuted' });
  });

  it('is not fitted through a range that is pre-asymptotic', () => {
    const bent = SIZES.map((n, i) => viewOf(n, { a: chernoff(2000, Math.exp(-0.5 * i * i)) }));
    expect(judge({ ...RATE, from: 'auto' }, bent)).toMatchObject({
      verdict: 'undecided',
      interval: null,
      note: expect.stringContaining('pre-asymptotic'),
    });
  });

  it('begins where theory says that the law holds', () => {
    const views = errorsLike(-1 / 3);
    expect(judge({ ...RATE, from: 'auto' }, views, { regimeFrom: 900.5 })).toMatchObject({
      note: 'from n = 901 on, by theory',
    });
    expect(judge({ ...RATE, from: 'auto' }, views, { regimeFrom: 2000 })).toMatchObject({
      verdict: 'undecided',
      note: 'pre-asymptotic: by theory the law holds from n = 2000 on, where 2 of the sizes are, and 3 are needed',
    });
    expect(judge({ ...RATE, from: 'auto' }, views, { regimeFrom: 2e5 })).toMatchObject({
      note: 'pre-asymptotic: by theory the law holds from n = 200000 on',
    });
    expect(judge({ ...RATE, from: 'auto' }, views)).toMatchObject({
      note: 'from n = 100 on, where no drift is seen',
    });
  });

  it('says so where too few sizes have a value', () => {
    const few = SIZES.map((n) => viewOf(n, { a: chernoff(19, 1) }));
    expect(judge(RATE, few)).toMatchObject({ verdict: 'undecided', interval: null });
  });
});

describe('a constant', () => {
  const CONSTANT = {
    kind: 'constant',
    estimator: 'a',
    measure: 'rmsAngle',
    against: 'theory',
    within: 0.1,
    from: 100,
  } as const;

  it('is that of errors c n^(-1/3) Z, from their root mean square or from their mean', () => {
    const views = errorsLike(-1 / 3, 2);
    for (const measure of ['rmsAngle', 'meanAngle'] as const) {
      const judged = judge({ ...CONSTANT, measure }, views, { bias: 0, constant: 2 });
      expect(judged).toMatchObject({ verdict: 'supported' });
      // 400 middles of equal shares lack a little of the law's tails.
      expect(Math.abs(('estimate' in judged ? judged.estimate : 0) - 2)).toBeLessThan(0.01);
    }
    expect(judge({ ...CONSTANT, against: 2.5 }, views)).toMatchObject({ verdict: 'refuted' });
  });

  it('is about the limit that theory knows, where the estimator is biased', () => {
    const views = SIZES.map((n) => viewOf(n, { a: chernoff(400, 2 * n ** (-1 / 3), 0.3) }));
    expect(judge(CONSTANT, views, { bias: 0.3, constant: 2 })).toMatchObject({ verdict: 'supported' });
    expect(judge(CONSTANT, views, { bias: 0, constant: 2 })).toMatchObject({ verdict: 'refuted' });
  });

  it('is undecided where theory does not know it', () => {
    expect(judge(CONSTANT, errorsLike(-1 / 3))).toMatchObject({
      verdict: 'undecided',
      note: 'theory does not know the constant',
    });
  });
});

describe('a law', () => {
  const LAW = { kind: 'law', estimator: 'a', against: 'chernoff', at: 1000, within: 0.1 } as const;
  const view = (scale: number, shift = 0): readonly CellView[] => [
    viewOf(1000, { a: chernoff(1000, (scale * 2) / 10, shift) }),
  ];

  it('is at the distance of half a step from equal shares of itself, with the band of Massart', () => {
    const judged = judge(LAW, view(1, 0.3), { bias: 0.3, constant: 2 });
    expect(judged).toMatchObject({ verdict: 'supported', estimate: expect.closeTo(0.0005, 6) });
    expect(judged.interval?.[1]).toBeCloseTo(0.0005 + Math.sqrt(Math.log(2 / LEVEL) / 2000), 6);
  });

  it('is another where the scale or the centre is another', () => {
    expect(judge(LAW, view(2), { bias: 0, constant: 2 })).toMatchObject({ verdict: 'refuted' });
    expect(judge(LAW, view(1, 0.3), { bias: 0, constant: 2 })).toMatchObject({ verdict: 'refuted' });
  });
});

describe('a limit', () => {
  const LIMIT = { kind: 'limit', estimator: 'a', against: -0.2, within: 0.01, at: null } as const;

  it('is the mean signed angle', () => {
    const at = (limit: number): readonly CellView[] => [viewOf(1000, { a: chernoff(400, 0.05, limit) })];
    expect(judge(LIMIT, at(-0.2))).toMatchObject({
      verdict: 'supported',
      estimate: expect.closeTo(-0.2, 10),
    });
    expect(judge(LIMIT, at(0.2))).toMatchObject({ verdict: 'refuted' });
    expect(judge(LIMIT, at(-0.21))).toMatchObject({ verdict: 'undecided' });
    expect(judge({ ...LIMIT, against: 'theory' }, at(-0.2), { bias: -0.2 })).toMatchObject({
      verdict: 'supported',
      margin: [expect.closeTo(-0.21, 10), expect.closeTo(-0.19, 10)],
    });
  });
});

describe('comparisons of two estimators', () => {
  const scaled = (list: Float64Array, factor: number): Float64Array => list.map((value) => factor * value);
  const ofRatio = (ratios: readonly number[]): readonly CellView[] =>
    ratios.map((ratio, i) => {
      const b = chernoff(400, 0.1);
      return viewOf(SIZES[i], { a: scaled(b, ratio), b });
    });
  const BETTER = {
    kind: 'better',
    estimator: 'a',
    than: 'b',
    measure: 'rmsAngle',
    by: 0.1,
    from: null,
  } as const;
  const SAME = {
    kind: 'same',
    estimator: 'a',
    as: 'b',
    measure: 'rmsAngle',
    within: 0.05,
    from: null,
  } as const;

  it('cancel what both estimators err alike: a fixed ratio is known exactly', () => {
    const judged = judge(BETTER, ofRatio([0.8]));
    expect(judged.interval?.[0]).toBeCloseTo(0.2, 9);
    expect(judged.interval?.[1]).toBeCloseTo(0.2, 9);
  });

  it('better must hold at every size', () => {
    expect(judge(BETTER, ofRatio([0.8, 0.85, 0.7]))).toMatchObject({ verdict: 'supported' });
    expect(judge(BETTER, ofRatio([0.8, 0.95, 0.7]))).toMatchObject({
      verdict: 'refuted',
      estimate: expect.closeTo(0.05, 9),
    });
  });

  it('same must hold at every size, above and below', () => {
    expect(judge(SAME, ofRatio([1, 1.04, 0.97]))).toMatchObject({ verdict: 'supported' });
    expect(judge(SAME, ofRatio([1, 1.06, 0.97]))).toMatchObject({
      verdict: 'refuted',
      estimate: expect.closeTo(0.06, 9),
    });
    expect(judge(SAME, ofRatio([1, 1, 0.9]))).toMatchObject({ verdict: 'refuted' });
  });

  it('are undecided where a size has no values', () => {
    const failed = viewOf(100, { a: new Float64Array(400).fill(Number.NaN), b: chernoff(400, 1) });
    expect(judge(BETTER, [failed, ...ofRatio([0.5])])).toMatchObject({
      verdict: 'undecided',
      interval: null,
    });
  });
});

describe('a monotone error', () => {
  const MONOTONE = {
    kind: 'monotone',
    estimator: 'a',
    measure: 'rmsAngle',
    along: 'skew',
    direction: 'increasing',
    from: null,
  } as const;
  const levels = (scales: readonly number[], n = 1000): readonly CellView[] =>
    scales.map((scale) => viewOf(n, { a: chernoff(400, scale) }));

  it('rises at every step, or it does not', () => {
    expect(judge(MONOTONE, levels([1, 2, 3]))).toMatchObject({ verdict: 'supported' });
    expect(judge({ ...MONOTONE, direction: 'decreasing' }, levels([3, 2, 1]))).toMatchObject({
      verdict: 'supported',
    });
    expect(judge(MONOTONE, levels([1, 3, 2]))).toMatchObject({ verdict: 'refuted' });
    expect(judge(MONOTONE, levels([1, 1, 2]))).toMatchObject({ verdict: 'undecided' });
  });

  it('is compared within a size, not across sizes', () => {
    expect(judge(MONOTONE, [...levels([3, 4], 100), ...levels([1, 2], 1000)])).toMatchObject({
      verdict: 'supported',
    });
  });
});

describe('what would decide', () => {
  const level = (look: number): number => 0.01 / (look * (look + 1));

  it('is nothing where the interval lies inside or outside, wherever its ends', () => {
    expect(verdictOf({ interval: [0, 1], margin: [0, 1], estimate: 0.5 })).toBe('supported');
    expect(verdictOf({ interval: [1, 2], margin: [0, 1], estimate: 1.5 })).toBe('undecided');
    expect(verdictOf({ interval: [1.1, 2], margin: [0, 1], estimate: 1.5 })).toBe('refuted');
    expect(verdictOf({ interval: [Number.NaN, 0.5], margin: [0, 1], estimate: 0 })).toBe('undecided');
  });

  it('is the square of how much narrower the interval must be, at the later look\u2019s level', () => {
    const judgement = { interval: [-1, 1], margin: [-0.5, 0.5], estimate: 0 } as const;
    const wanted = replicatesToDecide(judgement, { replicates: 200, look: 1, level })!;
    const [now, then] = [2.5758293035489, 3.1439827]; // upper 0.005 and 0.01/12 of the normal law
    expect(wanted).toBe(Math.ceil(800 * (then / now) ** 2));
  });

  it('is unknown where the estimate lies on an edge', () => {
    const judgement = { interval: [0, 1], margin: [0.5, 2], estimate: 0.5 } as const;
    expect(replicatesToDecide(judgement, { replicates: 200, look: 1, level })).toBeNull();
  });

  it('is less where the estimate lies far outside', () => {
    const at = (estimate: number): number =>
      replicatesToDecide(
        { interval: [estimate - 3, estimate + 3], margin: [-1, 1], estimate },
        { replicates: 100, look: 1, level },
      )!;
    expect(at(3)).toBeLessThan(at(2));
  });
});

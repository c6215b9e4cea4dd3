import { describe, expect, it } from 'vitest';
import { asymmetryStatistic } from '../../../kernels/inference/asymmetry-statistic.ts';
import { type ChoicePanel, logLikelihood } from '../../../kernels/mixed-logit/choice-panel.ts';
import { type TastePool, tastePool } from '../../../kernels/mixed-logit/taste-pool.ts';
import { tastePrior } from '../../../kernels/mixed-logit/taste-posterior.ts';
import { tastePanel } from '../../support/taste-panels.ts';

const STREAM = { key0: 7, key1: 0, role: 0x80000010, replicate: 0 };
const CHOOSERS = 50;
const PANEL = { law: 'normal', choosers: CHOOSERS, situations: 40, alternatives: 3, d: 1 } as const;
const GRID = Array.from({ length: 601 }, (_, i) => -5 + i * 0.02);

/** Centre, offset, variance, share of the middle type, its stretch; of tastes of one feature. */
type Numbers = readonly [number, number, number, number, number];

function density([centre, offset, variance, middle, stretch]: Numbers, taste: number): number {
  const normal = (mean: number, v: number): number =>
    Math.exp((-(taste - mean) * (taste - mean)) / (2 * v)) / Math.sqrt(v);
  const paired = (normal(centre + offset, variance) + normal(centre - offset, variance)) / 2;
  return middle * normal(centre, stretch * variance) + (1 - middle) * paired;
}

/** Tastes of a chooser, and the likelihood of each but for a constant of the chooser. */
interface Own {
  readonly tastes: readonly number[];
  readonly likelihood: readonly number[];
}

const onGrid = (panel: ChoicePanel): Own[] =>
  Array.from({ length: CHOOSERS }, (_, u) => ({
    tastes: GRID,
    likelihood: GRID.map((taste) => Math.exp(logLikelihood(panel, u, Float64Array.of(taste)))),
  }));

const onPool = ({ each, points, logRatios, place }: TastePool): Own[] =>
  Array.from({ length: CHOOSERS }, (_, u) => ({
    tastes: Array.from(points.subarray(u * each, (u + 1) * each), (z) => place.mean[0] + place.factor[0] * z),
    likelihood: Array.from(logRatios.subarray(u * each, (u + 1) * each), Math.exp),
  }));

const inner = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, u) => sum + value * b[u], 0);

/** |sum of r| / sqrt(sum of r^2) by sums over tastes and derivatives by differences; r the odd scores, or what the others leave of them. */
function plainly(people: readonly Own[], law: Numbers) {
  const logs = (numbers: Numbers): number[] =>
    people.map(({ tastes, likelihood }) =>
      Math.log(
        inner(
          likelihood,
          tastes.map((taste) => density(numbers, taste)),
        ),
      ),
    );
  const [centre, offset, variance, middle, stretch] = law;
  const deviation = Math.sqrt((1 - middle + middle * stretch) * variance + (1 - middle) * offset * offset);
  const odd = people.map(({ tastes, likelihood }) => {
    const weights = tastes.map((taste, i) => likelihood[i] * density(law, taste));
    const g = tastes.map((taste) => {
      const t = (taste - centre) / deviation;
      return (t ** 3 - 3 * t) / (1 + t ** 4 / 9);
    });
    return inner(weights, g) / weights.reduce((sum, value) => sum + value, 0);
  });
  const others = law.map((_, l) => {
    const at = (h: number): number[] =>
      logs(law.map((value, k) => (k === l ? value + h : value)) as unknown as Numbers);
    const below = at(-1e-4);
    return at(1e-4).map((value, u) => (value - below[u]) / 2e-4);
  });
  // Gram and Schmidt instead of normal equations.
  const basis: number[][] = [];
  const without = (values: readonly number[]): number[] =>
    basis.reduce<number[]>(
      (left, b) => left.map((value, u) => value - (inner(left, b) / inner(b, b)) * b[u]),
      [...values],
    );
  for (const other of others) basis.push(without(other));
  const studentised = (r: readonly number[]): number =>
    Math.abs(r.reduce((sum, value) => sum + value, 0)) / Math.sqrt(inner(r, r));
  return { efficient: studentised(without(odd)), plain: studentised(odd) };
}

describe('the statistic of asymmetry', () => {
  const [mean, variance] = [0.9, 0.5];
  const place = tastePrior({ mean: Float64Array.of(mean), covariance: Float64Array.of(variance) })!;
  const law: Numbers = [1, 0.8, 0.2, 0.4, 2.5];
  const ofPool = ([centre, offset, v, middle, stretch]: Numbers) => ({
    centre: Float64Array.of((centre - mean) / Math.sqrt(variance)),
    offset: Float64Array.of(offset / Math.sqrt(variance)),
    shape: tastePrior({ mean: Float64Array.of(0), covariance: Float64Array.of(v / variance) })!,
    middle,
    stretch,
  });

  it('is what a sum over all tastes gives, without what errors of the law add', () => {
    for (const number of [1, 2]) {
      const panel = tastePanel({ ...PANEL, number });
      const found = asymmetryStatistic(tastePool(panel, { place, each: 2048, stream: STREAM }), ofPool(law))!;
      const { efficient, plain } = plainly(onGrid(panel), law);
      expect(found.directions).toBe(1);
      expect(Math.abs(found.statistic - efficient)).toBeLessThan(0.15);
      expect(Math.abs(found.statistic - plain)).toBeGreaterThan(1);
    }
  });
  it('is what sums over the points of the pool give', () => {
    for (const number of [1, 2, 3]) {
      const panel = tastePanel({ ...PANEL, number });
      const pool = tastePool(panel, { place, each: 64, stream: STREAM });
      const { efficient } = plainly(onPool(pool), law);
      expect(asymmetryStatistic(pool, ofPool(law))!.statistic).toBeCloseTo(efficient, 3);
    }
  });
  it('moves by little where the centre of the law is wrong by its error, and would move by much without the projection', () => {
    const panel = tastePanel({ ...PANEL, number: 1 });
    const pool = tastePool(panel, { place, each: 512, stream: STREAM });
    const at = (shift: number) => {
      const moved: Numbers = [1 + shift, law[1], law[2], law[3], law[4]];
      return {
        found: asymmetryStatistic(pool, ofPool(moved))!.statistic,
        plain: plainly(onPool(pool), moved).plain,
      };
    };
    const [one, other] = [at(0), at(0.15)];
    expect(Math.abs(other.found - one.found)).toBeLessThan(0.3);
    expect(Math.abs(other.plain - one.plain)).toBeGreaterThan(1);
  });
});

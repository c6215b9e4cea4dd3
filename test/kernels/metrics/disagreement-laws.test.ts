import { describe, expect, it } from 'vitest';
import { createArena, sampleIndex } from '../../../kernels/arena.ts';
import { createDisagreement, disagreement } from '../../../kernels/metrics/disagreement.ts';
import type { ColumnLaw, FeaturesLaw } from '../../../kernels/populations/population.ts';
import { createSampler } from '../../../kernels/populations/sampler.ts';
import { NO_TABLES, type Tables } from '../../../kernels/populations/table.ts';
import { createWasmBackend } from '../../../kernels/wasm/wasm-backend.ts';
import golden from '../../golden/disagreement.json' with { type: 'json' };
import { draws } from '../../support/draws.ts';

const independent = (columns: readonly ColumnLaw[]): FeaturesLaw => ({
  law: 'independent',
  dimension: columns.length,
  columns,
});
const box = (dimension: number): FeaturesLaw => ({ law: 'box', dimension });
const opposite = (v: readonly number[]): number[] => v.map((value) => -value);

describe('disagreement against formulas that the program does not use', () => {
  it('is the bivariate normal orthants’ for independent normal columns with means', () => {
    for (const { columns, a, b, value } of golden.normal) {
      expect(Math.abs(disagreement(independent(columns as ColumnLaw[]), a, b) - value)).toBeLessThan(1e-13);
    }
  });
  it('is the integral in polar coordinates for two columns of any law', () => {
    for (const { columns, a, b, value } of golden.planar) {
      const found = disagreement(independent(columns as ColumnLaw[]), a, b);
      expect(Math.abs(found - value), JSON.stringify({ columns, a, b })).toBeLessThan(1e-8);
    }
  }, 60_000);
  it('is the area of clipped polygons for the square, in exact arithmetic', () => {
    for (const { a, b, value } of golden.square) {
      expect(Math.abs(disagreement(box(2), a, b) - value)).toBeLessThan(1e-15);
    }
  });
  it('is the same by tabulated quadrature as by the closed forms of the square and of two normal columns', () => {
    const side = { law: 'uniform', low: -1, high: 1 } as const;
    const student = { law: 'student', degrees: 1e8, location: 1, scale: 2 } as const;
    const normal = { law: 'normal', mean: 1, sd: 2 } as const;
    for (const [a, b] of [
      [
        [1, 2],
        [3, -1],
      ],
      [
        [1, 1],
        [1, 1.1],
      ],
      [
        [0, 1],
        [-2, 0.1],
      ],
    ]) {
      expect(disagreement(independent([side, side]), a, b)).toBeCloseTo(disagreement(box(2), a, b), 9);
      const exact = disagreement(independent([normal, normal]), a, b);
      expect(disagreement(independent([student, normal]), a, b)).toBeCloseTo(exact, 7);
    }
  });
});

const TABLE = {
  rows: 5,
  dimension: 2,
  values: Float64Array.of(1, 1, -1, 2, 3, -1, 0, 0, 1, -1),
};
const TABLES: Tables = new Map([['feed', TABLE]]);
const FILE: FeaturesLaw = { law: 'file', dimension: 2, rows: 5, path: 'five.csv', sha256: 'feed' };

const LAWS: readonly (readonly [string, FeaturesLaw])[] = [
  ['power', { law: 'power', dimension: 3, exponent: 1.2 }],
  ['student', { law: 'student', dimension: 3, degrees: 2 }],
  ['square', box(2)],
  ['cube', box(3)],
  ['box in d = 6', box(6)],
  ['box in d = 1', box(1)],
  [
    'uniform and normal',
    independent([
      { law: 'uniform', low: -1, high: 2 },
      { law: 'normal', mean: 0.5, sd: 1 },
    ]),
  ],
  [
    'Cauchy and normal',
    independent([
      { law: 'student', degrees: 1, location: 0, scale: 1 },
      { law: 'normal', mean: 0, sd: 1 },
    ]),
  ],
  [
    't and a constant',
    independent([
      { law: 'student', degrees: 3, location: 0, scale: 1 },
      { law: 'normal', mean: 1, sd: 0 },
    ]),
  ],
  [
    'normal with means',
    independent([
      { law: 'normal', mean: 0, sd: 1 },
      { law: 'normal', mean: 1, sd: 1 },
    ]),
  ],
  [
    'four of every kind',
    independent([
      { law: 'student', degrees: 3, location: 0.5, scale: 1 },
      { law: 'normal', mean: 1, sd: 2 },
      { law: 'uniform', low: 0, high: 1 },
      { law: 'normal', mean: 1, sd: 0 },
    ]),
  ],
  ['file', FILE],
];

/** Coefficients of two directions, the second a moderate turn of the first. */
const directions = (d: number): readonly [number[], number[]] => [
  Array.from({ length: d }, (_, j) => 1 - 0.3 * j),
  Array.from({ length: d }, (_, j) => 1 - 0.3 * j + (j % 2 === 0 ? 0.25 : -0.35)),
];

const SIZE = 400_000;

/** The share of the sampler's own rows on which the signs differ. */
function sampledShare(features: FeaturesLaw, a: readonly number[], b: readonly number[]): number {
  const { dimension: d } = features;
  const arena = createArena(createWasmBackend());
  const users = { law: 'point', mean: Array<number>(d).fill(1) } as const;
  const sampler = createSampler(arena, { users, features, choice: 'logit' }, SIZE, TABLES);
  sampler.draw([20251028, 5], 0);
  const { blocks, z } = sampler.sample;
  const data = arena.backend.f64(z, blocks * 8 * d);
  let differ = 0;
  for (let i = 0; i < SIZE; i++) {
    let [x, y] = [0, 0];
    for (let j = 0; j < d; j++) {
      x += a[j] * data[sampleIndex(i, j, d)];
      y += b[j] * data[sampleIndex(i, j, d)];
    }
    if (Math.sign(x) !== Math.sign(y)) differ++;
  }
  return differ / SIZE;
}

describe.each(LAWS)('disagreement of %s', (name, features) => {
  const [a, b] = directions(features.dimension);
  const evaluate = createDisagreement(features, b, TABLES);
  const value = evaluate(a);

  it('is the share of sampled comparisons on which the signs differ', () => {
    const share = sampledShare(features, a, b);
    // |z| > 4.9 has probability 1e-6; the fixed sample of higher dimensions may be 1 % off.
    const own = /cube|d = 6|four/.test(name) ? 0.01 * value : 1e-8;
    const tolerance = 4.9 * Math.sqrt((share * (1 - share)) / SIZE) + own;
    expect(Math.abs(value - share)).toBeLessThanOrEqual(tolerance);
    if (features.dimension > 1) expect(Math.abs(1.1 * value - share)).toBeGreaterThan(tolerance);
  });
  it('is 0 for the target, 1 for its opposite, free of scale, and 1 less for a direction turned round', () => {
    expect(evaluate(b.map((x) => 3 * x))).toBeLessThan(1e-9);
    if (features.law !== 'file') {
      expect(evaluate(opposite(b))).toBeGreaterThan(1 - 1e-9);
      expect(evaluate(opposite(a))).toBeCloseTo(1 - value, 9);
    }
    expect(evaluate(a.map((x) => 64 * x))).toBeCloseTo(value, 12);
  });
});

describe('disagreement of any two columns', () => {
  it('is a distance along the circle: it adds up while a direction turns by less than half', () => {
    for (const [, features] of LAWS.filter(([, { dimension, law }]) => dimension === 2 && law !== 'file')) {
      const at = (turn: number): number[] => [Math.cos(turn), Math.sin(turn)];
      const start = createDisagreement(features, at(0.3));
      let before = 0;
      for (let turn = 0.4; turn < 3.4; turn += 0.1) {
        const now = start(at(turn));
        expect(now).toBeGreaterThanOrEqual(before - 1e-9);
        expect(now).toBeCloseTo(before + disagreement(features, at(turn), at(turn - 0.1)), 8);
        before = now;
      }
    }
  }, 60_000);
  it('holds at directions along the axes, where one column alone decides', () => {
    const columns = independent([
      { law: 'uniform', low: -1, high: 3 },
      { law: 'student', degrees: 2, location: 0, scale: 1 },
    ]);
    // P(x1 > 0) = 3/4, independent of x2: signs differ with probability 1/2.
    expect(disagreement(columns, [1, 0], [0, 1])).toBeCloseTo(0.5, 9);
    expect(disagreement(columns, [1, 0], [0, -1])).toBeCloseTo(0.5, 9);
    const both = independent([
      { law: 'uniform', low: -1, high: 3 },
      { law: 'uniform', low: -1, high: 4 },
    ]);
    expect(disagreement(both, [1, 0], [0, 1])).toBeCloseTo(0.75 * 0.2 + 0.25 * 0.8, 9);
  });
});

describe('disagreement from a fixed sample', () => {
  it('is within 1 % of a million draws in d = 3 to 10, beside their own error', () => {
    const { uniform, normal } = draws(77);
    for (const d of [3, 5, 10]) {
      for (const size of [0.05, 0.5]) {
        const b = Array.from({ length: d }, normal);
        const a = b.map((v) => v + size * normal());
        let differ = 0;
        const rows = 1_000_000;
        for (let i = 0; i < rows; i++) {
          let [x, y] = [0, 0];
          for (let j = 0; j < d; j++) {
            const v = 2 * uniform() - 1;
            x += a[j] * v;
            y += b[j] * v;
          }
          if (x < 0 !== y < 0) differ++;
        }
        const share = differ / rows;
        const se = Math.sqrt((share * (1 - share)) / rows);
        expect(Math.abs(disagreement(box(d), a, b) - share)).toBeLessThan(4.9 * se + 0.01 * share);
      }
    }
  }, 60_000);
});

describe('disagreement over a file', () => {
  it('counts its rows, a zero row as equal', () => {
    // Signs for (1, 0): +, -, +, 0, +; for (0, 1): +, +, -, 0, -.
    expect(createDisagreement(FILE, [0, 1], TABLES)([1, 0])).toBe(3 / 5);
  });
  it('refuses to guess where the table is not given', () => {
    expect(() => createDisagreement(FILE, [0, 1], NO_TABLES)).toThrow('the table of five.csv (SHA-256 feed)');
  });
});

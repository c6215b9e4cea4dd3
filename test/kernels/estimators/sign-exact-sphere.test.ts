import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createArena } from '../../../kernels/arena.ts';
import { hardScore } from '../../../kernels/estimators/hard-score.ts';
import type { Directions } from '../../../kernels/estimators/optimal-arcs.ts';
import { signExact } from '../../../kernels/estimators/sign-exact.ts';
import { acos } from '../../../kernels/math/trigonometry.ts';
import { createSampler } from '../../../kernels/populations/sampler.ts';
import { createWasmBackend } from '../../../kernels/wasm/wasm-backend.ts';
import golden from '../../golden/sign-sphere.json' with { type: 'json' };
import { BACKENDS, recipeRows, sampleOf } from '../../support/samples.ts';
import { bruteForceSphere } from '../../support/sphere-brute-force.ts';

/** Two-sided normal quantile at a false-alarm rate of 1e-6. */
const Z = 4.8916;

type Rows = readonly (readonly number[])[];

/** Rows on which ties, duplicates, zero rows, opposite rows and circles through one point are common, or the rule. */
const coordinate = (size: number) => fc.integer({ min: -size, max: size });
const lattice = (size: number) => fc.tuple(coordinate(size), coordinate(size), coordinate(size));
const inPlane = fc.tuple(coordinate(2), coordinate(2)).map(([a, b]) => [a, b, a - 2 * b]);
const onLine = coordinate(3).map((k) => [2 * k, -k, 3 * k]);
const throughPole = fc.tuple(coordinate(4), coordinate(4)).map(([a, b]) => [a, b, 0]);
const list = <T>(row: fc.Arbitrary<T>, maxLength: number) => fc.array(row, { minLength: 1, maxLength });
const dataSets: fc.Arbitrary<Rows> = fc.oneof(
  list(lattice(1), 60),
  list(lattice(3), 40),
  list(lattice(1000), 30),
  list(inPlane, 40),
  list(onLine, 20),
  list(fc.oneof(throughPole, lattice(2)), 40),
  list(fc.oneof(inPlane, onLine), 30),
  list(lattice(2), 15).map((rows) => [
    ...rows,
    ...rows,
    ...rows.slice(0, 4).map((row) => row.map((v) => -v)),
  ]),
);
const property = { seed: 20261125, numRuns: 1000 };

function expectOptimum(rows: Rows, d: 2 | 3, directions: Directions): void {
  const half = directions === 'first-positive';
  const expected = bruteForceSphere(rows, half);
  const fit = signExact(
    sampleOf(
      rows.map((row) => row.slice(0, d)),
      undefined,
      d,
    ),
    directions,
  );
  const { direction } = expected;
  if (expected.cells === 0 || expected.constant || direction === null) {
    expect(fit.status).toBe('degenerate');
    return;
  }
  expect(fit.status).toBe('ok');
  expect(Math.round(fit.score * rows.length)).toBe(expected.score);
  expect(d === 2 ? fit.diagnostics.arcs : fit.diagnostics.cells).toBe(expected.cells);
  for (let j = 0; j < 3; j++) expect(Math.abs((fit.direction[j] ?? 0) - direction[j])).toBeLessThan(1e-9);
}

describe('signExact on the sphere', () => {
  it.each(['circle', 'first-positive'] as const)(
    'finds the score, the cells and the centroid of brute force in exact integers, all cells, over %s',
    (directions) => {
      fc.assert(
        fc.property(dataSets, (rows) => expectOptimum(rows, 3, directions)),
        property,
      );
    },
  );
  it.each(['circle', 'first-positive'] as const)(
    'and so does the sweep of the plane, over %s',
    (directions) => {
      const planeRows = list(
        fc.oneof(
          throughPole,
          onLine.map(([a, b]) => [a, b, 0]),
        ),
        60,
      );
      fc.assert(
        fc.property(planeRows, (rows) => expectOptimum(rows, 2, directions)),
        property,
      );
    },
  );
  it("agrees with numpy's sweep along every circle", () => {
    for (const { rows, score, direction } of golden.samples) {
      const fit = signExact(sampleOf(rows));
      expect(Math.round(fit.score * rows.length)).toBe(score);
      direction.forEach((v, j) => {
        expect(Math.abs(fit.direction[j] - v)).toBeLessThan(1e-9);
      });
    }
  });
  it.each(BACKENDS)('reports the score of its direction where one cell is optimal, on %s', (_, backend) => {
    for (let seed = 1; seed <= 20; seed++) {
      const sample = sampleOf(recipeRows({ n: 150 * seed, d: 3, seed, beta: [1, -1, 0.5] }), backend());
      const fit = signExact(sample);
      expect(fit.status).toBe('ok');
      if (fit.diagnostics.cells === 1) expect(hardScore(sample, fit.direction)).toBe(fit.score);
      else expect(hardScore(sample, fit.direction)).toBeLessThanOrEqual(fit.score);
    }
  });
  it('sees every tie whatever the units of columns and the lengths of rows', () => {
    // Numbers of twenty-odd bits: their determinants need more than the 53 bits of a double.
    const units = [1000003, 999983, 1048573];
    const lengths = [1, 3, 1048575, 7, 823543];
    fc.assert(
      fc.property(list(lattice(2), 40), (rows) => {
        const plain = signExact(sampleOf(rows));
        const other = signExact(
          sampleOf(rows.map((row, i) => row.map((v, j) => v * units[j] * lengths[i % lengths.length]))),
        );
        if (plain.status === 'ok' && other.status === 'ok') {
          expect(other.score).toBe(plain.score);
          expect(other.diagnostics.cells).toBe(plain.diagnostics.cells);
        } else expect(plain.diagnostics).toEqual({});
      }),
      { ...property, numRuns: 200 },
    );
  });
  it('gives the same bits for rows of any length that a double can hold', () => {
    const powers = [2 ** -1072, 2 ** 1020, 1, 2 ** -300, 2 ** 500];
    fc.assert(
      fc.property(list(lattice(3), 20), (rows) => {
        const plain = signExact(sampleOf(rows));
        const other = signExact(sampleOf(rows.map((row, i) => row.map((v) => v * powers[i % 5]))));
        expect(other).toEqual(plain);
      }),
      { ...property, numRuns: 100 },
    );
  });
  it('finds a cell that is narrower than a double can tell from 0', () => {
    // 0 < x < y / 2^52 and 0 < z < 2^-60 y: one cell where all four rows agree.
    const [narrow, flat] = [2 ** -52, 2 ** -60];
    const fit = signExact(
      sampleOf([
        [1, 0, 0],
        [-1, narrow, 0],
        [0, 0, 1],
        [0, flat, -1],
      ]),
    );
    const [x, y, z] = fit.direction;
    expect(fit).toMatchObject({ status: 'ok', score: 1, diagnostics: { cells: 1 } });
    expect(y).toBe(1);
    // The centroid of a rectangle is its middle.
    expect(x / narrow).toBeCloseTo(0.5, 12);
    expect(z / flat).toBeCloseTo(0.5, 12);
    expect((fit.diagnostics.area ?? 0) / (narrow * flat)).toBeCloseTo(1, 12);
  });
  it.each([
    ['a hemisphere', [[1, 2, 2]], 2 * Math.PI, [1 / 3, 2 / 3, 2 / 3]],
    [
      'a lune of a right angle',
      [
        [1, 0, 0],
        [0, 1, 0],
      ],
      Math.PI,
      [Math.SQRT1_2, Math.SQRT1_2, 0],
    ],
    [
      'an octant',
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      Math.PI / 2,
      [1 / Math.sqrt(3), 1 / Math.sqrt(3), 1 / Math.sqrt(3)],
    ],
  ])('knows the area and the centre of %s', (_, rows, area, centre) => {
    const fit = signExact(sampleOf(rows));
    expect(fit.diagnostics.area).toBeCloseTo(area, 12);
    centre.forEach((v, j) => {
      expect(fit.direction[j]).toBeCloseTo(v, 14);
    });
  });
  it.each(golden.simulations)('has the mean error of an independent simulation, n = $n', (oracle) => {
    const population = {
      users: { law: 'point', mean: [2, 0, 0] },
      features: { law: 'gaussian', dimension: 3, covariance: null },
      choice: 'logit',
    } as const;
    const sampler = createSampler(createArena(createWasmBackend()), population, oracle.n);
    const angles = Array.from({ length: 4000 }, (_, replicate) => {
      sampler.draw([17, oracle.n], replicate);
      return acos(signExact(sampler.sample).direction[0]);
    });
    const mean = angles.reduce((a, b) => a + b, 0) / angles.length;
    const variance = angles.reduce((a, b) => a + (b - mean) ** 2, 0) / (angles.length - 1);
    const error = Math.hypot(Math.sqrt(variance / angles.length), oracle.mcse);
    expect(Math.abs(mean - oracle.meanAngle) / error).toBeLessThan(Z);
    expect(Math.abs(mean - 1.1 * oracle.meanAngle) / error).toBeGreaterThan(Z);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximiseOnGreatCircle } from '../../../kernels/estimators/great-circle.ts';
import { hardScore } from '../../../kernels/estimators/hard-score.ts';
import { signExact } from '../../../kernels/estimators/sign-exact.ts';
import { BACKENDS, recipeRows, sampleOf } from '../../support/samples.ts';

type Vector = readonly number[];
const dot = (a: Vector, b: Vector): number => a.reduce((sum, v, j) => sum + v * b[j], 0);
const scaled = (a: Vector, s: number): number[] => a.map((v) => s * v);
const unit = (a: Vector): number[] => scaled(a, 1 / Math.sqrt(dot(a, a)));

interface Best {
  readonly score: number;
  /** Of the widest arc between neighbouring boundaries on which the score is best. */
  readonly width: number;
}

/** The best sum of signs over the middles of all arcs of the circle, from angles: O(n^2), no projection kernel, no sweep. */
function bruteForce(rows: readonly Vector[], theta: Vector, tangent: Vector): Best {
  const a = unit(theta);
  const b = unit(tangent.map((v, j) => v - dot(tangent, a) * a[j]));
  const turns = rows
    .map((z) => [dot(z, a), dot(z, b)])
    .filter(([x, y]) => Math.abs(x) + Math.abs(y) > 1e-12)
    .flatMap(([x, y]) => [Math.atan2(y, x) + Math.PI / 2, Math.atan2(y, x) - Math.PI / 2])
    .map((angle) => ((angle % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI))
    .sort((p, q) => p - q);
  let best: Best = { score: 0, width: 0 };
  for (const [i, angle] of turns.entries()) {
    const next = i + 1 < turns.length ? turns[i + 1] : turns[0] + 2 * Math.PI;
    const width = next - angle;
    if (width < 1e-9) continue;
    const middle = (angle + next) / 2;
    const direction = a.map((v, j) => Math.cos(middle) * v + Math.sin(middle) * b[j]);
    const score = rows.reduce((sum, z) => {
      const v = dot(z, direction);
      return sum + (Math.abs(v) < 1e-12 ? 0 : Math.sign(v));
    }, 0);
    if (score > best.score || (score === best.score && width > best.width)) best = { score, width };
  }
  return best;
}

describe('the search along a great circle', () => {
  it('gives the same bits on js and wasm-f64', () => {
    for (const d of [2, 3, 10, 40]) {
      const rows = recipeRows({ n: 1003, d, seed: d, beta: Array.from({ length: d }, (_, j) => 1 - j / 7) });
      const [js, wasm] = BACKENDS.map(([, backend]) =>
        maximiseOnGreatCircle(
          sampleOf(rows, backend()),
          Array.from({ length: d }, (_, j) => 1 / (j + 1)),
          Array.from({ length: d }, (_, j) => Math.sin(j)),
        ),
      );
      expect(wasm).toStrictEqual(js);
    }
  });
});

const coordinate = fc.integer({ min: -1000, max: 1000 });
/** Rows in d dimensions, and a plane that none of them is orthogonal to but by being zero. */
const cases = fc.integer({ min: 2, max: 7 }).chain((d) => {
  const vector = fc.array(coordinate, { minLength: d, maxLength: d });
  return fc.record({
    rows: fc.array(vector, { minLength: 1, maxLength: 80 }),
    theta: vector,
    tangent: vector,
  });
});

function inGeneralPosition({
  rows,
  theta,
  tangent,
}: {
  rows: number[][];
  theta: number[];
  tangent: number[];
}): boolean {
  const squares = dot(theta, theta) * dot(tangent, tangent);
  if (squares - dot(theta, tangent) ** 2 < 1e-6 * squares || squares === 0) return false;
  return rows.every((z) => z.every((v) => v === 0) || dot(z, theta) !== 0 || dot(z, tangent) !== 0);
}

describe.each(BACKENDS)('the search along a great circle on %s', (_, backend) => {
  it('finds the score of brute force over all arcs, and a direction that has it', () => {
    fc.assert(
      fc.property(cases, (one) => {
        fc.pre(inGeneralPosition(one));
        const { rows, theta, tangent } = one;
        const sample = sampleOf(rows, backend(), theta.length);
        const found = maximiseOnGreatCircle(sample, theta, tangent);
        const expected = bruteForce(rows, theta, tangent);
        expect(found.best).toBe(expected.score);
        if (expected.score > 0) expect(found.width).toBeGreaterThan(expected.width - 1e-9);
        if (found.width > 1e-9 && found.width < 6) {
          expect(hardScore(sample, found.direction) * rows.length).toBeCloseTo(found.best, 6);
        }
      }),
      { seed: 20251028, numRuns: 300 },
    );
  });

  it('stays on the circle and never ends below its start', () => {
    const rows = recipeRows({ n: 2001, d: 5, seed: 8, beta: [2, -1, 0.5, 0, 1] });
    const sample = sampleOf(rows, backend());
    const theta = unit([1, 1, 1, 1, 1]);
    const tangent = [1, 0, 0, -1, 0.5];
    const { direction, best } = maximiseOnGreatCircle(sample, theta, tangent);
    expect(dot([...direction], [...direction])).toBeCloseTo(1, 14);
    const across = unit(tangent.map((v, j) => v - dot(tangent, theta) * theta[j]));
    const [x, y] = [dot([...direction], theta), dot([...direction], across)];
    expect(x * x + y * y).toBeCloseTo(1, 13);
    expect(best / 2001).toBeGreaterThanOrEqual(hardScore(sample, theta));
    expect(hardScore(sample, direction)).toBe(best / 2001);
  });

  it('gives the same circle, and so the same maximum, from any two of its directions', () => {
    const rows = recipeRows({ n: 501, d: 4, seed: 9, beta: [1, 1, 0, -1] });
    const sample = sampleOf(rows, backend());
    const [a, b] = [unit([1, 2, 0, 1]), [0, 1, 1, -1]];
    const first = maximiseOnGreatCircle(sample, a, b);
    const turned = maximiseOnGreatCircle(sample, b, scaled(a, -3));
    expect(turned.best).toBe(first.best);
    expect(turned.width).toBeCloseTo(first.width, 12);
    for (let j = 0; j < 4; j++) expect(turned.direction[j]).toBeCloseTo(first.direction[j], 9);
  });

  it('is the exact sweep in d = 2', () => {
    const rows = recipeRows({ n: 999, d: 2, seed: 11, beta: [1, 2] });
    const sample = sampleOf(rows, backend());
    const exact = signExact(sample);
    const found = maximiseOnGreatCircle(sample, [1, 0], [0, 1]);
    expect(found.best / 999).toBe(exact.score);
    expect(exact.diagnostics.arcs).toBe(1);
    for (let j = 0; j < 2; j++) expect(found.direction[j]).toBeCloseTo(exact.direction[j], 12);
  });

  it('stays where it is where the score is the same all round, and refuses what is no plane', () => {
    const sample = sampleOf(
      [
        [0, 0, 1],
        [0, 0, -2],
      ],
      backend(),
    );
    const found = maximiseOnGreatCircle(sample, [3, 0, 0], [0, 1, 0]);
    expect([...found.direction, found.best, found.width]).toEqual([1, 0, 0, 0, 2 * Math.PI]);
    expect(() => maximiseOnGreatCircle(sample, [1, 2, 3], [2, 4, 6])).toThrow(/span no plane/);
    expect(() => maximiseOnGreatCircle(sample, [1, 2, 3], [0, 0, 0])).toThrow(RangeError);
  });
});

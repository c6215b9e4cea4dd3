import { describe, expect, it } from 'vitest';
import { certify } from '../../../../kernels/estimators/certified/certify.ts';
import { hardScore } from '../../../../kernels/estimators/hard-score.ts';
import { ownRandom } from '../../../../kernels/random/own-random.ts';
import { bestWeight, type WeightedRows } from '../../../support/cell-enumeration.ts';
import { latticeInstance } from '../../../support/lattice-instances.ts';
import { recipeRows, sampleOf } from '../../../support/samples.ts';

const weightRight = ({ rows, weights }: WeightedRows, direction: ArrayLike<number>): number =>
  rows.reduce(
    (sum, row, i) => (row.reduce((t, v, j) => t + v * direction[j], 0) > 0 ? sum + weights[i] : sum),
    0,
  );

const random = ownRandom({ key0: 20251028, key1: 8, role: 1, replicate: 0 });

describe('certify', () => {
  it('proves what an independent enumeration finds, on 1,000 lattices with ties, weights, zeros and duplicates', () => {
    const different: number[] = [];
    for (let k = 0; k < 1000; k++) {
      const drawn = latticeInstance(k);
      const found = certify(sampleOf(drawn.rows), { weights: drawn.weights });
      const best = bestWeight(drawn);
      // Null: the rows cancel, so that all directions are right about the same weight.
      if (found === null) {
        if (
          2 * best !==
          drawn.weights.reduce((sum, w, i) => (drawn.rows[i].some((v) => v !== 0) ? sum + w : sum), 0)
        ) {
          different.push(k);
        }
        continue;
      }
      const { correct, bound, proven, direction } = found;
      if (!(proven && correct === best && bound === best && weightRight(drawn, direction) === best))
        different.push(k);
    }
    expect(different).toEqual([]);
  });
});

/** Rows times a matrix of determinant 1 with large entries: the same cells, told apart by the last bits alone. */
function sheared(rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const a = 94_906_267;
  const b = 67_108_859;
  return rows.map(([x, y, z]) => [x + a * y, y, z].map((v, j) => (j === 2 ? v + b * y + 3 * x : v)));
}

const coplanar = sheared([
  [3, 5, 0],
  [4, -7, 0],
  [-7, 2, 0],
]);
const nearlyCoplanar = sheared([
  [3, 5, 0],
  [4, -7, 0],
  [-7, 2, 1],
]);

describe('a proof', () => {
  it('does not count three rows that cancel exactly as right, though float64 has directions that seem to be', () => {
    expect(coplanar[0].map((v, j) => v + coplanar[1][j] + coplanar[2][j])).toEqual([0, 0, 0]);
    const sample = sampleOf(coplanar);
    // Around the direction that all three vanish at, float64 has nothing but rounding to go by.
    const [u, v] = coplanar.map((row) => row.map(BigInt));
    const normal = [1, 2, 0].map((j, l) => Number(u[j] * v[3 - j - l] - u[3 - j - l] * v[j]));
    const seeming = Array.from({ length: 2000 }, (_, k) => random.direction(k, 3)).map((e) =>
      hardScore(
        sample,
        normal.map((value, j) => value * (1 + 1e-15 * e[j])),
      ),
    );
    expect(Math.max(...seeming)).toBe(1);
    expect(certify(sample)).toMatchObject({ correct: 2, bound: 2, proven: true });
  });
  it('tells them from three that are right together in a cell too thin for float64', () => {
    expect(certify(sampleOf(nearlyCoplanar))?.bound).toBe(3);
  });
  it('stays a bound when the search is cut short, and never claims what it has not shown', () => {
    const rows = recipeRows({ n: 120, d: 4, seed: 11, beta: [1, 1, 0, 0] });
    const whole = certify(sampleOf(rows));
    expect(whole?.proven).toBe(true);
    let last = Number.POSITIVE_INFINITY;
    for (const nodes of [0, 1, 10, 50, 100]) {
      const cut = certify(sampleOf(rows), { nodes });
      expect(cut?.nodes).toBeLessThanOrEqual(nodes);
      expect(cut?.bound).toBeGreaterThanOrEqual(whole?.bound ?? Number.NaN);
      expect(cut?.bound).toBeLessThanOrEqual(last);
      expect(cut?.correct).toBeLessThanOrEqual(whole?.correct ?? Number.NaN);
      expect(cut?.gap).toBe((cut?.bound ?? 0) - (cut?.correct ?? 0));
      last = cut?.bound ?? Number.NaN;
    }
  });
});

describe('the direction', () => {
  const rows = recipeRows({ n: 60, d: 3, seed: 5, beta: [1, 2, -1] });
  const base = certify(sampleOf(rows));
  it('turns round when every choice is flipped, to the last bit, and does not depend on the order of rows', () => {
    expect(base?.proven).toBe(true);
    const flipped = certify(sampleOf(rows.map((row) => row.map((v) => -v))));
    expect(flipped?.direction.map((v) => 0 - v)).toEqual(base?.direction);
    expect(certify(sampleOf([...rows].reverse()))?.direction).toEqual(base?.direction);
  });
  it('lies in the plane of features that are dependent', () => {
    const doubled = certify(sampleOf(rows.map(([a, b]) => [a, b, a + b])));
    const plain = certify(sampleOf(rows.map(([a, b]) => [a, b])));
    expect(doubled).toMatchObject({ proven: true, correct: plain?.correct });
  });
  it('has a positive first coordinate where that is asked for, and is then the best of those', () => {
    for (let k = 0; k < 60; k++) {
      const { rows: some } = latticeInstance(3 * k + 1);
      const found = certify(sampleOf(some), { directions: 'first-positive' });
      if (found === null) continue;
      const heavy = some.length + 1;
      const best = bestWeight({
        rows: [...some, some[0].map((_, j) => (j === 0 ? 1 : 0))],
        weights: [...some.map(() => 1), heavy],
      });
      expect(found.direction[0]).toBeGreaterThan(0);
      expect(found).toMatchObject({ proven: true, correct: best - heavy });
    }
  });
});

describe('columns', () => {
  it('of decimals are taken as written, so that rows that tie on paper tie', () => {
    // 0.1 + 0.2 is not 0.3 in float64: as binary fractions these three could be right together.
    const rows = [
      [0.1, 1, 0],
      [0.2, -1, 0],
      [-0.3, 0, 0],
    ];
    expect(certify(sampleOf(rows))).toMatchObject({ correct: 2, bound: 2, proven: true });
  });
  it('of any scale give the same certificate', () => {
    const rows = recipeRows({ n: 50, d: 3, seed: 9, beta: [1, 1, 1] });
    const base = certify(sampleOf(rows));
    const scaled = certify(sampleOf(rows.map(([a, b, c]) => [a * 1e-60, b * 1e50, c / 3])));
    expect(scaled).toMatchObject({ correct: base?.correct, bound: base?.bound, proven: true });
  });
  it('are refused weights that are no whole numbers', () => {
    expect(() => certify(sampleOf([[1, 2, 3]]), { weights: [0.5] })).toThrow(
      'certify: the weight of row 0 is 0.5; weights are whole numbers >= 0',
    );
    expect(() => certify(sampleOf([[1, 2, 3]]), { weights: [1, 2] })).toThrow(
      'certify: 2 weights given for 1 rows',
    );
  });
});

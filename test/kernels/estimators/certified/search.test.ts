import { describe, expect, it } from 'vitest';
import { axisOf } from '../../../../kernels/estimators/certified/axis.ts';
import { createBudget } from '../../../../kernels/estimators/certified/budget.ts';
import { exactProblem } from '../../../../kernels/estimators/certified/exact-problem.ts';
import { type Found, search } from '../../../../kernels/estimators/certified/search.ts';
import { errorsAt } from '../../../../kernels/estimators/certified/signs.ts';
import { ownRandom } from '../../../../kernels/random/own-random.ts';
import { bestWeight, type WeightedRows } from '../../../support/cell-enumeration.ts';
import { latticeInstance } from '../../../support/lattice-instances.ts';
import { sampleOf } from '../../../support/samples.ts';

interface Searched extends Found {
  readonly nodes: number;
  /** Of the direction, counted exactly. */
  readonly counted: number;
  /** The most weight that a direction with these errors, or at this bound, is right about. */
  readonly right: number;
  readonly atMost: number;
}

/** The search alone, from no direction at all. */
function searched({ rows, weights }: WeightedRows, nodes = Number.POSITIVE_INFINITY): Searched {
  const problem = exactProblem(sampleOf(rows), { weights, directions: 'circle' });
  const merged = problem.rows.weights.reduce((sum, w) => sum + w, 0);
  const budget = createBudget(nodes, () => false);
  const found = search({ rows: problem.rows, axis: axisOf(problem.rows), limit: merged + 1, budget });
  return {
    ...found,
    nodes: budget.nodes,
    counted: found.direction === null ? Number.NaN : errorsAt(problem.rows, found.direction),
    right: problem.total - problem.forced - found.errors,
    atMost: problem.total - problem.forced - found.bound,
  };
}

const instances = (count: number): readonly WeightedRows[] =>
  Array.from({ length: count }, (_, k) => latticeInstance(k)).filter(({ rows }) => rows.length > 4);

/** Sixteen rows of 4 slopes in {-1, 0, 1} and an intercept: much of the work is in nested searches. */
function denseLattice(number: number): WeightedRows {
  const random = ownRandom({ key0: 20251028, key1: 9, role: 1, replicate: number });
  const rows = Array.from({ length: 16 }, (_, i) => {
    const s = random.uniforms(i)[0] < 0.5 ? 1 : -1;
    const x = [1, 2, 3, 4].map((j) => Math.floor(3 * random.uniforms(i, j)[0]) - 1);
    return [...x, 1].map((v) => s * v);
  });
  return { rows, weights: rows.map(() => 1) };
}

describe('the search', () => {
  it('finds and proves the optimum by itself, on lattices with ties', () => {
    const wrong = instances(400).filter((drawn) => {
      const { right, atMost, errors, counted } = searched(drawn);
      const best = bestWeight(drawn);
      return right !== best || atMost !== best || counted !== errors;
    });
    expect(wrong).toEqual([]);
  });

  it('gives the same where columns are of 50 bits, so that float64 sums do not see what ties', () => {
    const units = [1_125_899_906_842_597, 1_000_000_000_000_037, 999_999_999_999_989, 1_100_000_000_000_009];
    const wrong = instances(300).filter((drawn) => {
      const rows = drawn.rows.map((row) => row.map((v, j) => v * (units[j] ?? 1)));
      const { right, atMost, errors, counted } = searched({ ...drawn, rows });
      const best = bestWeight(drawn);
      return right !== best || atMost !== best || counted !== errors;
    });
    expect(wrong).toEqual([]);
  });

  it('never bounds too low, nor claims a proof, when it is stopped, wherever that is', () => {
    for (let k = 0; k < 3; k++) {
      const drawn = denseLattice(k);
      const { nodes: whole, right: best } = searched(drawn);
      for (let nodes = 0; nodes <= Math.min(whole, 60); nodes++) {
        const { atMost, right } = searched(drawn, nodes);
        expect(atMost).toBeGreaterThanOrEqual(best);
        expect(right).toBeLessThanOrEqual(best);
        // What is left open could still hold something better: nothing is proved before the last node.
        if (nodes < whole) expect(atMost).toBeGreaterThan(right);
      }
    }
  });
});

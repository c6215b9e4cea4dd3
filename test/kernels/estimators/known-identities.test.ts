import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownIdentities } from '../../../kernels/estimators/known-identities.ts';
import { userRows } from '../../../kernels/estimators/user-rows.ts';
import { recipeRows, sampleOf } from '../../support/samples.ts';

const panel = (n: number, labelsPerUser: number) => ({
  ...sampleOf(recipeRows({ n, d: 2, seed: 7, beta: [1, 2] })),
  labelsPerUser,
});
const cuts = (n: number, m: number, names: number, foreign: number): number[] => [
  ...userRows(knownIdentities(panel(n, m), { names, foreign })).offsets,
];

describe('what is known of who answered', () => {
  it('is everything with one name and nothing foreign', () => {
    expect(cuts(20, 5, 1, 0)).toEqual([0, 5, 10, 15, 20]);
    expect(cuts(18, 5, 1, 0)).toEqual([0, 5, 10, 15, 18]);
  });

  it('is a part of a user where a user has several names', () => {
    expect(cuts(20, 10, 2, 0)).toEqual([0, 5, 10, 15, 20]);
    expect(cuts(20, 10, 4, 0)).toEqual([0, 3, 5, 8, 10, 13, 15, 18, 20]);
    // More names than labels: every label is somebody's.
    expect(cuts(6, 3, 9, 0)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('is a user and a share of the next one where names are mistaken', () => {
    expect(cuts(30, 10, 1, 0.2)).toEqual([0, 12, 22, 30]);
    expect(cuts(30, 10, 2, 0.4)).toEqual([0, 7, 12, 17, 22, 27, 30]);
  });

  it('accounts for every row once, whatever the panel', () => {
    const sizes = fc.record({
      n: fc.integer({ min: 1, max: 60 }),
      m: fc.integer({ min: 1, max: 20 }),
      names: fc.integer({ min: 1, max: 25 }),
      foreign: fc.double({ min: 0, max: 0.5, noNaN: true }),
    });
    fc.assert(
      fc.property(sizes, ({ n, m, names, foreign }) => {
        const found = cuts(n, m, names, foreign);
        expect(found[0]).toBe(0);
        expect(found.at(-1)).toBe(n);
        for (let i = 1; i < found.length; i++) expect(found[i]).toBeGreaterThan(found[i - 1]);
      }),
      { seed: 9, numRuns: 200 },
    );
  });
});

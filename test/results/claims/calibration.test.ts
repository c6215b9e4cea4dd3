import { describe, expect, it } from 'vitest';
import { createDraws } from '../../../bench/calibration/errors.ts';
import { CLEAR, EDGES, type Row } from '../../../bench/calibration/rows.ts';
import { judgeSynthetic } from '../../../bench/calibration/synthetic-study.ts';

const rowNamed = (rows: readonly Row[], name: string): Row => rows.find((row) => row.name === name)!;

function verdicts({ claim, theory, draw }: Row, studies: number, alpha?: number) {
  const draws = createDraws(12);
  const counts = { supported: 0, refuted: 0, undecided: 0 };
  for (let study = 0; study < studies; study++) {
    const options = alpha === undefined ? { theory } : { theory, alpha };
    counts[judgeSynthetic(claim, draw(draws), options).verdict]++;
  }
  return counts;
}

const STUDIES = 300;
/** P(a binomial of 300 at 1 % exceeds it) is 1e-7. */
const MOST = 15;

/** bench/calibrate-claims.mjs does it for every kind with more studies; docs/claims.md has its table. */
describe('verdicts where the truth is on an edge of the margin', () => {
  it.each(['limit, at the lower edge', 'limit, at the upper edge', 'constant at one size, 5 % above'])(
    'are false about as seldom as alpha says, and not at twenty times alpha: %s',
    (name) => {
      const row = rowNamed(EDGES, name);
      const { supported, refuted } = verdicts(row, STUDIES);
      expect(supported).toBeLessThanOrEqual(MOST);
      expect(refuted).toBeLessThanOrEqual(MOST);
      const loose = verdicts(row, STUDIES, 0.2);
      expect(Math.max(loose.supported, loose.refuted)).toBeGreaterThan(MOST);
    },
  );
});

describe('verdicts where the truth is clear', () => {
  // Each comes out right at least 97 times in 100; P(a binomial of 40 at 97 % is below 31) is 2e-7.
  it.each([
    'rate, slope -1/3',
    'rate, slope -1/3 + 0.06',
    'limit in the middle',
    'better by 20 % at five sizes',
  ])('are reached within 3,200 data sets: %s', (name) => {
    const row = rowNamed(CLEAR, name);
    const wanted = name.endsWith('0.06') ? 'refuted' : 'supported';
    expect(verdicts(row, 40)[wanted]).toBeGreaterThanOrEqual(31);
  });
});

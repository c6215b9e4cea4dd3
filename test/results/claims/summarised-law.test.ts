import { expect, test } from 'vitest';
import type { LawClaim } from '../../../functions/study/claim.ts';
import type { Cell } from '../../../functions/study/plan.ts';
import { lawJudge } from '../../../results/claims/law.ts';
import type { CellView } from '../../../results/claims/trial.ts';
import { draws } from '../../support/draws.ts';
import { cellOf, SIGN } from '../../support/studies.ts';
import { bothWays } from '../../support/summarised.ts';

const COUNT = 400;
const LEVEL = 0.01;
const CLAIM: LawClaim = { kind: 'law', estimator: 'sign', against: 'chernoff', at: 1000, within: 0.1 };

/** The law of errors about a limit, which bins of a thousandth of an angle cut the coarser the further the limit lies from 0. */
function judged(bias: number) {
  const spread = 1e-3;
  const cell: Cell = { ...cellOf(1000, 20, COUNT / 20, [SIGN]), keep: 'summaries' };
  const { normal } = draws(3);
  const turns = [Array.from({ length: COUNT }, () => bias + 0.5 * spread * normal())];
  const judge = lawJudge({
    claim: CLAIM,
    factors: {},
    cells: [cell],
    foretold: () => ({ bias, constant: 10 * spread, regimeFrom: null }),
  });
  const { listed, summed } = bothWays(cell, turns);
  return [listed, summed].map((values) => {
    const view: CellView = { cell, values };
    const reading = judge.read(view);
    const { interval } = judge.judge([reading], LEVEL);
    return { reading: reading!, interval: interval! };
  });
}

test.each([0, 0.002, 0.4])(
  'the law about a limit of %d keeps the interval of all data sets within its own',
  (bias) => {
    const [all, binned] = judged(bias);
    const slack = binned.reading.slack ?? 0;
    expect(all.reading.slack).toBe(0);
    expect(slack).toBeGreaterThan(0);
    expect(Math.abs(binned.reading.moments.mean - all.reading.moments.mean)).toBeLessThanOrEqual(slack);
    expect(binned.interval[0]).toBeLessThanOrEqual(all.interval[0]);
    expect(binned.interval[1]).toBeGreaterThanOrEqual(all.interval[1]);
  },
);

test('the law about a limit off the target costs the mass of the bins there, and near it next to nothing', () => {
  const [near, far] = [0, 0.4].map((bias) => judged(bias)[1].reading.slack ?? 0);
  expect(near).toBeLessThan(0.01);
  // At 0.4 a bin has 2^-12 radians, half a standard deviation: a fifth of the mass.
  expect(far).toBeGreaterThan(0.05);
  expect(far).toBeLessThan(0.25);
});

import { expect, test } from 'vitest';
import type { EstimatorSpec } from '../../../functions/study/study.ts';
import { summariseBlock } from '../../../results/summaries/summarise-block.ts';
import { cellOf, madeUpOutcomes, SIGN } from '../../support/studies.ts';

const FIXED: EstimatorSpec = { id: 'fixed', kind: 'sign', solver: 'exact', normalise: 'first' };
const cell = { ...cellOf(100, 20, 1, [SIGN, FIXED]), keep: 'summaries' as const };
const outcomes = cell.estimators.map((one) => madeUpOutcomes({ cell, block: 0, estimators: [] }, one));
const summariser = () => summariseBlock({ cell, block: 0, counts: [20] }, outcomes);

test('the summary of an estimator is the same whether others were summarised before it or not', () => {
  const summarise = summariser();
  const later = summarise(1);
  expect(summarise(0)).toEqual(summariser()(0));
  expect(later[0].columns).toHaveProperty('coefficientError');
  expect(summarise(0)[0].columns).not.toHaveProperty('coefficientError');
});

test('estimators of which one has no error of b have no pair in it', () => {
  const [{ pairs }] = summariser()(1);
  expect(pairs[0].sums.rmse.count).toBe(0);
  expect(pairs[0].sums.rmsAngle.count).toBe(16);
});

import { expect, test } from 'vitest';
import type { Factors } from '../../functions/study/study.ts';
import { factorColumns, rawColumns } from '../../results/raw-columns.ts';
import { allRows, factorStudy } from '../support/exported.ts';

const namesOf = (...factors: readonly Factors[]): readonly string[] =>
  factorColumns(factorStudy(...factors)).map(({ name }) => name);

test('a factor has the short name of its path', () => {
  expect(namesOf({ 'population.users.skew': 1, 'population.features.dimension': 2 })).toEqual([
    'skew',
    'dimension',
  ]);
});

test('names are variables of R, Python and SQL', () => {
  expect(
    namesOf({
      'population.users.mean.0': 1,
      'estimators.cold-start.steps': 3,
      'estimators.x.steps': 4,
      '2nd': 5,
    }),
  ).toEqual(['mean_0', 'cold_start_steps', 'x_steps', 'x2nd']);
});

test('a name that is taken is lengthened, whatever its case', () => {
  expect(namesOf({ 'population.n': 1, 'population.Angle': 2, 'estimators.a.truth': 3 })).toEqual([
    'population_n',
    'population_Angle',
    'a_truth',
  ]);
});

test('a name that rsimsum, R, Python or SQL keeps for itself is lengthened', () => {
  expect(
    namesOf({ 'population.upper': 1, 'population.if': 2, 'population.from': 3, 'population.est': 4 }),
  ).toEqual(['population_upper', 'population_if', 'population_from', 'population_est']);
});

test('names that come out alike are numbered', () => {
  expect(namesOf({ 'a-b': 1, 'x.a_b': 2, a_b: 3 })).toEqual(['a_b', 'x_a_b', 'a_b_2']);
  expect(new Set(namesOf({ 'x.y[1]': 1, 'x.y.1': 2 })).size).toBe(2);
});

test('a column is double where the factor is a number in every scenario that has it', () => {
  const study = factorStudy({ skew: 1, choice: 'logit' }, { skew: 0.5, choice: 2 });
  expect(factorColumns(study).map(({ type, nullable }) => [type, nullable])).toEqual([
    ['double', false],
    ['string', false],
  ]);
});

test('a number in a column of texts is its text', async () => {
  const rows = await allRows(factorStudy({ choice: 'logit' }, { choice: 2 }));
  expect([...new Set(rows.map(({ choice }) => choice))]).toEqual(['logit', '2']);
});

test('a scenario without a factor has null in its column', async () => {
  const study = factorStudy({ skew: 1 }, { scale: 4 });
  expect(rawColumns(study).filter(({ nullable, name }) => nullable && /skew|scale/.test(name))).toHaveLength(
    2,
  );
  const rows = await allRows(study);
  expect([...new Set(rows.map(({ skew, scale }) => `${skew} ${scale}`))]).toEqual(['1 null', 'null 4']);
});

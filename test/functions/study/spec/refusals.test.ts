import { describe, expect, it } from 'vitest';
import { RIGHT, refusal, sentences, withLine } from './study-text.ts';

describe('a wrong study is refused with a sentence', () => {
  it('that names the nearest known key', () => {
    const text = RIGHT.replace('choice:', 'choise:');
    expect(sentences(text)).toEqual([
      'line 6, column 3: population.choise is not a key of population; did you mean choice?',
    ]);
    const [problem] = refusal(text).problems;
    expect(problem).toMatchObject({ path: 'population.choise', line: 6, column: 3, hint: 'choice' });
    expect(problem.allowed).toBe('features, users, choice, normalise');
  });

  it('for all its problems at once, in the order of the text', () => {
    const text = RIGHT.replace('seed: 7', 'seed: -1').replace('rlhf', 'rlfh').replace('400', 'many');
    expect(sentences(text)).toEqual([
      'line 2, column 7: seed is -1; allowed: an integer from 0 to 9007199254740991',
      'line 7, column 20: estimators[1] is "rlfh"; allowed: sign, rlhf, probit, em, per-user-mean, smoothed-score, or an object with id and kind; did you mean rlhf?',
      'line 9, column 13: replicates is "many"; allowed: an integer from 1 to 100000000, a list of them, one a sample size, or an object with min, max and until',
    ]);
    expect(refusal(text).message).toMatch(/^mine\.yaml: line 2, [^\n]*\. line 7, [^\n]*\. line 9, [^\n]*\.$/);
  });

  it('for at most twenty problems, the rest counted', () => {
    const keys = Array.from({ length: 33 }, (_, i) => `key${i}: 1\n`).join('');
    const error = refusal(RIGHT + keys);
    expect(error.problems).toHaveLength(20);
    expect(error.omitted).toBe(13);
    expect(error.message).toMatch(/And 13 more\.$/);
  });

  it('although another section is broken', () => {
    const text = RIGHT.replace('seed: 7', 'seed: x').replace('0.5, 0.5', '0.5, 0.6');
    expect(sentences(text)).toContain(
      'line 5, column 61: population.users.weights sums to 1.1; weights must sum to 1',
    );
  });

  it('that shows no character that could move a terminal', () => {
    const message = refusal(`${RIGHT}"a\\e[2J": 1\nx: "\\u202e\\u2028"\n`).message;
    expect(message).toContain('["a\\u001b[2J"]');
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
  });

  it.each([
    [
      'an unknown law',
      'users',
      '  users: { law: mixtur }',
      '17: population.users.law is "mixtur"; allowed: point, gaussian, mixture, scale, gamma; did you mean mixture?',
    ],
    [
      'weights for other types',
      'users',
      '  users: { law: mixture, types: [[1, 0]], weights: [0.5, 0.5] }',
      '52: population.users.weights has 2 numbers; population.users.types has 1',
    ],
    [
      'a vector of another length',
      'users',
      '  users: { law: point, mean: [1, 2, 3] }',
      '30: population.users.mean has 3 coordinates; population.features.dimension is 2',
    ],
    [
      'a mean taste of zero',
      'users',
      '  users: { law: mixture, types: [[0.1, 0.3], [-0.1, -0.3]], weights: [0.5, 0.5] }',
      '33: population.users.types gives a mean taste of zero; its direction is the target of every estimator, so it must not be zero',
    ],
    [
      'a scale of zero',
      'users',
      '  users: { law: scale, direction: [1, 0], scales: [0], weights: [1] }',
      '52: population.users.scales[0] is 0; allowed: a number from 1e-9 to 1000000',
    ],
    [
      'a covariance that is not symmetric',
      'features',
      '  features: { law: gaussian, dimension: 2, covariance: [[1, 0.1], [0.2, 1]] }',
      '56: population.features.covariance has 0.1 in row 1, column 2 and 0.2 opposite it; a covariance must be symmetric',
    ],
    [
      'a covariance that is none',
      'features',
      '  features: { law: gaussian, dimension: 2, covariance: [[1, 2], [2, 1]] }',
      '56: population.features.covariance is not positive definite; a covariance must be',
    ],
    [
      'a covariance of another size',
      'features',
      '  features: { law: gaussian, dimension: 2, covariance: [[1, 0], [0, 1], [0, 0]] }',
      '56: population.features.covariance has 3 rows; population.features.dimension is 2',
    ],
    [
      'an infinite taste',
      'users',
      '  users: { law: point, mean: [.inf, 0] }',
      '31: population.users.mean[0] is .inf; allowed: a number from -1000000 to 1000000',
    ],
    [
      'an id given twice',
      'estimators',
      'estimators: [sign, { id: sign, kind: rlhf }]',
      '26: estimators[1].id is sign, as is estimators[0]; every estimator needs an id of its own',
    ],
    [
      'steps for the exact solver',
      'estimators',
      'estimators: [{ id: s, kind: sign, steps: 3 }]',
      '42: estimators[0].steps is an option of solver: anneal; exact is the default for dimension 2',
    ],
    [
      'a schedule that falls',
      'estimators',
      'estimators: [{ id: s, kind: sign, solver: anneal, lambda: [15, 1] }]',
      '59: estimators[0].lambda is [15, 1]; the lambda of solver: anneal is two numbers, the first not above the second',
    ],
    [
      'stages for the anneal',
      'estimators',
      'estimators: [{ id: s, kind: sign, solver: anneal, lambda: [1, 3, 7] }]',
      '59: estimators[0].lambda is [1, 3, 7]; the lambda of solver: anneal is two numbers, the first not above the second',
    ],
    [
      'stages that do not rise',
      'estimators',
      'estimators: [{ id: s, kind: sign, solver: staged, lambda: [1, 7, 7] }]',
      '66: estimators[0].lambda[2] is 7 after 7; the stages of solver: staged have rising lambdas',
    ],
    [
      'no stages',
      'estimators',
      'estimators: [{ id: s, kind: sign, solver: staged, lambda: [] }]',
      '59: estimators[0].lambda is []; allowed: a positive number, a list of 1 to 20 positive numbers, or an object with power and constant',
    ],
    [
      'steps for the stages',
      'estimators',
      'estimators: [{ id: s, kind: sign, solver: staged, steps: 3 }]',
      '58: estimators[0].steps is an option of solver: anneal; the solver here is staged',
    ],
    [
      'a size given twice',
      'sampleSizes',
      'sampleSizes: [100, 5, 100]',
      '23: sampleSizes[2] is 100 again; each size once',
    ],
    [
      'a range without a size',
      'sampleSizes',
      'sampleSizes: { from: 20, to: 30, perDecade: 1 }',
      '14: sampleSizes holds no sample size; some round(10^(k / perDecade)) must be in from..to',
    ],
    [
      'a data set that fills the memory',
      'sampleSizes',
      'sampleSizes: [100000000]',
      '15: sampleSizes[0] asks for n = 100000000 with 2 features; at most 67108864 comparisons fit in memory',
    ],
    [
      'half a data set',
      'sampleSizes',
      'sampleSizes: [10.5]',
      '15: sampleSizes[0] is 10.5; allowed: an integer from 1 to 100000000',
    ],
    [
      'replicates for other sizes',
      'replicates',
      'replicates: [1, 2, 3]',
      '13: replicates has 3 numbers; sampleSizes gives 2 (100, 1000)',
    ],
    [
      'a minimum above the maximum',
      'replicates',
      'replicates: { min: [1, 9], max: 8 }',
      '24: replicates.min[1] is 9; at most max, 8, is allowed',
    ],
    [
      'a name that is no file name',
      'name',
      'name: ../x',
      '7: name is "../x"; allowed: up to 64 lower-case letters and digits in words joined by hyphens, such as two-types',
    ],
    [
      'a seed that a double cannot hold',
      'seed',
      'seed: 9007199254740993',
      '7: seed is 9007199254740992; allowed: an integer from 0 to 9007199254740991',
    ],
  ])('for %s', (_, key, line, sentence) => {
    const number = RIGHT.split('\n').findIndex((each) => each.trim().startsWith(`${key}:`)) + 1;
    expect(sentences(withLine(key, line))).toEqual([`line ${number}, column ${sentence}`]);
  });

  it('for the exact solver in more than three dimensions', () => {
    const text = RIGHT.replace('dimension: 2', 'dimension: 4')
      .replace(/users:.*/, 'users: { law: point, mean: [1, 0, 0, 0] }')
      .replace('[sign, ', '[{ id: s, kind: sign, solver: exact }, ');
    expect(sentences(text)).toEqual([
      'line 7, column 43: estimators[0].solver is exact, which needs dimension 3 at most; the population has 4 features; allowed: certified, anneal, staged, great-circle',
    ]);
  });

  it('for a profile that does not fit the sizes it inherits', () => {
    expect(sentences(`${RIGHT}profiles: { quick: { replicates: [1] } }\n`)).toEqual([
      'line 10, column 34: profiles.quick.replicates has 1 numbers; sampleSizes gives 2 (100, 1000)',
    ]);
    const text = RIGHT.replace('400', '[1, 2]');
    expect(sentences(`${text}profiles: { quick: { sampleSizes: [10] } }\n`)).toEqual([
      'line 9, column 13: replicates has 2 numbers; profiles.quick.sampleSizes gives 1 (10)',
    ]);
  });

  it('at the key above where something is missing', () => {
    expect(sentences(RIGHT.replace(', dimension: 2', ''))).toEqual([
      'line 4, column 3: population.features.dimension is missing; allowed: an integer from 2 to 4096',
    ]);
    expect(sentences('name: x\n')).toHaveLength(5);
  });
});

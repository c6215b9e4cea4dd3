import { describe, expect, it } from 'vitest';
import { parseStudy } from '../../../../functions/study/spec/parse-study.ts';
import { templateStudy } from '../../../../functions/study/spec/template.ts';

/** The template with its example of `key` uncommented: `#   { law: point, ... }` takes the place of the line given. */
function withExample(line: RegExp, example: string): string {
  const text = templateStudy('mine');
  expect(text).toContain(`# ${example}`.replace('# ', '#   '));
  return text.replace(line, example);
}

describe('templateStudy', () => {
  it('parses under the name it was given, in both profiles', () => {
    const full = parseStudy(templateStudy('my-study'), 'my-study.yaml', 'full');
    expect(full.name).toBe('my-study');
    expect(full.sampleSizes).toEqual([100, 316, 1000, 3162, 10_000, 31_623, 100_000]);
    const quick = parseStudy(templateStudy('my-study'), 'my-study.yaml', 'quick');
    expect(quick.looks).toEqual([[100], [100], [100]]);
  });

  it.each([
    '{ law: point, mean: [2, 0] }',
    '{ law: gaussian, mean: [2, 0], covariance: [[1, 0], [0, 1]] }',
    '{ law: scale, direction: [1, 0], scales: [1, 4], weights: [0.5, 0.5] }',
  ])('shows the users %s, which parse in its place', (example) => {
    const text = withExample(/(?<=\n {2}users: ).*/, example);
    expect(example).toContain(parseStudy(text, 'mine.yaml', 'full').scenarios[0].population.users.law);
  });

  it.each([
    '{ law: gaussian, dimension: 2, covariance: [[1, 0.5], [0.5, 1]] }',
    '{ law: sphere, dimension: 2 }',
  ])('shows the features %s, which parse in its place', (example) => {
    const text = withExample(/(?<=\n {2}features: ).*/, example);
    expect(example).toContain(parseStudy(text, 'mine.yaml', 'full').scenarios[0].population.features.law);
  });

  it('shows an annealed estimator that parses once its comment sign is gone', () => {
    const text = templateStudy('mine').replace('# - { id: annealed', '- { id: annealed');
    expect(parseStudy(text, 'mine.yaml', 'full').scenarios[0].estimators).toHaveLength(3);
  });
});

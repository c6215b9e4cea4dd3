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
    '{ law: gamma, mean: [2, 0], along: [1, 2], skew: 2, scale: 4 }',
  ])('shows the users %s, which parse in its place', (example) => {
    const text = withExample(/(?<=\n {2}users: ).*/, example);
    expect(example).toContain(parseStudy(text, 'mine.yaml', 'full').scenarios[0].population.users.law);
  });

  it.each([
    '{ law: gaussian, dimension: 2, covariance: [[1, 0.5], [0.5, 1]] }',
    '{ law: power, dimension: 2, exponent: 1 }',
    '{ law: sphere, dimension: 2 }',
    '{ law: box, dimension: 2 }',
    '{ law: student, dimension: 2, degrees: 3 }',
    '{ law: independent, columns: [{ law: normal, mean: 1, sd: 2 }, { law: uniform, low: 0, high: 1 }] }',
    '{ law: file, path: rows.csv }',
  ])('shows the features %s, which parse in its place', (example) => {
    const text = withExample(/(?<=\n {2}features: ).*/, example);
    const files = () => ({ rows: 9, dimension: 2, sha256: 'ab' });
    const [{ population }] = parseStudy(text, 'mine.yaml', 'full', files).scenarios;
    expect(example).toContain(population.features.law);
  });

  it.each([
    'probit',
    '{ law: logistic, scale: 2 }',
    '{ law: student, degrees: 3, scale: 1 }',
    '{ law: heteroskedastic, base: logit, along: [1, 1], polynomial: [0.25, 0, 0.5] }',
  ])('shows the choice %s, which parses in its place', (example) => {
    const text = withExample(/(?<=\n {2}choice: ).*/, example);
    expect(JSON.stringify(parseStudy(text, 'mine.yaml', 'full').scenarios[0].population.choice)).toContain(
      example.match(/law: (\w+)/)?.[1] ?? example,
    );
  });

  it('shows a panel, which parses in the users', () => {
    const panel = templateStudy('mine').match(/With (panel: \{.*?\})/)?.[1];
    const text = templateStudy('mine').replace(
      'weights: [0.5, 0.5] }\n  # The noise',
      `weights: [0.5, 0.5], ${panel} }\n  # The noise`,
    );
    const [{ population }] = parseStudy(text, 'mine.yaml', 'full').scenarios;
    expect(population.users.panel).toEqual({ labelsPerUser: 5 });
  });

  it('shows an annealed estimator that parses once its comment sign is gone', () => {
    const text = templateStudy('mine').replace('# - { id: annealed', '- { id: annealed');
    expect(parseStudy(text, 'mine.yaml', 'full').scenarios[0].estimators).toHaveLength(3);
  });
});

import { describe, expect, it } from 'vitest';
import { parseStudy } from '../../../../functions/study/spec/parse-study.ts';
import { sentences, withLine } from './study-text.ts';

const estimators = (line: string): string => withLine('estimators', `estimators: [${line}]`);

describe('the interval of an estimator', () => {
  it('has every default filled in', () => {
    const study = parseStudy(
      estimators('{ id: s, kind: sign, interval: { method: reshaped } }'),
      'study.yaml',
      'full',
    );
    expect(study.scenarios[0].estimators[0].interval).toEqual({
      method: 'reshaped',
      level: 0.95,
      draws: 1000,
      size: 'auto',
      curvature: 'plug-in',
      bandwidth: 'mse',
    });
  });
  it.each([
    ['method: chernoff', 'debiased', 'rule'],
    ['method: chernoff, curvature: plug-in', 'plug-in', 'mse'],
    ['method: reshaped, curvature: debiased', 'debiased', 'rule'],
    ['method: chernoff, bandwidth: mse', 'debiased', 'mse'],
  ])('has a curvature and a bandwidth that go together: %s', (written, curvature, bandwidth) => {
    const line = `{ id: s, kind: sign, interval: { ${written} } }`;
    const [{ interval }] = parseStudy(estimators(line), 'study.yaml', 'full').scenarios[0].estimators;
    expect(interval).toMatchObject({ curvature, bandwidth });
  });
  it.each([
    [
      '{ id: r, kind: rlhf, interval: { method: reshaped } }',
      /is reshaped; intervals of rlhf are by sandwich, bootstrap/,
    ],
    [
      '{ id: s, kind: sign, interval: { method: sandwich } }',
      /is sandwich; intervals of sign are by reshaped/,
    ],
    [
      '{ id: s, kind: sign, interval: { method: bootstrap, size: 20 } }',
      /interval\.size is not read; the method here is bootstrap/,
    ],
    [
      '{ id: s, kind: sign, interval: { method: chernoff, draws: 20 } }',
      /interval\.draws is not read; the method here is chernoff/,
    ],
    [
      '{ id: s, kind: sign, interval: { method: reshaped, level: 2 } }',
      /interval\.level is 2; allowed: a number from 0\.5 to 0\.9999/,
    ],
    ['{ id: s, kind: sign, interval: { method: reshapd } }', /did you mean reshaped\?/],
  ])('%s is refused in a sentence', (line, sentence) => {
    expect(sentences(estimators(line)).join('\n')).toMatch(sentence);
  });
});

import { describe, expect, it } from 'vitest';
import { parseStudy } from '../../../../functions/study/spec/parse-study.ts';
import { RIGHT, sentences } from './study-text.ts';

const SIZES = RIGHT.replace('[100, 1000]', '[100, 1000, 10000]');
const VARIED = `${SIZES}vary: { population.users.weights: [[0.5, 0.5], [0.4, 0.6]] }\n`;

const claimed = (claims: string, text = SIZES): string => `${text}claims:\n  - ${claims}\n`;
const parsed = (claims: string, text = SIZES) => parseStudy(claimed(claims, text), 'mine.yaml', 'full');

describe('claims of a study file', () => {
  it.each([
    [
      '{ kind: rate, estimator: sign, exponent: -1/3, within: 0.03 }',
      {
        kind: 'rate',
        estimator: 'sign',
        measure: 'rmsAngle',
        exponent: -1 / 3,
        within: 0.03,
        from: 'auto',
        atLeast: false,
      },
    ],
    [
      '{ kind: constant, estimator: sign, against: theory, within: 5%, from: 1000 }',
      {
        kind: 'constant',
        estimator: 'sign',
        measure: 'rmsAngle',
        against: 'theory',
        within: 0.05,
        from: 1000,
      },
    ],
    [
      '{ kind: law, estimator: sign, against: chernoff, at: 1000, within: 0.06 }',
      { kind: 'law', estimator: 'sign', against: 'chernoff', at: 1000, within: 0.06 },
    ],
    [
      '{ kind: limit, estimator: rlhf, against: 45, within: 180deg }',
      { kind: 'limit', estimator: 'rlhf', against: Math.PI / 4, within: Math.PI, at: null },
    ],
    [
      '{ kind: better, estimator: sign, than: rlhf, measure: meanAngle, by: 10 %, from: 1000 }',
      { kind: 'better', estimator: 'sign', than: 'rlhf', measure: 'meanAngle', by: 0.1, from: 1000 },
    ],
    [
      '{ kind: same, estimator: sign, as: rlhf, within: 0.05 }',
      { kind: 'same', estimator: 'sign', as: 'rlhf', measure: 'rmsAngle', within: 0.05, from: null },
    ],
    [
      '{ kind: same, estimator: sign, as: rlhf, measure: score, within: 0.1 %, from: 1000 }',
      { kind: 'same', estimator: 'sign', as: 'rlhf', measure: 'score', within: 0.001, from: 1000 },
    ],
  ])('read %s with every default filled in', (text, claim) => {
    const study = parsed(text);
    expect(study.claims).toEqual([claim]);
    expect(study.alpha).toBe(0.01);
  });

  it('read a claim about levels and along a factor', () => {
    const path = 'population.users.weights';
    const [first] =
      parsed(`{ kind: monotone, estimator: sign, along: ${path}, direction: decreasing }`, VARIED).claims ??
      [];
    expect(first).toMatchObject({ kind: 'monotone', along: path, from: null });
    const where = `where: { ${path}: "[0.4,0.6]" }`;
    const [second] =
      parsed(`{ kind: limit, estimator: sign, against: 0, within: 1deg, ${where} }`, VARIED).claims ?? [];
    expect(second?.where).toEqual({ [path]: '[0.4,0.6]' });
  });

  it('leave a study without claims as it was, an empty list included', () => {
    const plain = parseStudy(SIZES, 'mine.yaml', 'full');
    expect(parseStudy(`${SIZES}claims: []\n`, 'mine.yaml', 'full')).toEqual(plain);
    expect(Object.keys(plain)).not.toContain('claims');
  });

  it('take looks where replicates have a least and a most, with claims and not without', () => {
    const text = SIZES.replace('replicates: 400', 'replicates: { min: 100, max: 300 }');
    expect(parseStudy(text, 'mine.yaml', 'full').looks[0]).toEqual([300]);
    expect(parsed('{ kind: same, estimator: sign, as: rlhf, within: 5% }', text).looks[0]).toEqual([
      100, 200, 300,
    ]);
  });

  it('take the level that the study states', () => {
    const text = `${claimed('{ kind: same, estimator: sign, as: rlhf, within: 5% }')}alpha: 0.05\n`;
    expect(parseStudy(text, 'mine.yaml', 'full').alpha).toBe(0.05);
  });
});

describe('a claim that cannot be judged is refused in a sentence', () => {
  it.each([
    [
      'kind: rates, estimator: sign',
      'claims[0].kind is "rates"; allowed: rate, constant, law, limit, better, same, monotone; did you mean rate?',
    ],
    [
      'kind: rate, estimator: sing, exponent: -1/3, within: 0.03',
      'claims[0].estimator is "sing"; allowed: the id of an estimator: sign, rlhf; did you mean sign?',
    ],
    [
      'kind: rate, estimator: sign, exponent: 1/3, within: 0.03',
      'claims[0].exponent is "1/3"; allowed: a number from -2 to 0, or a fraction such as -1/3',
    ],
    [
      'kind: rate, estimator: sign, exponent: -1/0, within: 0.03',
      'claims[0].exponent is "-1/0"; allowed: a number from -2 to 0, or a fraction such as -1/3',
    ],
    [
      'kind: rate, estimator: sign, exponent: -1/3, within: 0.03, from: 1000',
      'claims[0] reads 2 sample sizes; a rate needs 3',
    ],
    [
      'kind: same, estimator: sign, as: sign, within: 5%',
      'claims[0].as is sign; an estimator is compared with another',
    ],
    [
      'kind: same, estimator: sign, as: rlhf, within: 5',
      'claims[0].within is 5; allowed: a share from 0.000001 to 0.999, such as 5% or 0.05',
    ],
    [
      'kind: law, estimator: rlhf, against: chernoff, at: 1000, within: 0.06',
      'claims[0].estimator is of kind rlhf; theory has this for the kind sign',
    ],
    [
      'kind: law, estimator: sign, against: chernoff, at: 999, within: 0.06',
      'claims[0].at is 999; it must be one of sampleSizes',
    ],
    [
      'kind: better, estimator: sign, than: rlhf, by: 10%, from: 100000',
      'claims[0].from is 100000; no sample size is that large',
    ],
    [
      'kind: better, estimator: sign, than: rlhf, by: 10%, measure: rmse',
      'claims[0].measure is rmse; that measure needs population.normalise: first',
    ],
    [
      'kind: monotone, estimator: sign, along: population.users.skew, direction: increasing',
      'claims[0].along is population.users.skew; nothing varies in this study',
    ],
    [
      'kind: limit, estimator: rlhf, against: theory, within: 0.2deg, where: { a: 1 }',
      'claims[0].where.a is a; nothing varies in this study',
    ],
    [
      'kind: limit, estimator: rlhf, against: theory, within: 0.2rad',
      'claims[0].within is "0.2rad"; allowed: an angle from 0.000001 to 180 degrees, such as 0.2deg or 0.2',
    ],
  ])('%s', (text, sentence) => {
    const [found] = sentences(claimed(`{ ${text} }`));
    expect(found.replace(/^line \d+, column \d+: /, '')).toBe(sentence);
  });

  it('names the levels that there are', () => {
    const path = 'population.users.weights';
    const claim = `{ kind: limit, estimator: rlhf, against: theory, within: 1deg, where: { ${path}: "[1,0]" } }`;
    expect(sentences(claimed(claim, VARIED))[0]).toMatch(
      /claims\[0\]\.where matches no combination; one at least must have these levels$/,
    );
  });
});

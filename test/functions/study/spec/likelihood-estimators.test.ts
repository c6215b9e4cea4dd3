import { describe, expect, it, test } from 'vitest';
import { estimatorHash } from '../../../../functions/study/mechanism.ts';
import { parseStudy } from '../../../../functions/study/spec/parse-study.ts';
import type { EstimatorSpec } from '../../../../functions/study/study.ts';
import { sentences, withLine } from './study-text.ts';

/** The estimators of a study that lists these. */
function read(estimators: string): readonly EstimatorSpec[] {
  const text = withLine('estimators', `estimators: ${estimators}`);
  return parseStudy(text, 'mine.yaml', 'full').scenarios[0].estimators;
}

/** What follows `line 7, column ` in the only sentence that refuses a study with these estimators. */
function refused(estimators: string): string {
  const found = sentences(withLine('estimators', `estimators: ${estimators}`));
  expect(found).toHaveLength(1);
  return found[0].replace('line 7, column ', '');
}

describe('rlhf', () => {
  it('has a ridge where one is asked for', () => {
    expect(read('[{ id: r, kind: rlhf, ridge: 0.01 }]')).toEqual([{ id: 'r', kind: 'rlhf', ridge: 0.01 }]);
  });
  it('with a ridge of 0 is rlhf, to the hash that names its records', () => {
    const [plain, zero] = read('[rlhf, { id: z, kind: rlhf, ridge: 0 }]');
    expect(zero).toEqual({ id: 'z', kind: 'rlhf' });
    expect(estimatorHash(zero)).toBe(estimatorHash(plain));
  });
  it.each(['-1', '1e-12', '.nan', 'two'])('refuses the ridge %s with the range that is allowed', (ridge) => {
    expect(refused(`[{ id: r, kind: rlhf, ridge: ${ridge} }]`)).toMatch(
      /^42: estimators\[0\]\.ridge is .+; allowed: 0, or a number from 1e-9 to 1000000$/,
    );
  });
  it('varies in its ridge', () => {
    const estimators = withLine('estimators', 'estimators: [sign, { id: r, kind: rlhf }]');
    const text = `${estimators}vary: { estimators.r.ridge: [0, 0.1] }\n`;
    const { scenarios } = parseStudy(text, 'mine.yaml', 'full');
    expect(scenarios.map(({ estimators }) => Object(estimators[1]).ridge)).toEqual([undefined, 0.1]);
  });
});

describe('probit', () => {
  it('is a kind without options', () => {
    expect(read('[probit, { id: p, kind: probit }]')).toEqual([
      { id: 'probit', kind: 'probit' },
      { id: 'p', kind: 'probit' },
    ]);
    expect(sentences(withLine('estimators', 'estimators: [{ id: p, kind: probit, ridge: 1 }]'))[0]).toMatch(
      /estimators\[0\]\.ridge is not a key of estimators\[0\]; its keys are id, kind, interval$/,
    );
  });
});

describe('em', () => {
  it('has two components and three starts by default, and one start where it has one component', () => {
    expect(
      read('[em, { id: one, kind: em, components: 1 }, { id: r, kind: em, components: 5, ridge: 0.1 }]'),
    ).toEqual([
      { id: 'em', kind: 'em', components: 2, starts: 3 },
      { id: 'one', kind: 'em', components: 1, starts: 1 },
      { id: 'r', kind: 'em', components: 5, starts: 3, ridge: 0.1 },
    ]);
  });
  it('refuses starts of one component, and no component', () => {
    expect(refused('[{ id: e, kind: em, components: 1, starts: 3 }]')).toMatch(
      /estimators\[0\]\.starts is 3; components: 1 has one start, which is not random$/,
    );
    expect(refused('[{ id: e, kind: em, components: 0 }]')).toMatch(/allowed: an integer from 1 to 50$/);
  });
});

test('per-user-mean is refused without a panel, and takes one of a single label', () => {
  expect(refused('[per-user-mean]')).toMatch(
    /estimators\[0\] is per-user-mean; it needs users with labels of their own: population\.users\.panel$/,
  );
  const text = withLine('estimators', 'estimators: [per-user-mean]').replace(
    'weights: [0.5, 0.5]',
    'weights: [0.5, 0.5], panel: { labelsPerUser: 1 }',
  );
  expect(parseStudy(text, 'mine.yaml', 'full').scenarios[0].estimators).toEqual([
    { id: 'per-user-mean', kind: 'per-user-mean', shrinkage: 'auto' },
  ]);
});

describe('what an estimator of panels knows of who answered', () => {
  const onPanel = (estimators: string): string =>
    withLine('estimators', `estimators: ${estimators}`).replace(
      'weights: [0.5, 0.5]',
      'weights: [0.5, 0.5], panel: { labelsPerUser: 5 }',
    );

  it('is left out where it is everything', () => {
    const text = onPanel(
      '[{ id: a, kind: em, identities: { names: 1 } }, { id: b, kind: per-user-mean, identities: { foreign: 0.2 } }]',
    );
    expect(parseStudy(text, 'mine.yaml', 'full').scenarios[0].estimators).toEqual([
      { id: 'a', kind: 'em', components: 2, starts: 3 },
      { id: 'b', kind: 'per-user-mean', shrinkage: 'auto', identities: { names: 1, foreign: 0.2 } },
    ]);
  });

  it('needs a panel, one name at least, and no more foreign labels than own ones', () => {
    expect(refused('[{ id: a, kind: em, identities: { names: 2 } }]')).toMatch(
      /estimators\[0\]\.identities says who is known; it needs users with labels of their own/,
    );
    expect(() =>
      parseStudy(onPanel('[{ id: a, kind: em, identities: { names: 0 } }]'), 'mine.yaml', 'full'),
    ).toThrow(/allowed: an integer from 1 to 1000000/);
    expect(() =>
      parseStudy(onPanel('[{ id: a, kind: em, identities: { foreign: 0.6 } }]'), 'mine.yaml', 'full'),
    ).toThrow(/allowed: a number from 0 to 0\.5/);
  });
});

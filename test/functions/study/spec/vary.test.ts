import { describe, expect, it } from 'vitest';
import { planStudy } from '../../../../functions/study/plan.ts';
import { parseStudy } from '../../../../functions/study/spec/parse-study.ts';
import type { Study } from '../../../../functions/study/study.ts';
import { RIGHT, sentences } from './study-text.ts';

const varied = (vary: string): Study => parseStudy(`${RIGHT}vary:\n${vary}`, 'mine.yaml', 'full');
const factors = (vary: string) => varied(vary).scenarios.map((scenario) => scenario.factors);
const keys = (study: Study) => planStudy(study).map(({ key }) => key);

const WEIGHTS = '  population.users.weights: [[0.5, 0.5], { label: few, value: [0.9, 0.1] }]\n';
const FIRST = 'population.users.types.0.0';
const SECOND = 'population.users.types.1.0';

describe('what a study varies', () => {
  it('is crossed, the first path slowest, under canonical JSON or a label', () => {
    const study = varied(`${WEIGHTS}  ${FIRST}: [3, 4]\n`);
    expect(study.scenarios.map((scenario) => scenario.factors)).toEqual([
      { 'population.users.weights': '[0.5,0.5]', [FIRST]: 3 },
      { 'population.users.weights': '[0.5,0.5]', [FIRST]: 4 },
      { 'population.users.weights': 'few', [FIRST]: 3 },
      { 'population.users.weights': 'few', [FIRST]: 4 },
    ]);
    expect(study.scenarios[3].population.users).toMatchObject({
      types: [
        [4, 2],
        [1, -2],
      ],
      weights: [0.9, 0.1],
    });
    expect(keys(study).slice(-2)).toEqual([
      'weights=few,types.0.0=4,n=100',
      'weights=few,types.0.0=4,n=1000',
    ]);
  });

  it('moves as one in a zip', () => {
    const zip = `  zip:\n    - { ${FIRST}: [3, 5], ${SECOND}: [1, -1] }\n`;
    expect(factors(zip)).toEqual([
      { [FIRST]: 3, [SECOND]: 1 },
      { [FIRST]: 5, [SECOND]: -1 },
    ]);
    expect(factors(`${zip}${WEIGHTS}`)).toHaveLength(4);
  });

  it('is a list of combinations where the design is no grid', () => {
    const list = `  list:\n    - { ${FIRST}: 3 }\n    - { ${FIRST}: 4, population.users.types.0.1: 1 }\n`;
    const study = varied(list);
    expect(study.scenarios.map((scenario) => scenario.factors)).toEqual([
      { [FIRST]: 3 },
      { [FIRST]: 4, 'population.users.types.0.1': 1 },
    ]);
    expect(keys(study)).toEqual([
      'types.0.0=3,n=100',
      'types.0.0=3,n=1000',
      'types.0.0=4,types.0.1=1,n=100',
      'types.0.0=4,types.0.1=1,n=1000',
    ]);
  });

  it('leaves out what exclude names: a combination, or one sample size of it', () => {
    const axis = `  ${FIRST}: [3, 4, 5]\n`;
    expect(factors(`${axis}  exclude: [{ ${FIRST}: 4 }]\n`)).toEqual([{ [FIRST]: 3 }, { [FIRST]: 5 }]);
    const study = varied(`${axis}  exclude: [{ ${FIRST}: 4, n: 1000 }]\n`);
    expect(keys(study)).toEqual(
      [3, 4, 5].flatMap((x) =>
        [100, 1000].flatMap((n) => (x === 4 && n === 1000 ? [] : [`types.0.0=${x},n=${n}`])),
      ),
    );
  });

  it('may be an option of an estimator, named by its id or its place', () => {
    const text = RIGHT.replace('[sign, rlhf]', '[{ id: warm, kind: sign, solver: anneal }, rlhf]');
    const steps = (path: string) =>
      parseStudy(`${text}vary:\n  ${path}: [5, 50]\n`, 'mine.yaml', 'full').scenarios.map(
        ({ estimators }) => estimators[0],
      );
    for (const path of ['estimators.warm.steps', 'estimators[0].steps']) {
      expect(steps(path)).toMatchObject([
        { id: 'warm', steps: 5 },
        { id: 'warm', steps: 50 },
      ]);
    }
  });

  it('may give a path that the rest of the file lacks', () => {
    const bare = RIGHT.replace(/ {2}users: .*\n/, '');
    const users = 'population.users: [{ label: one, value: { law: point, mean: [2, 0] } }]';
    const study = parseStudy(`${bare}vary: { ${users} }\n`, 'mine.yaml', 'full');
    expect(study.scenarios[0]).toMatchObject({ factors: { 'population.users': 'one' } });
  });

  it('may be a part of what another path before it varies', () => {
    const both = varied(
      '  population.users: [{ law: gamma, mean: [2, 0], along: [1, 2], skew: 0, scale: 4 }]\n  population.users.skew: [1, 2]\n',
    );
    expect(both.scenarios.map(({ population }) => population.users)).toMatchObject([
      { skew: 1 },
      { skew: 2 },
    ]);
  });

  it('shares the data of the same mechanism, whatever the factor', () => {
    const [plain] = planStudy(parseStudy(RIGHT, 'mine.yaml', 'full'));
    const [same] = planStudy(varied(WEIGHTS));
    expect([same.seed, same.population, same.n]).toEqual([plain.seed, plain.population, plain.n]);
  });
});

describe('what a study varies wrongly is refused with a sentence', () => {
  it.each([
    [
      'an unknown path',
      '  populaton.users: [1]\n',
      'vary["populaton.users"] is "populaton.users"; allowed: a path such as population.users.skew, population.users.mean[0] or estimators.ID.steps, ID the id of an estimator',
    ],
    [
      'a value that its place does not allow, where it stands in vary',
      `  ${FIRST}: [3, loud]\n`,
      'population.users.types[0][0] is "loud"; allowed: a number from -1000000 to 1000000',
    ],
    [
      'weights that do not sum to 1 in one combination',
      '  population.users.weights: [[0.5, 0.5], [0.5, 0.6]]\n',
      'population.users.weights sums to 1.1; weights must sum to 1',
    ],
    [
      'a mean taste of zero under one combination',
      '  population.users.types: [[[1, 1], [-1, -1]]]\n',
      'population.users.types gives a mean taste of zero; its direction is the target of every estimator, so it must not be zero',
    ],
    [
      'zipped lists of different lengths',
      `  zip: [{ ${FIRST}: [1, 2], ${SECOND}: [1] }]\n`,
      'vary.zip[0]["population.users.types.1.0"] has 1 values; vary.zip[0]["population.users.types.0.0"] has 2',
    ],
    [
      'a combination given twice',
      `  list: [{ ${FIRST}: 3 }, { ${FIRST}: 3 }]\n`,
      'vary gives population.users.types.0.0 = 3 twice; each combination once',
    ],
    [
      'an exclusion that matches nothing',
      `  ${FIRST}: [3]\n  exclude: [{ ${FIRST}: 7 }]\n`,
      'vary.exclude[0] matches no combination; each rule must',
    ],
    [
      'the kind of an estimator',
      '  estimators.sign.kind: [rlhf]\n',
      'vary["estimators.sign.kind"] is "estimators.sign.kind"; allowed: a path such as population.users.skew, population.users.mean[0] or estimators.ID.steps, ID the id of an estimator',
    ],
    [
      'several values of a path that is none, once',
      '  n: [10, 20]\n',
      'vary.n is "n"; allowed: a path such as population.users.skew, population.users.mean[0] or estimators.ID.steps, ID the id of an estimator',
    ],
    [
      'a label that says nothing',
      '  population.choice: [{ label: " ", value: logit }, { label: true, value: probit }]\n',
      'vary["population.choice"][0].label is " "; allowed: a number, or printable text of 1 to 200 characters',
      'vary["population.choice"][1].label is true; allowed: a number, or printable text of 1 to 200 characters',
    ],
    [
      'two combinations of one name',
      `  list:\n    - { ${FIRST}: { label: "a,types.1.0=b", value: 3 }, ${SECOND}: { label: c, value: 1 } }\n` +
        `    - { ${FIRST}: { label: a, value: 4 }, ${SECOND}: { label: "b,types.1.0=c", value: 2 } }\n`,
      'vary gives two combinations the name types.0.0=a,types.1.0=b,types.1.0=c; labels must tell them apart',
    ],
    [
      'one place under two spellings',
      `  ${FIRST}: [3, 4]\n  "population.users.types[0][0]": [5]\n`,
      'vary["population.users.types[0][0]"] undoes population.users.types.0.0; each place once',
    ],
    [
      'a path that overwrites one inside it',
      '  zip:\n    - population.users.weights: [[0.5, 0.5], [0.4, 0.6]]\n' +
        '      population.users: [{ law: point, mean: [2, 0] }, { law: point, mean: [1, 0] }]\n',
      'vary.zip[0]["population.users"] undoes population.users.weights; a path must stand before the paths inside it',
    ],
  ])('%s', (_, vary, ...expected) => {
    expect(
      sentences(`${RIGHT}vary:\n${vary}`).map((one) => one.replace(/^line \d+, column \d+: /, '')),
    ).toEqual(expected);
  });

  it('at its place in the file', () => {
    expect(sentences(`${RIGHT}vary:\n  ${FIRST}: [3, loud]\n`)[0]).toMatch(/^line 11, column 35: /);
  });
});

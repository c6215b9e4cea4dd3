import { describe, expect, it } from 'vitest';
import { RIGHT, sentences, withLine } from './study-text.ts';

describe('a part of the format that is not built yet is refused by name', () => {
  it.each([
    [
      'a law of the format that is not built',
      'users',
      '  users: { law: gamma }',
      '17: population.users.law: gamma is not supported by this version of signbench',
    ],
    [
      'a noise that is not built',
      'choice',
      '  choice: { law: student, degrees: 3 }',
      '11: population.choice: student is not supported by this version of signbench',
    ],
    [
      'an estimator that is not built',
      'estimators',
      'estimators: [{ id: e, kind: em, components: 2 }]',
      '29: estimators[0].kind: em is not supported by this version of signbench',
    ],
    [
      'a solver that is not built',
      'estimators',
      'estimators: [{ id: e, kind: sign, solver: staged }]',
      '43: estimators[0].solver: staged is not supported by this version of signbench',
    ],
    [
      'panel data',
      'users',
      '  users: { law: point, mean: [2, 0], panel: { labelsPerUser: 2 } }',
      '38: population.users.panel is not supported by this version of signbench',
    ],
  ])('for %s', (_, key, line, sentence) => {
    const number = RIGHT.split('\n').findIndex((each) => each.trim().startsWith(`${key}:`)) + 1;
    expect(sentences(withLine(key, line))).toEqual([`line ${number}, column ${sentence}`]);
  });

  it.each([['claims', 'claims: []']])('for %s, which is not built yet', (key, line) => {
    expect(sentences(`${RIGHT}${line}\n`)).toEqual([
      `line 10, column 1: ${key} is not supported by this version of signbench`,
    ]);
  });

  it('for a normalisation, which is not built yet', () => {
    expect(sentences(RIGHT.replace('choice:', 'normalise: first\n  choice:'))).toEqual([
      'line 6, column 3: population.normalise is not supported by this version of signbench',
    ]);
  });
});

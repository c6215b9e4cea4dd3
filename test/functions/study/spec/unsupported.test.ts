import { describe, expect, it } from 'vitest';
import { RIGHT, sentences, withLine } from './study-text.ts';

describe('a part of the format that is not built yet is refused by name', () => {
  it.each([
    [
      'an estimator that is not built',
      'estimators',
      'estimators: [{ id: e, kind: smoothed-score }]',
      '29: estimators[0].kind: smoothed-score is not supported by this version of signbench',
    ],
  ])('for %s', (_, key, line, sentence) => {
    const number = RIGHT.split('\n').findIndex((each) => each.trim().startsWith(`${key}:`)) + 1;
    expect(sentences(withLine(key, line))).toEqual([`line ${number}, column ${sentence}`]);
  });
});

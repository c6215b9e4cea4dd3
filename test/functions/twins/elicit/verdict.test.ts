import { describe, expect, test } from 'vitest';
import { countPositions } from '../../../../functions/twins/elicit/positions.ts';
import { type Heard, verdictOf } from '../../../../functions/twins/elicit/verdict.ts';

const heard = (order: Heard['order'], letter: 'A' | 'B', probabilityOfA: number | null = null): Heard => ({
  order,
  said: { kind: 'letter', letter, probabilityOfA },
});
const unread: Heard = { order: 'rejected-first', said: { kind: 'unparsed', reason: '"hm"' } };

describe('one order', () => {
  test('gives the letter and its probability, turned to the chosen reply', () => {
    expect(verdictOf([heard('chosen-first', 'A', 0.7)])).toEqual({ kind: 'label', y: 1, p: 0.7 });
    expect(verdictOf([heard('rejected-first', 'A', 0.75)])).toEqual({ kind: 'label', y: -1, p: 0.25 });
    expect(verdictOf([heard('rejected-first', 'B')])).toEqual({ kind: 'label', y: 1, p: null });
  });
});

describe('both orders', () => {
  test('with probabilities give their mean, and the label on its side of one half', () => {
    // The first reply is preferred both times, the chosen one more.
    const both = [heard('chosen-first', 'A', 0.875), heard('rejected-first', 'A', 0.625)];
    expect(verdictOf(both)).toEqual({ kind: 'label', y: 1, p: 0.625 });
  });

  test('without probabilities give what both say', () => {
    expect(verdictOf([heard('chosen-first', 'B'), heard('rejected-first', 'A')])).toEqual({
      kind: 'label',
      y: -1,
      p: null,
    });
    expect(verdictOf([heard('chosen-first', 'A', 0.9), heard('rejected-first', 'B')])).toEqual({
      kind: 'label',
      y: 1,
      p: null,
    });
  });

  test('that contradict each other, or tie, decide nothing', () => {
    expect(verdictOf([heard('chosen-first', 'A'), heard('rejected-first', 'A')])).toEqual({
      kind: 'undecided',
    });
    expect(verdictOf([heard('chosen-first', 'A', 0.75), heard('rejected-first', 'A', 0.75)])).toEqual({
      kind: 'undecided',
    });
  });

  test('of which one cannot be read give no label', () => {
    expect(verdictOf([heard('chosen-first', 'A', 0.9), unread])).toEqual({
      kind: 'unparsed',
      reason: '"hm"',
    });
  });
});

test('positions are counted with their standard errors', () => {
  const counts = countPositions();
  for (let i = 0; i < 6; i++) counts.add([heard('chosen-first', 'A'), heard('rejected-first', 'B')]);
  for (let i = 0; i < 3; i++) counts.add([heard('chosen-first', 'A'), heard('rejected-first', 'A')]);
  counts.add([heard('chosen-first', 'B'), heard('rejected-first', 'B')]);
  counts.add([heard('chosen-first', 'A'), unread]);
  const { first, consistent, firstTwice, secondTwice } = counts.positions();
  expect(first).toMatchObject({ value: 13 / 21, of: 21 });
  const firsts = [...new Array(6).fill([1, 2]), ...new Array(3).fill([2, 2]), [0, 2], [1, 1]];
  const square = firsts.reduce((sum, [f, m]) => sum + (f - (13 / 21) * m) ** 2, 0);
  expect(first?.mcse).toBeCloseTo(Math.sqrt(square) / 21, 14);
  expect(consistent).toEqual({ value: 0.6, mcse: Math.sqrt(0.024), of: 10 });
  expect(firstTwice).toMatchObject({ value: 0.3, of: 10 });
  expect(secondTwice).toMatchObject({ value: 0.1, of: 10 });
  expect(countPositions().positions().first).toBeNull();
});

test('of judgements that are all the same in both orders the share of the first reply is known without error', () => {
  const counts = countPositions();
  for (let i = 0; i < 50; i++) counts.add([heard('chosen-first', 'A'), heard('rejected-first', 'B')]);
  expect(counts.positions().first).toEqual({ value: 0.5, mcse: 0, of: 100 });
});

test('of judgements in one order it has the standard error of a share', () => {
  const counts = countPositions();
  for (let i = 0; i < 10; i++) counts.add([heard('chosen-first', i < 3 ? 'A' : 'B')]);
  expect(counts.positions().first?.mcse).toBeCloseTo(Math.sqrt(0.021), 14);
});

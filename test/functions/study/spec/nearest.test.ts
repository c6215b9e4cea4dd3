import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../../../functions/study/spec/nearest.ts';

const keys = ['name', 'population', 'estimators', 'sampleSizes', 'replicates'];

describe('nearest', () => {
  it.each([
    ['estimator', 'estimators'],
    ['nmae', 'name'],
    ['sample_sizes', 'sampleSizes'],
    ['Replicates', 'replicates'],
    ['populaton', 'population'],
  ])('takes %s for %s', (written, meant) => {
    expect(nearest(written, keys)).toBe(meant);
  });

  it.each(['colour', 'x', '', 'n'.repeat(5000)])('finds nothing near to the %s', (written) => {
    expect(nearest(written, keys)).toBeUndefined();
  });
});

describe('editDistance', () => {
  it.each([
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['users', 'userz', 1],
    ['same', 'same', 0],
  ])('from %o to %o is %i', (a, b, edits) => {
    expect(editDistance(a, b)).toBe(edits);
    expect(editDistance(b, a)).toBe(edits);
  });
});

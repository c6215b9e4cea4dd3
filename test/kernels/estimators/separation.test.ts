import { describe, expect, it } from 'vitest';
import { rlhf } from '../../../kernels/estimators/rlhf.ts';
import { draws } from '../../support/draws.ts';
import { sampleOf } from '../../support/samples.ts';

describe('rlhf in d > 2', () => {
  it('codes quasi-separable rows as separable: one coordinate is never negative', () => {
    const rows = [
      [0.6991538241, -1.3219329999, 0.735467434],
      [0, -1.2986925975, -0.52425182],
      [0, 0.40360461, 0.52410064],
      [0, 0.603871474, 0.0881899],
    ];
    expect(rlhf(sampleOf(rows)).status).toBe('separable');
  });
  it('codes every quasi-separable set of many as separable, and its twin with one row turned as ok', () => {
    const { normal, uniform } = draws(7);
    for (let set = 0; set < 200; set++) {
      const rows = Array.from({ length: 40 }, () => [uniform() < 0.8 ? 0 : uniform(), normal(), normal()]);
      expect(rlhf(sampleOf([...rows, [0.5, 1, 1]])).status).toBe('separable');
      expect(rlhf(sampleOf([...rows, [0.5, 1, 1], [-0.5, 0.3, -0.2]])).status).toBe('ok');
    }
  });
  it.each([1, 2, 3, 4, 5])('codes %i random rows in d = 5 as separable: so few always are', (n) => {
    const { normal } = draws(n);
    for (let set = 0; set < 100; set++) {
      const rows = Array.from({ length: n }, () => Array.from({ length: 5 }, normal));
      expect(rlhf(sampleOf(rows)).status).toBe('separable');
    }
  });
  it('codes rows on one line, some on either side, as degenerate', () => {
    expect(
      rlhf(
        sampleOf([
          [1, 2, 3],
          [-2, -4, -6],
          [3, 6, 9],
        ]),
      ).status,
    ).toBe('degenerate');
  });
});

describe('comparisons', () => {
  it('are finite numbers', () => {
    expect(() => sampleOf([[1, Number.NaN]])).toThrow('row 0, column 1 is NaN; features are finite numbers');
  });
});

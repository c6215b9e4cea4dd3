import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { angle } from '../../../kernels/metrics/angle.ts';

const vector = fc
  .array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 4, maxLength: 4 })
  .filter((v) => Math.hypot(...v) > 1e-3);
const ROUNDING = 4e-15;

describe('angle', () => {
  it('is right where it is known by hand', () => {
    expect(angle([1, 0], [0, 3])).toBe(Math.PI / 2);
    expect(angle([2, 0, 0], [5, 0, 0])).toBe(0);
    expect(angle([1, 1], [-2, -2])).toBe(Math.PI);
    expect(Math.abs(angle([1, 0], [1, 1]) - Math.PI / 4)).toBeLessThan(ROUNDING);
  });

  it('keeps its digits where arccos of the inner product has none', () => {
    expect(Math.abs(angle([1, 0], [1, 1e-9]) / 1e-9 - 1)).toBeLessThan(1e-9);
    expect(Math.abs((Math.PI - angle([1, 0], [-1, 1e-6])) / 1e-6 - 1)).toBeLessThan(1e-9);
  });

  it('works where squares of coordinates leave the range of numbers', () => {
    expect(Math.abs(angle([1e200, 0], [1e200, 1e200]) - Math.PI / 4)).toBeLessThan(ROUNDING);
    expect(Math.abs(angle([1e-200, 0], [1e-200, 1e-200]) - Math.PI / 4)).toBeLessThan(ROUNDING);
  });

  it('is symmetric, free of scale and turns by pi with a sign', () => {
    fc.assert(
      fc.property(vector, vector, fc.double({ min: 0.01, max: 100, noNaN: true }), (a, b, scale) => {
        const value = angle(a, b);
        expect(angle(b, a)).toBe(value);
        const scaled = a.map((coordinate) => coordinate * scale);
        expect(Math.abs(angle(scaled, b) - value)).toBeLessThan(ROUNDING);
        const opposite = b.map((coordinate) => -coordinate);
        expect(Math.abs(angle(a, opposite) - (Math.PI - value))).toBeLessThan(ROUNDING);
      }),
      { seed: 1 },
    );
  });

  it('refuses vectors of different lengths, zero vectors and what is not finite', () => {
    expect(() => angle([1, 2, 3], [1, 2])).toThrow('angle: one vector has 3 coordinates, the other 2');
    expect(() => angle([0, 0], [1, 2])).toThrow('zero vector');
    expect(() => angle([1, 2], [1, Number.NaN])).toThrow('coordinate 1 is NaN');
  });
});

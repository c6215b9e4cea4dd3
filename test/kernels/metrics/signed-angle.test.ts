import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { angle } from '../../../kernels/metrics/angle.ts';
import { signedAngle } from '../../../kernels/metrics/signed-angle.ts';

describe('signedAngle', () => {
  it('is positive when the estimate lies counter-clockwise of the target', () => {
    expect(signedAngle([0, 1], [1, 0])).toBe(Math.PI / 2);
    expect(signedAngle([1, 0], [0, 1])).toBe(-Math.PI / 2);
    expect(Math.abs(signedAngle([1, 1], [1, 0]) - Math.PI / 4)).toBeLessThan(1e-15);
  });

  it('is +pi, never -pi, at opposite directions', () => {
    expect(signedAngle([-1, 0], [1, 0])).toBe(Math.PI);
    expect(signedAngle([-1, -0], [1, 0])).toBe(Math.PI);
    expect(signedAngle([1, 0], [-1, 0])).toBe(Math.PI);
  });

  it('has the unsigned angle as its size and turns with both vectors', () => {
    const turn = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(turn, turn, (a, b) => {
        const [estimate, target] = [a, b].map((t) => [2 * Math.cos(t), 2 * Math.sin(t)]);
        const value = signedAngle(estimate, target);
        expect(Math.abs(Math.abs(value) - angle(estimate, target))).toBeLessThan(4e-15);
        expect(Math.abs(Math.sin(value) - Math.sin(a - b))).toBeLessThan(4e-15);
      }),
      { seed: 2 },
    );
  });

  it('refuses other dimensions and vectors without a direction', () => {
    expect(() => signedAngle([1, 0, 0], [1, 0, 0])).toThrow('estimate has 3 coordinates and target 3');
    expect(() => signedAngle([0, 0], [1, 0])).toThrow('no direction');
    expect(() => signedAngle([Number.NaN, 0], [1, 0])).toThrow('no direction');
  });
});

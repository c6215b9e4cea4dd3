import { describe, expect, it } from 'vitest';
import { halfLineNodes, integrate, unitNodes } from '../../theory/double-exponential.ts';

describe('the double exponential rules', () => {
  it('integrate over the half line what falls like a power, an exponential or a normal density', () => {
    expect(integrate(halfLineNodes, ({ at }) => [at / (1 + at * at) ** 2]).value[0]).toBeCloseTo(0.5, 13);
    for (const scale of [1e-4, 1, 40]) {
      const [one] = integrate(halfLineNodes, ({ at }) => [Math.exp(-at / scale) / scale]).value;
      expect(one).toBeCloseTo(1, 12);
      const [half] = integrate(halfLineNodes, ({ at }) => [Math.exp(-((at / scale) ** 2)) / scale]).value;
      expect(half).toBeCloseTo(Math.sqrt(Math.PI) / 2, 12);
    }
  });

  it('integrate over [0, 1] in spite of singular ends', () => {
    expect(integrate(unitNodes, ({ at }) => [1 / Math.sqrt(at)]).value[0]).toBeCloseTo(2, 11);
    expect(integrate(unitNodes, ({ short }) => [1 / Math.sqrt(short)]).value[0]).toBeCloseTo(2, 11);
    expect(integrate(unitNodes, ({ at }) => [at ** 7, at]).value).toEqual([
      expect.closeTo(1 / 8, 13),
      expect.closeTo(1 / 2, 13),
    ]);
  });

  it('say so where they do not settle', () => {
    const jump = integrate(unitNodes, ({ at }) => [at < 1 / 3 ? 1 : 0]);
    expect(Math.abs(jump.value[0] - 1 / 3)).toBeLessThan(3 * jump.error);
    expect(jump.error).toBeGreaterThan(1e-9);
  });
});

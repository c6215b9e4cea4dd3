import { describe, expect, it } from 'vitest';
import { exp } from '../../../kernels/math/exp.ts';
import { log } from '../../../kernels/math/log.ts';
import { acos, atan2, sincos, sincosTurn } from '../../../kernels/math/trigonometry.ts';
import golden from '../../golden/math-functions.json' with { type: 'json' };

/** Units in the last place of `expected` between the two. */
function ulps(found: number, expected: number): number {
  if (Object.is(found, expected) || found === expected) return 0;
  const size = Math.max(Math.abs(expected), Number.MIN_VALUE / Number.EPSILON);
  return Math.abs(found - expected) / (size * Number.EPSILON);
}

const rows = (name: keyof typeof golden): readonly (readonly number[])[] => golden[name] as number[][];
const worst = (errors: readonly number[]): number =>
  errors.reduce((a, b) => (b > a || Number.isNaN(b) ? b : a), 0);

describe('elementary functions agree with 60-digit arithmetic', () => {
  it('exp within 1.2 units in the last place', () => {
    expect(worst(rows('exp').map(([x, y]) => ulps(exp(x), y)))).toBeLessThan(1.2);
  });
  it('log within 1.2 units in the last place', () => {
    expect(worst(rows('log').map(([x, y]) => ulps(log(x), y)))).toBeLessThan(1.2);
  });
  it('sin and cos of whole turns within 3e-16', () => {
    expect(worst(rows('sinTurns').map(([u, y]) => Math.abs(sincosTurn(u).sin - y)))).toBeLessThan(3e-16);
    expect(worst(rows('cosTurns').map(([u, y]) => Math.abs(sincosTurn(u).cos - y)))).toBeLessThan(3e-16);
  });
  it('sin and cos of radians within 1e-15 (1 + |x|)', () => {
    const relative = (x: number, error: number): number => Math.abs(error) / (1 + Math.abs(x));
    expect(worst(rows('sin').map(([x, y]) => relative(x, sincos(x).sin - y)))).toBeLessThan(1e-15);
    expect(worst(rows('cos').map(([x, y]) => relative(x, sincos(x).cos - y)))).toBeLessThan(1e-15);
  });
  it('atan2 and acos within 2.5 units in the last place', () => {
    expect(worst(rows('atan2').map(([y, x, a]) => ulps(atan2(y, x), a)))).toBeLessThan(2.5);
    expect(worst(rows('acos').map(([x, a]) => ulps(acos(x), a)))).toBeLessThan(2.5);
  });
});

describe('elementary functions at the ends of their domains', () => {
  it('follow the conventions of the language', () => {
    for (const x of [
      0,
      -0,
      1,
      710,
      1000,
      -746,
      -1000,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
    ]) {
      expect(ulps(exp(x), Math.exp(x)) < 2 || Object.is(exp(x), Math.exp(x))).toBe(true);
    }
    for (const x of [0, -0, 1, -1, Number.POSITIVE_INFINITY, Number.NaN]) expect(log(x)).toBe(Math.log(x));
    for (const y of [0, -0, 1, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const x of [0, -0, 1, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        expect(ulps(atan2(y, x), Math.atan2(y, x))).toBeLessThan(1);
      }
    }
    expect(acos(1)).toBe(0);
    expect(acos(-1)).toBe(Math.PI);
    expect(acos(1.5)).toBeNaN();
  });
});

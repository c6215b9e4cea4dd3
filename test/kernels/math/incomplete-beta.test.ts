import { describe, expect, it } from 'vitest';
import { incompleteBeta } from '../../../kernels/math/incomplete-beta.ts';
import { lgamma } from '../../../kernels/math/lgamma.ts';
import golden from '../../golden/measures.json' with { type: 'json' };

describe('lgamma', () => {
  it('agrees with mpmath to 2e-14 absolute or 1e-15 relative', () => {
    for (const { x, value } of golden.lgamma) {
      expect(Math.abs(lgamma(x) - value), `x = ${x}`).toBeLessThan(2e-14 + 1e-15 * Math.abs(value));
    }
  });

  it('refuses what is not a positive finite number', () => {
    for (const x of [0, -1, Number.NaN, Infinity]) expect(() => lgamma(x)).toThrow(`lgamma: x is ${x}`);
  });
});

describe('incompleteBeta', () => {
  it('agrees with mpmath and scipy to 1e-13', () => {
    for (const { x, a, b, value } of golden.incompleteBeta) {
      expect(Math.abs(incompleteBeta(x, a, b) - value), `I_${x}(${a}, ${b})`).toBeLessThan(1e-13);
    }
  });

  it('keeps the digits of a small lower tail', () => {
    const { x, a, b, value } = golden.incompleteBeta.find((one) => one.a === 9999 && one.x === 0.48)!;
    expect(Math.abs(incompleteBeta(x, a, b) / value - 1)).toBeLessThan(1e-11);
  });

  it('is one half in the middle of a symmetric law, at every size', () => {
    for (const a of [0.3, 1, 8, 11, 500, 50_000]) {
      expect(Math.abs(incompleteBeta(0.5, a, a) - 0.5), `a = ${a}`).toBeLessThan(1e-13);
    }
  });

  it('is 0 and 1 at the ends and refuses arguments outside its domain', () => {
    expect(incompleteBeta(0, 2, 3)).toBe(0);
    expect(incompleteBeta(1, 2, 3)).toBe(1);
    expect(() => incompleteBeta(1.5, 2, 3)).toThrow('x is 1.5');
    expect(() => incompleteBeta(0.5, 0, 3)).toThrow('a is 0 and b is 3');
  });
});

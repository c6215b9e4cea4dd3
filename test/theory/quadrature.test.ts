import { describe, expect, it } from 'vitest';
import { integrateHalfLine, normalNodes, sigmoidNodes } from '../../theory/quadrature.ts';

describe('integrateHalfLine', () => {
  it('integrates e^(-pi w) against features at scales from 1 down to 1e-8', () => {
    for (const scale of [1, 1e-2, 1e-4, 1e-8]) {
      const [area] = integrateHalfLine((w) => [Math.exp(-Math.PI * w - w / scale)])!;
      expect(area * (Math.PI + 1 / scale)).toBeCloseTo(1, 12);
    }
  });

  it('answers null, not a wrong number, where halving the step does not settle', () => {
    expect(integrateHalfLine((w) => [w < 1 / 3 ? 1 : 0])).toBeNull();
  });
});

describe('normalNodes', () => {
  it('give the moments 1, 0, 1, 0, 3 of the normal law', () => {
    const nodes = normalNodes(0.5);
    for (const [k, moment] of [1, 0, 1, 0, 3].entries()) {
      const sum = nodes.reduce((total, { z, weight }) => total + weight * z ** k, 0);
      expect(sum).toBeCloseTo(moment, 13);
    }
  });
});

describe('sigmoidNodes', () => {
  it('give E tanh((m + sd Z)/2) by the same sum at a third of the step, and null beyond sd 44', () => {
    for (const sd of [0.5, 1.3, 2.7, 11, 22]) {
      const f = (z: number): number => Math.tanh((0.7 + sd * z) / 2);
      const fine = normalNodes(0.2 / sd / 3).reduce((sum, { z, weight }) => sum + weight * f(z), 0);
      const ours = sigmoidNodes(sd)!.reduce((sum, { z, weight }) => sum + weight * f(z), 0);
      expect(Math.abs(ours - fine)).toBeLessThan(1e-11);
    }
    expect(sigmoidNodes(45)).toBeNull();
  });
});

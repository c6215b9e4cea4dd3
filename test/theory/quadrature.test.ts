import { describe, expect, it } from 'vitest';
import { integrateEven, normalNodes } from '../../theory/quadrature.ts';

describe('integrateEven', () => {
  it('integrates a Gaussian whose width is far below the first step', () => {
    const [area] = integrateEven((x) => [Math.exp(-(x * x) * 5000)], { step: 0.25, upTo: 3 })!;
    expect(area).toBeCloseTo(Math.sqrt(Math.PI / 5000) / 2, 14);
  });

  it('answers null, not a wrong number, where halving the step does not settle', () => {
    expect(integrateEven((x) => [x < 1 / 3 ? 1 : 0], { step: 0.25, upTo: 2 })).toBeNull();
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

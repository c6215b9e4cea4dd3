import { describe, expect, it } from 'vitest';
import { slopeDrift, weightedSlope } from '../../../results/measures/weighted-line.ts';
import golden from '../../golden/measures.json' with { type: 'json' };

describe('weightedSlope and slopeDrift', () => {
  for (const { x, y, se, slope, drift } of golden.lines) {
    const points = x.map((value, i) => ({ x: value, y: y[i], se: se[i] }));
    it(`agree with numpy.polyfit on ${x.length} points`, () => {
      const line = weightedSlope(points);
      const bend = slopeDrift(points);
      expect(Math.abs(line.value - slope[0])).toBeLessThan(1e-12);
      expect(Math.abs(line.se - slope[1])).toBeLessThan(1e-12);
      expect(Math.abs(bend.value - drift[0])).toBeLessThan(1e-11);
      expect(Math.abs(bend.se - drift[1])).toBeLessThan(1e-11);
    });
  }

  it('find slope 2 without drift on a line, and drift 6 on x^2 over three units', () => {
    const at = (y: (x: number) => number) => [0, 1, 3].map((x) => ({ x, y: y(x), se: 0.5 + x }));
    expect(weightedSlope(at((x) => 2 * x + 1)).value).toBeCloseTo(2, 14);
    expect(slopeDrift(at((x) => 2 * x + 1)).value).toBeCloseTo(0, 13);
    expect(slopeDrift(at((x) => x * x)).value).toBeCloseTo(6, 13);
  });
});

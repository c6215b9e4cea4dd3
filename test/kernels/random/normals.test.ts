import { describe, expect, it } from 'vitest';
import { log } from '../../../kernels/math/log.ts';
import { eighthTurn } from '../../../kernels/math/trigonometry.ts';
import golden from '../../golden/normals.json' with { type: 'json' };

const firstQuadrant = golden.cases.filter(({ v }) => v < 0.25);

describe('Box-Muller, as the kernels compute it inside a quadrant', () => {
  it('agrees with 60-digit arithmetic, at the ends of the uniforms too', () => {
    expect(firstQuadrant.length).toBeGreaterThan(10);
    for (const { u, v, radius, x, y } of firstQuadrant) {
      const { sin, cos } = eighthTurn((4 * v - 0.5) * 0.25);
      const scale = Math.sqrt(-log(u));
      expect(Math.abs((cos - sin) * scale - x)).toBeLessThan(6e-16 * radius);
      expect(Math.abs((cos + sin) * scale - y)).toBeLessThan(6e-16 * radius);
    }
  });
});

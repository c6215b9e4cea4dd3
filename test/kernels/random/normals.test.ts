import { describe, expect, it } from 'vitest';
import { log } from '../../../kernels/math/log.ts';
import { sincosTurn } from '../../../kernels/math/trigonometry.ts';
import golden from '../../golden/normals.json' with { type: 'json' };

describe('Box-Muller, as the kernels compute it', () => {
  it('agrees with 60-digit arithmetic, at the ends of the uniforms too', () => {
    expect(golden.cases.length).toBeGreaterThan(20);
    for (const { u, v, radius, x, y } of golden.cases) {
      const found = Math.sqrt(log(u) * -2);
      const { sin, cos } = sincosTurn(v);
      expect(Math.abs(found - radius)).toBeLessThan(4e-16 * radius);
      expect(Math.abs(cos * found - x)).toBeLessThan(6e-16 * radius);
      expect(Math.abs(sin * found - y)).toBeLessThan(6e-16 * radius);
    }
  });
});

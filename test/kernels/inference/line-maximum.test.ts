import { describe, expect, it } from 'vitest';
import { lineMaximiser } from '../../../kernels/inference/line-maximum.ts';
import { standardNormals } from '../../../kernels/mixed-logit/standard-normals.ts';
import { ownRandom } from '../../../kernels/random/own-random.ts';

describe('the maximum on a line', () => {
  it('is that of a sweep over all steps between crossings', () => {
    const random = ownRandom({ key0: 5, key1: 0, role: 0x80000000, replicate: 0 });
    for (let instance = 0; instance < 40; instance++) {
      const n = 5 + 17 * instance;
      const rows = { n, dimension: 2, offsets: new Float64Array(n), slopes: new Float64Array(2 * n) };
      const weights = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        const [a, b, c] = standardNormals(random, { index: 1000 * instance + i, d: 3 });
        rows.offsets[i] = a;
        rows.slopes[2 * i] = b;
        rows.slopes[2 * i + 1] = c;
        weights[i] = Math.round(3 * random.uniforms(1000 * instance + i, 9)[0]) - 1;
      }
      const line = { from: Float64Array.of(0.1, -0.2), direction: Float64Array.of(0.6, 0.8) };
      const parabola = { constant: 0.02, linear: 0.05, quadratic: 0.9 };
      const at = (t: number): number => {
        let level = 0;
        for (let i = 0; i < n; i++) {
          const b = rows.slopes[2 * i];
          const c = rows.slopes[2 * i + 1];
          const v = rows.offsets[i] + (0.1 + 0.6 * t) * b + (-0.2 + 0.8 * t) * c;
          level += weights[i] * Math.sign(v);
        }
        return level / n - 0.02 - 0.05 * t - 0.45 * t * t;
      };
      const places = [...rows.offsets.keys()]
        .map((i) => {
          const b = rows.slopes[2 * i];
          const c = rows.slopes[2 * i + 1];
          return -(rows.offsets[i] + 0.1 * b - 0.2 * c) / (0.6 * b + 0.8 * c);
        })
        .filter(Number.isFinite)
        .sort((a, b) => a - b);
      const top = -0.05 / 0.9;
      const inner = (k: number): number => {
        const left = k === 0 ? -50 : places[k - 1];
        const right = k === places.length ? 50 : places[k];
        if (!(right - left > 1e-7)) return Number.NEGATIVE_INFINITY;
        const margin = (right - left) * 1e-6;
        return at(Math.min(Math.max(top, left + margin), right - margin));
      };
      const best = Math.max(...Array.from({ length: places.length + 1 }, (_, k) => inner(k)));
      const { value } = lineMaximiser(rows)(line, { weights, parabola });
      expect(Math.abs(value - best), `instance ${instance}`).toBeLessThan(1e-4);
    }
  });
});

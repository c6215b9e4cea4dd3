import { expect, test } from 'vitest';
import { ownRandom } from '../../../kernels/random/own-random.ts';

const STREAM = { key0: 1, key1: 2, role: 0x90000000, replicate: 3 };

test('a number depends on its address alone, and on each part of it', () => {
  const random = ownRandom(STREAM);
  const [first] = random.uniforms(5, 1);
  random.uniforms(9);
  expect(random.uniforms(5, 1)[0]).toBe(first);
  const others = [
    random.uniforms(6, 1),
    random.uniforms(5, 2),
    ownRandom({ ...STREAM, replicate: 4 }).uniforms(5, 1),
    ownRandom({ ...STREAM, role: 0x90000001 }).uniforms(5, 1),
    ownRandom({ ...STREAM, key0: 2 }).uniforms(5, 1),
  ];
  for (const [other] of others) expect(other).not.toBe(first);
});

test('directions are unit vectors without a preferred direction', () => {
  const random = ownRandom(STREAM);
  const count = 4000;
  for (const d of [2, 3, 7]) {
    const mean = new Float64Array(d);
    const square = new Float64Array(d);
    for (let i = 0; i < count; i++) {
      const point = random.direction(i, d);
      expect(point.reduce((sum, v) => sum + v * v, 0)).toBeCloseTo(1, 12);
      point.forEach((v, j) => {
        mean[j] += v / count;
        square[j] += (v * v) / count;
      });
    }
    // The mean of a coordinate has variance 1 / (d count), that of its square at most 2 / (d^2 count); 5.4 sd: 1e-6 over all.
    for (let j = 0; j < d; j++) {
      expect(Math.abs(mean[j])).toBeLessThan(5.4 / Math.sqrt(d * count));
      expect(Math.abs(square[j] - 1 / d)).toBeLessThan((5.4 * Math.SQRT2) / (d * Math.sqrt(count)));
    }
  }
});

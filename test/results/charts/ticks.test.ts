import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  linearDomain,
  linearTicks,
  logDomain,
  logTicks,
  tickDecimals,
} from '../../../results/charts/ticks.ts';

describe('ticks', () => {
  it('of sample sizes are the powers of ten, fewer where there are many', () => {
    expect(logTicks([85, 1.2e6], 9)).toEqual([100, 1000, 10_000, 100_000, 1_000_000]);
    expect(logTicks([85, 1.2e8], 6)).toEqual([100, 10_000, 1_000_000, 100_000_000]);
    expect(logTicks([1.2, 35], 7)).toEqual([2, 5, 10, 20]);
  });

  it('of a linear axis are multiples of 1, 2 or 5', () => {
    expect(linearTicks([-0.45, -0.18], 5)).toEqual([-0.4, -0.3, -0.2]);
    expect(linearTicks([-12, 1], 5)).toEqual([-10, -5, 0]);
    expect(tickDecimals([-0.4, -0.3])).toBe(1);
    expect(tickDecimals([100, 120])).toBe(0);
  });

  it('lie in their domain, rise, and are not too many', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -7, max: 7, noNaN: true }),
        fc.double({ min: 0.05, max: 8, noNaN: true }),
        fc.integer({ min: 4, max: 9 }),
        (from, length, most) => {
          const log = logTicks([10 ** from, 10 ** (from + length)], most);
          const linear = linearTicks([from, from + length], most);
          expect(log.length).toBeLessThanOrEqual(most);
          expect(linear.length).toBeLessThanOrEqual(most + 1);
          expect(linear.length).toBeGreaterThan(0);
          for (const ticks of [log, linear]) {
            for (let i = 1; i < ticks.length; i++) expect(ticks[i]).toBeGreaterThan(ticks[i - 1]);
          }
          for (const tick of log) expect(Math.log10(tick)).toBeGreaterThan(from - 1e-3);
          for (const tick of linear) expect(tick).toBeGreaterThan(from - 1e-6);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('domains', () => {
  it('hold every value with room on both sides, also where there is one value', () => {
    expect(logDomain([100], { pad: 0.02, least: 0.5 })[0]).toBeCloseTo(31.62, 2);
    const [low, high] = logDomain([1, 1e4], { pad: 0.05, least: 0.01 });
    expect(Math.log10(low)).toBeCloseTo(-0.2, 10);
    expect(Math.log10(high)).toBeCloseTo(4.2, 10);
    expect(linearDomain([3], 0.5)).toEqual([2.5, 3.5]);
  });
});

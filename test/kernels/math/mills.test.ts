import { expect, test } from 'vitest';
import { inverseMills, logNormalCdf } from '../../../kernels/math/mills.ts';
import golden from '../../golden/probit-mle.json' with { type: 'json' };

test.each(golden.values)('log Phi and its slope at $v agree with mpmath', ({ v, logCdf, slope }) => {
  expect(Math.abs(logNormalCdf(v) - logCdf)).toBeLessThanOrEqual(4e-16 * (1 + v * v));
  expect(Math.abs(inverseMills(v) - slope)).toBeLessThanOrEqual(v < 0 ? 1e-14 * slope : 1e-15);
});

test('the slope is that of central differences of log Phi', () => {
  for (let v = -8; v < 6; v += 0.37) {
    const difference = (logNormalCdf(v + 1e-5) - logNormalCdf(v - 1e-5)) / 2e-5;
    expect(inverseMills(v)).toBeCloseTo(difference, 8);
  }
});

import { describe, expect, it } from 'vitest';
import { foresee, targetDegrees } from '../../../../functions/dashboard/playground/foreseen.ts';
import { studyOf } from '../../../../functions/dashboard/playground/played-study.ts';
import { parseSettings } from '../../../../functions/dashboard/playground/settings.ts';

const at = (query: string) => foresee(studyOf(parseSettings(new URLSearchParams(query))).scenarios[0]);

/** theory/README.md and the design give these to the digits shown: an even split, and 60 to 40. */
describe('what a playground foresees', () => {
  it('is no bias of sign and 10.8 degrees of RLHF where the crowd is split evenly', () => {
    const found = at('');
    expect(targetDegrees(found)).toBeCloseTo(0, 9);
    expect(found.sign).toBeCloseTo(0, 6);
    expect(Math.abs(found.rlhf ?? Number.NaN)).toBeCloseTo(10.79, 2);
  });

  it('is 6.9 degrees of sign against 8.8 of RLHF at 60 to 40', () => {
    const found = at('w1=60&w2=40');
    expect(Math.abs(found.sign ?? Number.NaN).toFixed(1)).toBe('6.9');
    expect(Math.abs(found.rlhf ?? Number.NaN).toFixed(1)).toBe('8.8');
  });

  it('turns with the users', () => {
    const [upright, turned] = [at('w1=60&w2=40'), at('x1=-2&y1=3&w1=60&x2=2&y2=1&w2=40')];
    expect(turned.sign).toBeCloseTo(upright.sign ?? Number.NaN, 6);
    expect(turned.rlhf).toBeCloseTo(upright.rlhf ?? Number.NaN, 6);
    expect(targetDegrees(turned) - targetDegrees(upright)).toBeCloseTo(90, 6);
  });
});

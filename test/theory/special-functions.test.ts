import { describe, expect, it } from 'vitest';
import { logisticFrequency } from '../../theory/omega-taste.ts';
import { integrateHalfLine } from '../../theory/quadrature.ts';
import {
  kPrime,
  omega,
  omegaPrime,
  sigmoid,
  sigmoidSlope,
  signedChoice,
} from '../../theory/special-functions.ts';
import { numberAt, theoryCases } from '../support/theory-values.ts';

const functions = { omega, kprime: kPrime, omegaprime: omegaPrime };

describe('the special functions of Gaussian features', () => {
  for (const [name, f] of Object.entries(functions)) {
    for (const { inputs, expected } of theoryCases(name)) {
      const s = numberAt(inputs, 's');
      it(`${name}(${s}) is the reference value to 1e-12`, () => {
        expect(Math.abs(f(s) - numberAt({ expected }, 'expected'))).toBeLessThan(1e-12);
      });
    }
  }

  it('agree with their second form, an integral over the characteristic function of the logistic law', () => {
    for (const s of [0, 0.1, 0.9, 0.999, 1, 1.5, 3, 7, 30, 200]) {
      const second = integrateHalfLine((w) => {
        const height = logisticFrequency(w) * Math.exp((-w * w * s * s) / 2);
        return [height, (1 - w * w * s * s) * height];
      });
      expect(Math.abs(omega(s) - second![0])).toBeLessThan(1e-13);
      expect(Math.abs(kPrime(s) - second![1])).toBeLessThan(1e-13);
    }
  });

  it('are even or odd, and s omega(s) rises to the peak of the normal density', () => {
    for (const s of [0.3, 2, 11]) {
      expect(omega(-s)).toBe(omega(s));
      expect(kPrime(-s)).toBe(kPrime(s));
      expect(omegaPrime(-s)).toBe(-omegaPrime(s));
    }
    expect(1000 * omega(1000)).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 5);
  });

  it('rest on a sigmoid that stays exact far out', () => {
    expect(sigmoid(0)).toBe(0.5);
    expect(sigmoid(-800)).toBe(0);
    expect(sigmoid(800)).toBe(1);
    expect(sigmoidSlope(0)).toBe(0.25);
    expect(signedChoice(-3)).toBeCloseTo(Math.tanh(-1.5), 15);
    expect(signedChoice(3)).toBeCloseTo(Math.tanh(1.5), 15);
  });
});

import { exp } from '../kernels/math/exp.ts';
import { incompleteBeta } from '../kernels/math/incomplete-beta.ts';
import { lgamma } from '../kernels/math/lgamma.ts';
import { log } from '../kernels/math/log.ts';
import { PI } from '../kernels/math/trigonometry.ts';
import type { ChoiceLaw, NoiseLaw } from '../kernels/populations/population.ts';
import { erf } from './normal-law.ts';
import { NORMAL_PEAK, sigmoidSlope, signedChoice } from './special-functions.ts';

/** A symmetric noise V in units of its scale: the choice is 1 where utility / scale + V >= 0. */
export interface Noise {
  readonly law: 'logistic' | 'normal' | 'student';
  readonly scale: number;
  /** How much faster the choice changes than a logistic one: by their poles, i pi of that and i sqrt(degrees) of a Student density, or their widths. */
  readonly sharpness: number;
  /** 2 P(V <= t) - 1, odd, in [-1, 1]. */
  readonly signed: (t: number) => number;
  /** Density of V, even. */
  readonly density: (t: number) => number;
}

const LOGISTIC = { law: 'logistic', sharpness: 1, signed: signedChoice, density: sigmoidSlope } as const;

const NORMAL = {
  law: 'normal',
  sharpness: 1.8,
  signed: (t: number): number => erf(t * Math.SQRT1_2),
  density: (t: number): number => NORMAL_PEAK * exp((-t * t) / 2),
} as const;

/** The noise of a choice; of a heteroskedastic one, its base. Absolute errors below 1e-13. */
export function noiseOf(choice: ChoiceLaw): Noise {
  const base = baseOf(choice);
  if (base === 'logit') return { ...LOGISTIC, scale: 1 };
  if (base === 'probit') return { ...NORMAL, scale: 1 };
  if (base.law === 'logistic') return { ...LOGISTIC, scale: base.scale };
  return { ...student(base.degrees), scale: base.scale };
}

const baseOf = (choice: ChoiceLaw): NoiseLaw =>
  typeof choice === 'object' && choice.law === 'heteroskedastic' ? choice.base : choice;

/** Beyond this many degrees of freedom Student's law is normal to 1e-9 and its tails cost too many steps. */
const NORMAL_DEGREES = 1e9;

/** Student's law with `degrees` > 0 of freedom. */
export function student(degrees: number): Omit<Noise, 'scale'> {
  if (degrees > NORMAL_DEGREES) return NORMAL;
  const peak = exp(lgamma((degrees + 1) / 2) - lgamma(degrees / 2)) / Math.sqrt(degrees * PI);
  return {
    law: 'student',
    sharpness: Math.max(1.8, PI / Math.sqrt(degrees)),
    signed: (t) => {
      const square = t * t;
      // Each side of the incomplete beta function where its argument keeps its digits.
      const value =
        square < degrees
          ? incompleteBeta(square / (degrees + square), 0.5, degrees / 2)
          : 1 - incompleteBeta(degrees / (degrees + square), degrees / 2, 0.5);
      return t < 0 ? -value : value;
    },
    density: (t) => peak * exp((-(degrees + 1) / 2) * log(1 + (t * t) / degrees)),
  };
}

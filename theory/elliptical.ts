import { exp } from '../kernels/math/exp.ts';
import { lgamma } from '../kernels/math/lgamma.ts';
import { log } from '../kernels/math/log.ts';
import { PI, sincos } from '../kernels/math/trigonometry.ts';
import type { FeaturesLaw, Matrix } from '../kernels/populations/population.ts';
import { powerDeviations } from '../kernels/populations/power-law.ts';
import { type Estimate, halfLineNodes, integrate, unitNodes } from './double-exponential.ts';
import { identity, lowerFactor } from './linear-algebra.ts';
import { student } from './noise.ts';
import { NORMAL_PEAK } from './special-functions.ts';

/** The law of one coordinate of a spherically symmetric vector. */
export type Marginal =
  | { readonly law: 'normal' }
  /** scale times Student. */
  | { readonly law: 'student'; readonly degrees: number; readonly scale: number }
  /** A coordinate of a uniform point on the unit sphere of R^dimension; +-1 in dimension 1. */
  | { readonly law: 'sphere'; readonly dimension: number };

/** Features x = L x~, x~ spherically symmetric: everything theory needs of them. */
export interface Elliptical {
  readonly law: 'gaussian' | 'student' | 'sphere';
  /** Lower triangular L; x . beta = x~ . (L' beta). */
  readonly lower: Matrix;
  /** Density at 0 of a coordinate of x~: 1 / sqrt(2 pi) for normal ones. */
  readonly peak: number;
  /** A coordinate of x~ given that another one is 0: what crosses the hyperplane of a direction. */
  readonly across: Marginal;
  /** A coordinate of x~. */
  readonly along: Marginal;
}

/** Elliptical features; null for other laws and where the covariance is not positive definite. */
export function elliptical(features: FeaturesLaw): Elliptical | null {
  const d = features.dimension;
  switch (features.law) {
    case 'gaussian': {
      const lower = features.covariance === null ? identity(d) : lowerFactor(features.covariance);
      return lower === null ? null : gaussian(lower);
    }
    case 'power':
      return gaussian(diagonal(powerDeviations(d, features.exponent)));
    case 'sphere':
      return {
        law: 'sphere',
        lower: identity(d),
        peak: spherePeak(d),
        across: { law: 'sphere', dimension: d - 1 },
        along: { law: 'sphere', dimension: d },
      };
    case 'student': {
      const { degrees } = features;
      const scale = Math.sqrt(degrees / (degrees + 1));
      return {
        law: 'student',
        lower: identity(d),
        peak: student(degrees).density(0),
        across: { law: 'student', degrees: degrees + 1, scale },
        along: { law: 'student', degrees, scale: 1 },
      };
    }
    case 'box':
    case 'independent':
    case 'file':
      return null;
    default:
      return features satisfies never;
  }
}

const gaussian = (lower: Matrix): Elliptical => ({
  law: 'gaussian',
  lower,
  peak: NORMAL_PEAK,
  across: { law: 'normal' },
  along: { law: 'normal' },
});

const diagonal = (values: readonly number[]): Matrix =>
  values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));

/** Gamma(d/2) / (sqrt(pi) Gamma((d-1)/2)): the density at 0 of a coordinate of a point on the sphere of R^d, d >= 2. */
const spherePeak = (d: number): number => exp(lgamma(d / 2) - lgamma((d - 1) / 2)) / Math.sqrt(PI);

/** E f(|X|) for X of a marginal law; f of any fixed number of coordinates, bounded by a power that has a mean. */
export function marginalMean(marginal: Marginal, f: (x: number) => readonly number[]): Estimate {
  switch (marginal.law) {
    case 'normal':
      return integrate(halfLineNodes, ({ at }) => weighted(f, at, 2 * NORMAL_PEAK * exp((-at * at) / 2)));
    case 'student': {
      const { density } = student(marginal.degrees);
      return integrate(halfLineNodes, ({ at }) => weighted(f, marginal.scale * at, 2 * density(at)));
    }
    case 'sphere':
      return sphereMean(marginal.dimension, f);
    default:
      return marginal satisfies never;
  }
}

/** x = sin a with a density proportional to cos^(d-2) a on (0, pi/2). */
function sphereMean(d: number, f: (x: number) => readonly number[]): Estimate {
  if (d === 1) return { value: f(1), error: 0 };
  const size = PI * spherePeak(d);
  return integrate(unitNodes, ({ at, short }) => {
    const cos = sincos((PI / 2) * short).sin;
    return weighted(f, sincos((PI / 2) * at).sin, size * (d === 2 ? 1 : exp((d - 2) * log(cos))));
  });
}

const weighted = (f: (x: number) => readonly number[], x: number, weight: number): readonly number[] =>
  weight < 1e-300 ? f(0).map(() => 0) : f(x).map((value) => weight * value);

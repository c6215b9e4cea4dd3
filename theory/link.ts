import { tabulate } from './chebyshev.ts';
import { type Marginal, marginalMean } from './elliptical.ts';
import type { Noise } from './noise.ts';
import { kPrime, NORMAL_PEAK, omega } from './special-functions.ts';

/**
 * The mean choice of features with one free coordinate X (S2): k(s) = E[|X| (2 P(V <= s|X|) - 1)] / 2, odd;
 * `rate` is k(s) / s and `slope` k'(s) = E[X^2 f_V(sX)], both even. For normal X and logistic V they are omega and k'.
 */
export interface Link {
  readonly rate: (s: number) => number;
  readonly slope: (s: number) => number;
  /** Largest error seen in a quadrature behind it. */
  readonly error: number;
  /** Normal X and logistic V, for which Gaussian tastes have an integral of their own. */
  readonly gaussianLogit: boolean;
}

/** The link of a marginal law and a noise in units of its scale: tastes must be divided by that scale. */
export function linkOf(marginal: Marginal, noise: Noise): Link {
  if (marginal.law === 'normal' && noise.law === 'logistic') return GAUSSIAN_LOGIT;
  if (marginal.law === 'normal' && noise.law === 'normal') return GAUSSIAN_PROBIT;
  if (marginal.law === 'sphere' && marginal.dimension === 1) return circleLink(noise);
  return quadratureLink(marginal, noise);
}

const even =
  (f: (s: number) => number) =>
  (s: number): number =>
    f(Math.abs(s));

const GAUSSIAN_LOGIT: Link = {
  rate: even(tabulate(omega)),
  slope: even(tabulate(kPrime)),
  error: 1e-13,
  gaussianLogit: true,
};

/** X normal, V normal: omega(s) = phi(0) / sqrt(1 + s^2). */
const GAUSSIAN_PROBIT: Link = {
  rate: (s) => NORMAL_PEAK / Math.sqrt(1 + s * s),
  slope: (s) => NORMAL_PEAK / ((1 + s * s) * Math.sqrt(1 + s * s)),
  error: 1e-15,
  gaussianLogit: false,
};

/** X = +-1. */
const circleLink = ({ signed, density }: Noise): Link => ({
  rate: (s) => (Math.abs(s) < 1e-8 ? density(0) : signed(s) / (2 * s)),
  slope: density,
  error: 1e-14,
  gaussianLogit: false,
});

function quadratureLink(marginal: Marginal, { signed, density }: Noise): Link {
  const small = 1e-4;
  const rate = (s: number): number =>
    s < small
      ? marginalMean(marginal, (x) => [x * x * density(s * x)]).value[0]
      : marginalMean(marginal, (x) => [x * signed(s * x)]).value[0] / (2 * s);
  const slope = (s: number): number => marginalMean(marginal, (x) => [x * x * density(s * x)]).value[0];
  const probe = marginalMean(marginal, (x) => [x * signed(x), x * x * density(x)]);
  return {
    rate: even(tabulate(rate)),
    slope: even(tabulate(slope)),
    error: probe.error,
    gaussianLogit: false,
  };
}

import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import { sincos } from '../kernels/math/trigonometry.ts';
import { norm } from '../kernels/math/vectors.ts';
import type { GammaUsers } from '../kernels/populations/population.ts';
import { integrate, type Node, unitNodes } from './double-exponential.ts';
import { gammaPeak } from './gamma-points.ts';
import { unit } from './linear-algebra.ts';
import type { Link } from './link.ts';
import type { ScoreSlope } from './score-slope.ts';

/** Skewed tastes mean + t along, t of the standardised gamma law, as spherically symmetric features see them in units of the noise. */
export interface SkewedTastes {
  readonly mean: readonly number[];
  readonly along: readonly number[];
  readonly skew: number;
}

/** Tastes seen through a linear map. */
export function skewedTastes(
  { mean, along, skew, scale }: GammaUsers,
  seen: (taste: readonly number[]) => readonly number[],
): SkewedTastes {
  return { mean: seen(mean), along: seen(unit(along).map((value) => scale * value)), skew };
}

/**
 * Slope and curvature of the population score for skewed tastes: M' = 4 peak E k(b), V = 4 peak E[k'(b) a], b = beta . theta_perp a line in t.
 *
 * E by the double exponential rule between the end of the law, the t at which b = 0, where heavy tails of features or noise leave k a
 * singularity, and where the law has ended. Relative error below 1e-10.
 */
export function skewedSlope(
  { link, peak, tolerance = 1e-11 }: SkewedLaw,
  { mean, along, skew }: SkewedTastes,
  phi: number,
): ScoreSlope {
  const { rate, slope } = link;
  const { sin, cos } = sincos(phi);
  const sign = skew < 0 ? -1 : 1;
  const law = standardGamma(Math.abs(skew));
  const [a0, a1] = [cos * mean[0] + sin * mean[1], sign * (cos * along[0] + sin * along[1])];
  const [b0, b1] = [cos * mean[1] - sin * mean[0], sign * (cos * along[1] - sin * along[0])];
  const flat = Math.abs(b1) < 1e-12 * norm(along);
  const crossing = flat ? 0 : Math.max(law.from, Math.min(law.until, -b0 / b1));
  const offset = b0 + b1 * crossing;
  let [value, turned] = [0, 0];
  const part = (length: number, placed: (node: Node) => Place): void => {
    if (!(length > 0)) return;
    const found = integrate(
      unitNodes,
      (node) => {
        const { fromStart, fromCrossing, stretch = 1 } = placed(node);
        const weight = length * stretch * law.density(fromStart);
        if (weight < 1e-300) return [0, 0];
        const b = offset + b1 * fromCrossing;
        return [weight * b * rate(b), weight * (a0 + a1 * (crossing + fromCrossing)) * slope(b)];
      },
      { tolerance, levels: 8 },
    );
    value += found.value[0];
    turned += found.value[1];
  };
  const before = crossing - law.from;
  const after = law.until - crossing;
  // A density like w^(s - 1), s < 1, keeps mass nearer to its start than any node: there u = w^s is the variable.
  const head = law.shape >= 1 ? 0 : before > 0 ? before / 2 : Math.min(after, 1);
  part(head, ({ at }) => {
    const share = exp(log(at) / law.shape);
    const fromStart = head * share;
    return { fromStart, fromCrossing: fromStart - before, stretch: share / (law.shape * at) };
  });
  const left = Math.max(0, before - head);
  part(left, ({ at, short }) => ({ fromStart: before - left + left * at, fromCrossing: -left * short }));
  const skipped = before > 0 ? 0 : head;
  const right = after - skipped;
  part(right, ({ at }) => {
    const fromCrossing = skipped + right * at;
    return { fromStart: before + fromCrossing, fromCrossing };
  });
  return { slope: 4 * peak * value, curvature: 4 * peak * turned };
}

interface SkewedLaw {
  readonly link: Link;
  readonly peak: number;
  /** Relative. */
  readonly tolerance?: number;
}

interface Place {
  readonly fromStart: number;
  readonly fromCrossing: number;
  /** d w / d u over the length where nodes are spaced in another variable. */
  readonly stretch?: number;
}

/**
 * The density of (G - s) / s^(1/2), G ~ Gamma(s, 1), s = 4 / skew^2, at a distance from `from`, the start of the law or ten below its mean;
 * beyond `until` lie 1e-20.
 */
function standardGamma(skew: number): {
  readonly from: number;
  readonly until: number;
  readonly shape: number;
  readonly density: (fromStart: number) => number;
} {
  const shape = 4 / (skew * skew);
  const root = Math.sqrt(shape);
  const from = -Math.min(root, 10);
  const constant = gammaPeak(shape) - log(shape) / 2;
  return {
    from,
    until: 10 + 50 / root,
    shape,
    density: (fromStart) => {
      const x = (from + fromStart) / root;
      const share = root <= 10 ? fromStart / root : 1 + x;
      if (!(share > 0)) return 0;
      // s (log(1 + x) - x), without the cancellation of two large terms where x is small.
      const bend =
        Math.abs(x) < 1e-3 ? x * x * (-1 / 2 + x * (1 / 3 + x * (-1 / 4 + x / 5))) : log(share) - x;
      return exp(constant + shape * bend - log(share));
    },
  };
}

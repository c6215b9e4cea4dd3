import type { Sample } from '../arena.ts';
import { exp } from '../math/exp.ts';
import { log } from '../math/log.ts';
import { PI } from '../math/trigonometry.ts';
import { startScale } from './index-scale.ts';

/** The surrogate's lambda at the first and at the last step. */
export type LambdaRange = readonly [number, number];

/** lambda(n) = constant n^power. */
export interface LambdaGrowth {
  /** In (0, 1]. */
  readonly power: number;
  /** auto: (pi / sqrt 3) / s, s the scale of the index in the sample. */
  readonly constant: number | 'auto';
}

export type Lambda = LambdaRange | LambdaGrowth;

/** n^power without the platform's pow. */
export const powerOf = (n: number, power: number): number => exp(power * log(n));

/**
 * lambda(n) = c n^power for this sample; null where c is `auto` and the sample has no mean.
 *
 * 2 sigma(lambda v) - 1 is a smoothed sign whose kernel, the logistic density, has standard deviation
 * pi / (sqrt 3 lambda). `auto` makes that deviation s n^-power, s the root mean square of z . m, m the direction of the mean of z:
 * the rule of thumb h = s n^(-1/5) at power 1/5. Nothing of the population enters, and features in another unit
 * leave lambda z as it was. Features of scale 1 have lambda(1000) = 7.2 and lambda(100,000) = 18 at power 1/5.
 *
 * Source: Horowitz (1992) for the power 1/5 of a kernel of order 2; T10 in theory/README.md for 1/3.
 */
function grownLambda({ power, constant }: LambdaGrowth, sample: Sample): number | null {
  const growth = powerOf(sample.n, power);
  if (constant !== 'auto') return constant * growth;
  const scale = startScale(sample);
  return scale > 0 ? ((PI / Math.sqrt(3)) * growth) / scale : null;
}

/** The range that a sample is fitted with: as given, or from 1 (less where lambda(n) is) to lambda(n); null as in `grownLambda`. */
export function lambdaRange(lambda: Lambda, sample: Sample): LambdaRange | null {
  if (!('power' in lambda)) return lambda;
  const last = grownLambda(lambda, sample);
  return last === null ? null : [Math.min(1, last), last];
}

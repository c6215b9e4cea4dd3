import type { LoadedComparisons } from '../losses/contract.ts';
import { dot, norm } from '../math/vectors.ts';
import type { Move } from './anneal-steps.ts';
import type { OnStep } from './fit.ts';

/** What a climb asks of a sample. */
type Losses = Pick<LoadedComparisons, 'n' | 'annealed'>;

/** Steps up the surrogate along a given path of lambda. */
export interface Climb {
  /** Where it starts; moved in place to where it ends. */
  readonly theta: Float64Array;
  readonly lambdas: Float64Array;
  readonly move: Move;
  readonly lossesAt: (step: number) => Losses;
  /** From this step on successive gradients are compared. */
  readonly judgedFrom: number;
  readonly onStep: OnStep | undefined;
}

export interface End {
  /** False where an iterate is not finite. */
  readonly finite: boolean;
  /** The surrogate, and its tangent gradient's length, at the last step. */
  readonly objective: number;
  readonly size: number;
  /** Whether more than half of the gradients judged oppose the one before. */
  readonly overshoots: boolean;
  /** Steps taken. */
  readonly evaluations: number;
}

export function climb({ theta, lambdas, move, lossesAt, judgedFrom, onStep }: Climb): End {
  const steps = lambdas.length;
  const before = new Float64Array(theta.length);
  const slope = new Float64Array(theta.length);
  let [objective, size, opposing, judged] = [Number.NaN, Number.NaN, 0, 0];
  let finite = true;
  let t = 0;
  while (finite && t < steps) {
    const lambda = lambdas[t];
    ({ objective, size } = tangentGradient(lossesAt(t), theta, lambda, slope));
    onStep?.({ lambda, objective, gradient: size / lambda });
    if (t > judgedFrom) {
      judged++;
      if (dot(before, slope) < 0) opposing++;
    }
    before.set(slope);
    finite = Number.isFinite(size) && move(theta, slope, size);
    t++;
  }
  return { finite, objective, size, overshoots: 2 * opposing > judged, evaluations: t };
}

/** The surrogate and the length of its tangent gradient, which goes to `slope`. */
export function tangentGradient(
  losses: Losses,
  theta: Float64Array,
  lambda: number,
  slope: Float64Array,
): Pick<End, 'objective' | 'size'> {
  const { value, gradient } = surrogate(losses, theta, lambda);
  const radial = dot(gradient, theta);
  for (let j = 0; j < slope.length; j++) slope[j] = gradient[j] - radial * theta[j];
  return { objective: value, size: norm(slope) };
}

/** Mean tanh(lambda z . theta / 2) and its gradient in theta. At theta = 0 the gradient is lambda/2 times the mean of z. */
export function surrogate(
  losses: Losses,
  theta: ArrayLike<number>,
  lambda: number,
): { readonly value: number; readonly gradient: Float64Array } {
  const [{ sum, gradient }] = losses.annealed([{ direction: theta, lambda }]);
  // In place: the array is nobody else's, and small samples take microseconds.
  for (let j = 0; j < gradient.length; j++) gradient[j] /= losses.n;
  return { value: sum / losses.n, gradient };
}

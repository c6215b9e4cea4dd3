import { dot } from '../math/vectors.ts';

/** What steps of an ascent have taught of the objective's curvature, as L-BFGS remembers it. */
export interface CurvaturePairs {
  /** The step of quasi-Newton ascent H g for the gradient g, H positive definite. */
  ascentStep(gradient: Float64Array): Float64Array;
  /** A step s, and y = the gradient before it less the one after; forgotten where s . y is not positive. */
  learn(step: Float64Array, fall: Float64Array): void;
}

/** Solves M x = g for a fixed positive definite M: the metric in which the first step is steepest ascent. */
export type Precondition = (gradient: Float64Array) => Float64Array;

interface Pair {
  readonly step: Float64Array;
  readonly fall: Float64Array;
  readonly product: number;
}

/** s . y must be this large beside |s| |y|, or rounding and not the objective made it. */
const CURVED = 1e-10;

/**
 * The last `size` pairs, and the two-loop recursion over them from H0 = (s . y / y . M^-1 y) M^-1 of the newest.
 *
 * Source: Nocedal & Wright, Numerical Optimization (2006), algorithm 7.4 and equation 7.20.
 */
export function curvaturePairs(size: number, precondition: Precondition): CurvaturePairs {
  const pairs: Pair[] = [];
  let scale = 1;
  return {
    ascentStep(gradient) {
      const rest = gradient.slice();
      const shares = new Float64Array(pairs.length);
      for (let k = pairs.length - 1; k >= 0; k--) {
        const { step, fall, product } = pairs[k];
        shares[k] = dot(step, rest) / product;
        addTo(rest, fall, -shares[k]);
      }
      const ascent = precondition(rest);
      for (let j = 0; j < ascent.length; j++) ascent[j] *= scale;
      for (const [k, { step, fall, product }] of pairs.entries()) {
        addTo(ascent, step, shares[k] - dot(fall, ascent) / product);
      }
      return ascent;
    },
    learn(step, fall) {
      const product = dot(step, fall);
      if (!(product > CURVED * Math.sqrt(dot(step, step) * dot(fall, fall)))) return;
      if (pairs.length === size) pairs.shift();
      pairs.push({ step, fall, product });
      scale = product / dot(fall, precondition(fall));
    },
  };
}

function addTo(sum: Float64Array, term: Float64Array, factor: number): void {
  for (let j = 0; j < sum.length; j++) sum[j] += factor * term[j];
}

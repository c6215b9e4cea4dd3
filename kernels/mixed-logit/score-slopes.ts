import { type ChoicePanel, chooserCount } from './choice-panel.ts';
import type { FittedTastes } from './fit-gaussian-tastes.ts';
import type { ProposalsOf } from './proposal-table.ts';
import { posteriorTastes } from './taste-posterior.ts';
import { lowerSolve, upperTimes } from './triangular.ts';

/**
 * How the mean scores of `hermiteScores` answer to the mean and the covariance of the normal law, for one direction.
 *
 * The parameters are shifts of z along each axis, and the covariances of t with each z_l: 2 d of them.
 */
export interface ScoreSlopes {
  /** Of the scores of the third and of the fourth cumulant, length 2 d. */
  readonly third: Float64Array;
  readonly fourth: Float64Array;
  /** Minus the second derivative of the mean log likelihood in the parameters, row-major 2 d x 2 d. */
  readonly information: Float64Array;
}

/**
 * The slopes at a fit, of the people who were fitted: d E[g | choices] = Cov(g, d log f | choices) + E[dg | choices], f the normal law.
 * They hold whatever the law of tastes is, where those of the normal law would give an error that is too small.
 */
export function scoreSlopes(
  panel: ChoicePanel,
  { prior, modes }: FittedTastes,
  {
    directions,
    proposalsOf,
  }: { readonly directions: readonly Float64Array[]; readonly proposalsOf: ProposalsOf },
): readonly ScoreSlopes[] {
  const { d } = panel;
  const choosers = chooserCount(panel);
  const units = directions.map((a) => {
    const image = upperTimes(prior.factor, a, d);
    const length = Math.sqrt(image.reduce((sum, value) => sum + value * value, 0));
    return image.map((value) => value / length);
  });
  const sums = units.map((unit) => slopeSums(unit, choosers));
  for (let u = 0; u < choosers; u++) {
    const { tastes, weights } = posteriorTastes(panel, u, {
      prior,
      found: modes[u],
      proposals: proposalsOf(u),
    });
    const z = tastes.map((taste) =>
      lowerSolve(
        prior.factor,
        taste.map((value, j) => value - prior.mean[j]),
        d,
      ),
    );
    for (const { add } of sums) add(z, weights);
  }
  return sums.map(({ slopes }) => slopes);
}

/** Adds up the slopes of one direction, divided by the number of choosers. */
function slopeSums(unit: Float64Array, choosers: number) {
  const d = unit.length;
  const p = 2 * d;
  const slopes = {
    third: new Float64Array(p),
    fourth: new Float64Array(p),
    information: new Float64Array(p * p),
  };
  const law = new Float64Array(p);
  const means = new Float64Array(p + 2);
  const products = new Float64Array(p * (p + 2));
  const add = (z: readonly Float64Array[], weights: Float64Array): void => {
    means.fill(0);
    products.fill(0);
    for (const [r, point] of z.entries()) {
      const w = weights[r] / choosers;
      let t = 0;
      for (let j = 0; j < d; j++) t += unit[j] * point[j];
      for (let j = 0; j < d; j++) {
        law[j] = point[j];
        law[d + j] = t * point[j] - unit[j];
      }
      const g = cumulantScores(t);
      addProducts({ means, products, law }, g, weights[r]);
      addOwn(slopes, { unit, point, t, w, ...g });
    }
    for (let i = 0; i < p; i++) {
      slopes.third[i] += (products[i * (p + 2) + p] - means[i] * means[p]) / choosers;
      slopes.fourth[i] += (products[i * (p + 2) + p + 1] - means[i] * means[p + 1]) / choosers;
      for (let k = 0; k < p; k++) {
        slopes.information[i * p + k] -= (products[i * (p + 2) + k] - means[i] * means[k]) / choosers;
      }
    }
  };
  return { slopes, add };
}

interface Cumulants {
  /** (t^3 - 3 t) / 6 and its derivative; (t^4 - 6 t^2 + 3) / 24, whose derivative is `third`. */
  readonly third: number;
  readonly thirdSlope: number;
  readonly fourth: number;
}

const cumulantScores = (t: number): Cumulants => ({
  third: (t * t * t - 3 * t) / 6,
  thirdSlope: (t * t - 1) / 2,
  fourth: (t * t * t * t - 6 * t * t + 3) / 24,
});

interface Moments {
  readonly means: Float64Array;
  readonly products: Float64Array;
  readonly law: Float64Array;
}

/** Weighted means of d log f and of the two scores, and of their products with d log f. */
function addProducts({ means, products, law }: Moments, { third, fourth }: Cumulants, w: number): void {
  const p = law.length;
  means[p] += w * third;
  means[p + 1] += w * fourth;
  for (let i = 0; i < p; i++) {
    const value = w * law[i];
    means[i] += value;
    products[i * (p + 2) + p] += value * third;
    products[i * (p + 2) + p + 1] += value * fourth;
    for (let k = 0; k < p; k++) products[i * (p + 2) + k] += value * law[k];
  }
}

interface Own extends Cumulants {
  readonly unit: Float64Array;
  readonly point: Float64Array;
  readonly t: number;
  readonly w: number;
}

/** E[dg] of both scores, and minus E[d^2 log f]. */
function addOwn({ third, fourth, information }: ScoreSlopes, own: Own): void {
  const { unit, point, t, w } = own;
  const d = unit.length;
  const p = 2 * d;
  for (let l = 0; l < d; l++) {
    third[l] -= w * unit[l] * own.thirdSlope;
    third[d + l] -= w * unit[l] * t * own.thirdSlope;
    fourth[l] -= w * unit[l] * own.third;
    fourth[d + l] -= w * unit[l] * t * own.third;
    for (let m = 0; m < d; m++) {
      const same = l === m ? 1 : 0;
      const mixed = w * (unit[m] * point[l] + t * same);
      information[l * p + m] += w * same;
      information[m * p + d + l] += mixed;
      information[(d + l) * p + m] += mixed;
      information[(d + l) * p + d + m] +=
        w *
        (point[l] * point[m] +
          t * point[l] * unit[m] +
          t * point[m] * unit[l] +
          t * t * same -
          unit[l] * unit[m] -
          same);
    }
  }
}

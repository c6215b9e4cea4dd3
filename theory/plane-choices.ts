import { dot, norm } from '../kernels/math/vectors.ts';
import type { ChoiceLaw, Matrix, Population } from '../kernels/populations/population.ts';
import { NO_TABLES, type Tables } from '../kernels/populations/table.ts';
import { type ChoiceMean, choiceMean } from './choice-mean.ts';
import { elliptical } from './elliptical.ts';
import { form, identity, transposedTimes } from './linear-algebra.ts';
import { noiseOf } from './noise.ts';
import { planeDensity } from './plane-density.ts';
import { type PlaneRule, planeRule } from './plane-nodes.ts';
import { type TasteComponent, tasteComponents } from './tastes.ts';

/** Two features and the mean choice they meet, in the coordinates in which elliptical features are symmetric. */
export interface PlaneChoices {
  readonly lower: Matrix;
  readonly rule: PlaneRule;
  readonly choice: ChoiceMean;
  /** Features and choices look the same from both sides: f(-x) = f(x), h(-x) = -h(x). */
  readonly odd: boolean;
  /** Largest |beta . u| over tastes, Gaussian ones at three standard deviations: how sharp choices are along u. */
  readonly rate: (u: readonly number[]) => number;
}

/** Null for d != 2, a file whose table is not given, degenerate features, and Gaussian tastes too wide to average. */
export function planeChoices(population: Population, tables: Tables = NO_TABLES): PlaneChoices | null {
  const { features, users, choice } = population;
  if (features.dimension !== 2) return null;
  const table = features.law === 'file' ? (tables.get(features.sha256) ?? null) : null;
  const rule = planeRule(features, table);
  if (rule === null) return null;
  const law = elliptical(features);
  if (law === null && (features.law === 'gaussian' || features.law === 'power')) return null;
  const lower = law?.lower ?? identity(2);
  const along =
    typeof choice === 'object' && choice.law === 'heteroskedastic'
      ? transposedTimes(lower, choice.along)
      : null;
  const noise = noiseOf(choice);
  const sharpness = noise.sharpness / (along === null ? 1 : leastSize(choice, norm(along)));
  const components = tasteComponents(users, { lower, scale: noise.scale, coarse: true, sharpness });
  return {
    lower,
    rule,
    choice: choiceMean(components, choice, along),
    odd: along === null && (law !== null || planeDensity(features)?.even === true),
    rate: (u) =>
      (users.law === 'gamma'
        ? blurredRate(components, u)
        : Math.max(...components.map((one) => rateAlong(one, u)))) * sharpness,
  };
}

/** The smallest noise that features within nine units meet, relative to the base noise; at least a twentieth. */
function leastSize(choice: ChoiceLaw, reach: number): number {
  if (typeof choice !== 'object' || choice.law !== 'heteroskedastic') return 1;
  let least = 1;
  for (let i = -180; i <= 180; i++) {
    const z = (reach * i) / 20;
    const size = choice.polynomial.reduceRight((sum, coefficient) => sum * z + coefficient, 0);
    least = Math.min(least, Math.abs(size));
  }
  return Math.max(0.05, least);
}

function rateAlong({ mean, covariance }: TasteComponent, u: readonly number[]): number {
  const size = norm(u);
  // Spread tastes blur the mean choice: their smoothness is that of one sigmoid.
  return covariance === null
    ? Math.abs(dot(mean, u)) / size
    : Math.min(6, Math.abs(dot(mean, u)) + form(u, covariance, u));
}

/** Of a continuum of tastes: it blurs the mean choice, so that its root-mean-square utility sets the scale. */
function blurredRate(components: readonly TasteComponent[], u: readonly number[]): number {
  const square = components.reduce((sum, { weight, mean }) => sum + weight * dot(mean, u) * dot(mean, u), 0);
  return (1.5 * Math.sqrt(square)) / norm(u);
}

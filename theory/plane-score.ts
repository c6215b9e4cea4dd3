import { PI, sincos } from '../kernels/math/trigonometry.ts';
import { norm } from '../kernels/math/vectors.ts';
import type { ChoiceLaw, FeaturesLaw, Matrix, Population } from '../kernels/populations/population.ts';
import { type ChoiceMean, choiceMean } from './choice-mean.ts';
import { elliptical } from './elliptical.ts';
import { interpolatedScore } from './interpolated-score.ts';
import { lineScore } from './line-score.ts';
import { identity, transposedTimes } from './linear-algebra.ts';
import { linkOf } from './link.ts';
import { noiseOf } from './noise.ts';
import { column, constantOf, planeDensity } from './plane-density.ts';
import { scoreSlope } from './score-slope.ts';
import { skewedSlope, skewedTastes } from './skewed-slope.ts';
import { type TasteComponent, tasteComponents, unwhitened, whiten } from './tastes.ts';

/** Slope and curvature of the population score, and the intensity A of what turns over: Var(B(a) - B(b)) = Int A. */
export interface ScoreAt {
  readonly slope: number;
  readonly curvature: number;
  readonly jump: number;
}

/**
 * The population score M(phi) of T1 in d = 2, over the angle phi in which features are symmetric (whitened) where they are
 * elliptical, over the Euclidean angle elsewhere. M(phi + pi) = -M(phi) always.
 */
export interface PlaneScore {
  /** Lower triangular L: the angle is that of L' theta, as symmetric features see it. */
  readonly lower: Matrix;
  /** M'(phi) and A(phi) to some eight digits: for scans. */
  readonly quick: (phi: number) => Pick<ScoreAt, 'slope' | 'jump'>;
  readonly at: (phi: number) => ScoreAt;
  /** The direction in the space of features, and d angle / d phi there. */
  readonly direction: (phi: number) => { readonly direction: readonly number[]; readonly stretch: number };
  /** Relative error of a slope or a curvature. */
  readonly error: number;
}

/** The score of a population with two features; null for a file of features and where a law is degenerate. */
export function planeScore(population: Population): PlaneScore | null {
  const { features, choice } = population;
  if (features.dimension !== 2 || features.law === 'file') return null;
  const variable = typeof choice === 'object' && choice.law === 'heteroskedastic';
  if (variable || elliptical(features) === null) {
    const score = lineBased(population);
    return score === null ? null : interpolatedScore(score);
  }
  const score = linkBased(population);
  // Spread tastes take long to average.
  const spread = population.users.law === 'gaussian' || population.users.law === 'gamma';
  return score !== null && spread ? interpolatedScore(score) : score;
}

function linkBased(population: Population): PlaneScore | null {
  const tastes = whiten(population);
  if (tastes === null) return null;
  const { features, components, lower } = tastes;
  const link = linkOf(features.across, noiseOf(population.choice));
  if (!Number.isFinite(link.slope(1))) return null;
  const law = { link, peak: features.peak };
  const { users } = population;
  const skewed =
    users.law === 'gamma' && components.length > 1 ? skewedTastes(users, inUnits(lower, population)) : null;
  const at = (phi: number): ScoreAt => ({
    ...(skewed === null ? scoreSlope(law, components, phi) : skewedSlope(law, skewed, phi)),
    jump: 4 / PI,
  });
  const quick = (phi: number): ScoreAt =>
    skewed === null ? at(phi) : { ...skewedSlope({ ...law, tolerance: 1e-6 }, skewed, phi), jump: 4 / PI };
  return {
    lower,
    quick,
    at,
    direction: (phi) => unwhitened(lower, directionAt(phi)),
    error: Math.max(1e-11, link.error),
  };
}

/** M'(phi) if every user had one taste, as a function of the taste; null as `planeScore` is. */
export function slopeByTaste(
  population: Population,
): ((taste: readonly number[], phi: number) => number) | null {
  const { choice, features } = population;
  const variable = typeof choice === 'object' && choice.law === 'heteroskedastic';
  const tastes = variable || elliptical(features) === null ? null : whiten(population);
  if (tastes === null) {
    return (taste, phi) =>
      lineBased({ ...population, users: { law: 'point', mean: taste } })?.at(phi).slope ?? Number.NaN;
  }
  const law = { link: linkOf(tastes.features.across, noiseOf(choice)), peak: tastes.features.peak };
  const seen = inUnits(tastes.lower, population);
  return (taste, phi) => scoreSlope(law, [{ weight: 1, mean: seen(taste), covariance: null }], phi).slope;
}

/** Tastes as symmetric features see them, in units of the noise. */
const inUnits =
  (lower: Matrix, { choice }: Population) =>
  (taste: readonly number[]): readonly number[] =>
    transposedTimes(lower, taste).map((value) => value / noiseOf(choice).scale);

function lineBased({ users, features, choice }: Population): PlaneScore | null {
  const lower = elliptical(features)?.lower ?? identity(2);
  // An integral over features follows, which smooths what skewed tastes are resolved for.
  const components = tasteComponents(users, { lower, scale: noiseOf(choice).scale, coarse: true });
  const along =
    typeof choice === 'object' && choice.law === 'heteroskedastic'
      ? transposedTimes(lower, choice.along)
      : null;
  const mean = choiceMean(components, choice, along);
  const frame = {
    lower,
    direction: (phi: number) => unwhitened(lower, directionAt(phi)),
  };
  const rays = features.law === 'sphere' ? circleScore(mean) : constantColumnScore(features, mean);
  if (rays !== null) return { ...frame, quick: rays, at: rays, error: 1e-9 };
  const density = planeDensity(features);
  if (density === null) return null;
  const odd = along === null;
  const sharp = sharpness(components, choice, density.size);
  const at = (phi: number): ScoreAt => lineScore(density, mean, phi, { levels: 8, odd });
  const probe = lineScore(density, mean, 0.4, { levels: 8, odd });
  return {
    ...frame,
    quick: (phi) => lineScore(density, mean, phi, { tolerance: 1e-8, levels: sharp ? 7 : 6, odd }),
    at,
    error: Math.max(1e-11, probe.error / Math.max(probe.jump, 1e-300)),
  };
}

/** Whether choices change over much less than the features' own scale. */
const sharpness = (components: readonly TasteComponent[], choice: ChoiceLaw, size: number): boolean =>
  typeof choice === 'object' || components.some(({ mean }) => norm(mean) * size > 20);

export function directionAt(phi: number): readonly number[] {
  const { sin, cos } = sincos(phi);
  return [cos, sin];
}

/** Features on the circle: what turns over is at +-theta_perp. */
function circleScore(choice: ChoiceMean): (phi: number) => ScoreAt {
  return (phi) => {
    const [x, y] = directionAt(phi);
    const [ahead, aheadChange] = choice.along([-y, x], [-x, -y]);
    const [behind, behindChange] = choice.along([y, -x], [x, y]);
    return {
      slope: (ahead - behind) / PI,
      curvature: (behindChange - aheadChange) / PI,
      jump: 4 / PI,
    };
  };
}

/** One column of features is a constant, not 0: they lie on a line, which the line across theta meets in one point. */
function constantColumnScore(features: FeaturesLaw, choice: ChoiceMean): ((phi: number) => ScoreAt) | null {
  if (features.law !== 'independent') return null;
  const fixed = features.columns.findIndex((law) => column(law) === null);
  const other = column(features.columns[1 - fixed] ?? features.columns[0]);
  if (fixed < 0 || other === null) return null;
  const value = constantOf(features.columns[fixed]);
  if (value === 0) return null;
  const parts = (phi: number): readonly [slope: number, jump: number] => {
    const [cos, sin] = directionAt(phi);
    const across = [-sin, cos];
    if (Math.abs(across[fixed]) < 1e-12) return [0, 0];
    const s = value / across[fixed];
    const x = [s * across[0], s * across[1]];
    const mass = (Math.abs(s) * other.at(x[1 - fixed])[0]) / Math.abs(across[fixed]);
    return [2 * Math.sign(s) * mass * choice.value(x), 4 * mass];
  };
  return (phi) => {
    const [slope, jump] = parts(phi);
    return { slope, jump, curvature: -derivative((at) => parts(at)[0], phi) };
  };
}

/** Central differences, extrapolated: error O(h^6). */
function derivative(f: (x: number) => number, x: number): number {
  const h = 2e-3;
  const d = (step: number): number => (f(x + step) - f(x - step)) / (2 * step);
  const [d1, d2, d4] = [d(h), d(2 * h), d(4 * h)];
  return (64 * d1 - 20 * d2 + d4) / 45;
}

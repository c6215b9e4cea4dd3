import { PI } from '../kernels/math/trigonometry.ts';
import { dot } from '../kernels/math/vectors.ts';
import type { ChoiceLaw } from '../kernels/populations/population.ts';
import { blurredChoice } from './blurred-choice.ts';
import { form } from './linear-algebra.ts';
import { type Noise, noiseOf } from './noise.ts';
import { normalNodes, sigmoidNodes } from './quadrature.ts';
import type { TasteComponent } from './tastes.ts';

/** h(x) = E_u[2 P(Y = 1 given x, u) - 1]: its value alone, and with its derivative along v. */
export interface ChoiceMean {
  readonly value: (x: readonly number[]) => number;
  readonly along: (x: readonly number[], v: readonly number[]) => readonly [number, number];
}

/** The size of the noise at x relative to its base, and its derivative along v. */
type NoiseSize = (x: readonly number[], v: readonly number[]) => readonly [number, number];

const CONSTANT: NoiseSize = () => [1, 0];

/**
 * The mean signed choice at features x, with V of a size that may depend on x (heteroskedastic noise). A noise of size 0
 * makes the choice sure. Gaussian tastes by a trapezoid rule up to a standard deviation of 44 times the noise, as if the noise were normal
 * beyond, which only features far out meet.
 *
 * components, along: as the same features see them; the components in units of the base noise.
 */
export function choiceMean(
  components: readonly TasteComponent[],
  choice: ChoiceLaw,
  along: readonly number[] | null,
): ChoiceMean {
  const noise = noiseOf(choice);
  const size = along === null ? CONSTANT : polynomialSize(choice, along);
  const withSlope: ChoiceMean['along'] = (x, v) => {
    const [width, change] = size(x, v);
    let value = 0;
    let derivative = 0;
    for (const component of components) {
      const [h, slope] =
        component.covariance === null
          ? pointChoice(noise, dot(x, component.mean), dot(v, component.mean), [width, change])
          : gaussianChoice(noise, component, x, v, [width, change]);
      value += component.weight * h;
      derivative += component.weight * slope;
    }
    return [value, derivative];
  };
  return {
    along: withSlope,
    value: (x) => valueAt(noise, components, x, size === CONSTANT ? 1 : size(x, x)[0]),
  };
}

function valueAt(
  noise: Noise,
  components: readonly TasteComponent[],
  x: readonly number[],
  width: number,
): number {
  let value = 0;
  for (const component of components) {
    const utility = dot(x, component.mean);
    const sd = component.covariance === null ? 0 : Math.sqrt(Math.max(0, form(x, component.covariance, x)));
    if (sd === 0)
      value += component.weight * (width === 0 ? Math.sign(utility) : noise.signed(utility / width));
    else if (noise.law === 'logistic' && width > 0)
      value += component.weight * blurredChoice(utility / width, sd / width).value;
    else
      value +=
        component.weight *
        gaussianChoice(
          noise,
          component,
          x,
          x.map(() => 0),
          [width, 0],
        )[0];
  }
  return value;
}

function polynomialSize(choice: ChoiceLaw, along: readonly number[]): NoiseSize {
  const coefficients =
    typeof choice === 'object' && choice.law === 'heteroskedastic' ? choice.polynomial : [1];
  return (x, v) => {
    const z = dot(x, along);
    let value = 0;
    let slope = 0;
    for (let j = coefficients.length - 1; j >= 0; j--) {
      slope = slope * z + value;
      value = value * z + coefficients[j];
    }
    const sign = value < 0 ? -1 : 1;
    return [sign * value, sign * slope * dot(v, along)];
  };
}

function pointChoice(
  { signed, density }: Noise,
  utility: number,
  change: number,
  [width, widening]: readonly [number, number],
): readonly [number, number] {
  if (width === 0) return [Math.sign(utility), 0];
  const t = utility / width;
  return [signed(t), (2 * density(t) * (change - t * widening)) / width];
}

function gaussianChoice(
  noise: Noise,
  { mean, covariance }: TasteComponent,
  x: readonly number[],
  v: readonly number[],
  size: readonly [number, number],
): readonly [number, number] {
  const spread = covariance ?? [];
  const [utility, change] = [dot(x, mean), dot(v, mean)];
  const sd = Math.sqrt(Math.max(0, form(x, spread, x)));
  if (sd < 1e-12) return pointChoice(noise, utility, change, size);
  if (noise.law === 'normal') {
    const width = Math.sqrt(size[0] * size[0] + sd * sd);
    const widening = (size[0] * size[1] + form(v, spread, x)) / width;
    return pointChoice(noise, utility, change, [width, widening]);
  }
  if (noise.law === 'logistic' && size[0] > 0) {
    const [m, s] = [utility / size[0], sd / size[0]];
    const { value, byMean, bySd } = blurredChoice(m, s);
    const moved = (change - m * size[1]) / size[0];
    const widened = (form(v, spread, x) / sd - s * size[1]) / size[0];
    return [value, byMean * moved + bySd * widened];
  }
  const nodes = size[0] === 0 ? normalNodes(0.05) : sigmoidNodes(sd / size[0]);
  if (nodes === null) return wideChoice(noise, { utility, change, sd, turning: form(v, spread, x) }, size);
  const turning = form(v, spread, x) / sd;
  let value = 0;
  let slope = 0;
  for (const { z, weight } of nodes) {
    const [h, dh] = pointChoice(noise, utility + sd * z, change + turning * z, size);
    value += weight * h;
    slope += weight * dh;
  }
  return [value, slope];
}

/** Tastes so wide that the noise hardly matters: a normal noise of its variance stands for it; error of order 1 / sd^2. */
function wideChoice(
  noise: Noise,
  {
    utility,
    change,
    sd,
    turning,
  }: { readonly utility: number; readonly change: number; readonly sd: number; readonly turning: number },
  [width, widening]: readonly [number, number],
): readonly [number, number] {
  const variance = noise.law === 'logistic' ? (PI * PI) / 3 : 1;
  const total = Math.sqrt(variance * width * width + sd * sd);
  const totalChange = (variance * width * widening + turning) / total;
  return pointChoice(NORMAL, utility, change, [total, totalChange]);
}

const NORMAL = noiseOf('probit');

import { atan2, PI } from '../kernels/math/trigonometry.ts';
import { angle } from '../kernels/metrics/angle.ts';
import { signedAngle } from '../kernels/metrics/signed-angle.ts';
import type { Population } from '../kernels/populations/population.ts';
import type { Tables } from '../kernels/populations/table.ts';
import { choiceMean } from './choice-mean.ts';
import { noiseOf } from './noise.ts';
import { directionAt } from './plane-score.ts';
import type { SignLimit } from './sign-limit.ts';
import { symmetricTastes } from './symmetric-tastes.ts';
import { tasteComponents } from './tastes.ts';

/**
 * The limit where features are the rows of a table (T1): M is a step function, so that in d = 2 every direction of the best
 * arc is optimal and the middle of the arc stands for it; there is no curvature and no cube-root law.
 *
 * d > 2: the target where tastes are symmetric about it, null elsewhere. Null also without the table.
 */
export function tableLimit(
  population: Population,
  target: readonly number[],
  tables: Tables,
): SignLimit | null {
  const { features } = population;
  if (features.law !== 'file') return null;
  const table = tables.get(features.sha256);
  if (features.dimension !== 2 || table === undefined) {
    return symmetricTastes(population.users) ? { ...limitAt([target], target), bias: 0 } : null;
  }
  const arcs = bestArcs(stepsOf(population, table.values, table.rows));
  return arcs.length === 0 ? null : limitAt(arcs.map(directionAt), target);
}

const limitAt = (optima: readonly (readonly number[])[], target: readonly number[]): SignLimit => ({
  direction: optima[0],
  optima,
  bias: target.length === 2 ? signedAngle(optima[0], target) : angle(optima[0], target),
  curvature: null,
  constant: null,
  degenerate: false,
  kink: null,
  spread: null,
  around: null,
  plane: null,
});

/** M jumps by `rise` as phi passes `phi`. */
interface Step {
  readonly phi: number;
  readonly rise: number;
}

function stepsOf({ users, choice }: Population, values: Float64Array, rows: number): readonly Step[] {
  const components = tasteComponents(users, { lower: null, scale: noiseOf(choice).scale });
  const along = typeof choice === 'object' && choice.law === 'heteroskedastic' ? choice.along : null;
  const mean = choiceMean(components, choice, along);
  const steps: Step[] = [];
  for (let i = 0; i < rows; i++) {
    const x = [values[2 * i], values[2 * i + 1]];
    if (x[0] === 0 && x[1] === 0) continue;
    const rise = (2 * mean.value(x)) / rows;
    const turn = atan2(x[1], x[0]);
    steps.push({ phi: turn - PI / 2, rise }, { phi: turn + PI / 2, rise: -rise });
  }
  return steps
    .map(({ phi, rise }) => ({ phi: phi < 0 ? phi + 2 * PI : phi, rise }))
    .sort((a, b) => a.phi - b.phi);
}

/** Middles of the arcs on which a step function on the circle is largest, the longest first. */
function bestArcs(steps: readonly Step[]): readonly number[] {
  let height = 0;
  const arcs = steps.map(({ phi, rise }, i) => {
    height += rise;
    const next = i + 1 < steps.length ? steps[i + 1].phi : steps[0].phi + 2 * PI;
    return { middle: (phi + next) / 2, length: next - phi, height };
  });
  const real = arcs.filter(({ length }) => length > 1e-12);
  const top = Math.max(...real.map((arc) => arc.height));
  return real
    .filter((arc) => arc.height >= top - 1e-12)
    .sort((a, b) => b.length - a.length)
    .map(({ middle }) => middle);
}

import type { Stream } from '../backend.ts';
import { ownRandom } from '../random/own-random.ts';
import type { ChartedRows } from './chart.ts';
import { lineMaximiser, type Parabola } from './line-maximum.ts';
import { type Line, type OrderedLine, orderLine } from './ordered-line.ts';

/**
 * Finds, for weights g, the argmax over xi in R^(d-1) of D(xi) = (1 / n) sum g_i sign(z_i . theta(xi)) - xi'H xi / 2.
 *
 * With g = w - 1, w the multiplicities of a bootstrap sample, D is the reshaped bootstrap's score around its estimate,
 * xi = 0. `sample`, the number of the bootstrap sample, is what random lines depend on.
 */
export type ReshapedSearch = (weights: Float64Array, sample: number) => Float64Array;

/**
 * A search for the argmax of reshaped bootstrap scores on the same rows.
 *
 * D is a step function less a parabola, so that its maximum on a line is exact: between two crossings the best point is the
 * one nearest to the parabola's top. With d = 2 there is one line, sorted once for all samples, and the argmax is exact; with
 * more, lines along the axes and random ones go through the best point until 2 d of them in a row bring nothing.
 *
 * @param curvature H, row-major (d - 1) x (d - 1), positive definite.
 *
 * Source: Cattaneo, Jansson & Nagasawa (2020), Econometrica 88, section 3.
 */
export function reshapedSearch(rows: ChartedRows, curvature: Float64Array, stream: Stream): ReshapedSearch {
  const { dimension, n } = rows;
  if (dimension === 1) {
    const line = { from: new Float64Array(1), direction: Float64Array.of(1) };
    const ordered = orderLine(rows, line);
    const parabola = parabolaOn(curvature, line);
    return (weights) => Float64Array.of(maximiseOnLine(ordered, { weights, parabola, n }).step);
  }
  const random = ownRandom(stream);
  const maximise = lineMaximiser(rows);
  const patience = 2 * (dimension + 1);
  return (weights, sample) => {
    const xi = new Float64Array(dimension);
    let best = Number.NEGATIVE_INFINITY;
    for (let number = 0, idle = 0; idle < patience; number++) {
      const direction = lineDirection(number, dimension, () =>
        random.direction(0x40000000 + ((sample * 256 + number) % 0x20000000), dimension),
      );
      const line = { from: xi, direction };
      const parabola = parabolaOn(curvature, line);
      const { step, value } = maximise(line, { weights, parabola });
      idle++;
      if (!(value > best + TINY)) continue;
      idle = 0;
      best = value;
      for (let k = 0; k < dimension; k++) xi[k] += step * direction[k];
    }
    return xi;
  };
}

/** Gains below this are rounding. */
const TINY = 1e-12;

/** The axes first, then a random line and an axis by turns. */
function lineDirection(number: number, dimension: number, random: () => Float64Array): Float64Array {
  if (number >= dimension && number % 2 === 0) return random();
  const axis = new Float64Array(dimension);
  axis[(number < dimension ? number : number >> 1) % dimension] = 1;
  return axis;
}

/** (from + t direction)'H(from + t direction) / 2 = constant + linear t + quadratic t^2 / 2. */
function parabolaOn(curvature: Float64Array, { from, direction }: Line): Parabola {
  const dimension = from.length;
  let constant = 0;
  let linear = 0;
  let quadratic = 0;
  for (let k = 0; k < dimension; k++) {
    for (let l = 0; l < dimension; l++) {
      const h = curvature[k * dimension + l];
      constant += (from[k] * h * from[l]) / 2;
      linear += from[k] * h * direction[l];
      quadratic += direction[k] * h * direction[l];
    }
  }
  return { constant, linear, quadratic };
}

interface LineProblem {
  readonly weights: Float64Array;
  readonly parabola: Parabola;
  readonly n: number;
}

function maximiseOnLine(
  { places, rows, signs, startSigns }: OrderedLine,
  { weights, parabola: { constant, linear, quadratic }, n }: LineProblem,
): { readonly step: number; readonly value: number } {
  const top = -linear / quadratic;
  let level = 0;
  for (let i = 0; i < n; i++) level += weights[i] * startSigns[i];
  let left = Number.NEGATIVE_INFINITY;
  let bestStep = 0;
  let best = Number.NEGATIVE_INFINITY;
  for (let k = 0; k <= places.length; k++) {
    const right = k < places.length ? places[k] : Number.POSITIVE_INFINITY;
    const step = Math.min(Math.max(top, left), right);
    const value = level / n - step * (linear + (quadratic * step) / 2);
    if (value > best && left < right) {
      best = value;
      bestStep = step;
    }
    if (k < places.length) level += 2 * weights[rows[k]] * signs[k];
    left = right;
  }
  return { step: bestStep, value: best - constant };
}

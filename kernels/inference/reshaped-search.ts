import type { Stream } from '../backend.ts';
import { cholesky } from '../math/cholesky.ts';
import { lowerSolve, upperSolve } from '../mixed-logit/triangular.ts';
import { ownRandom } from '../random/own-random.ts';
import type { ChartedRows } from './chart.ts';
import { lineMaximiser, type MaximiseLine, type Parabola } from './line-maximum.ts';
import { type OrderedLine, orderLine } from './ordered-line.ts';

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
 * one nearest to the parabola's top. With d = 2 there is one line, sorted once for all samples, and the argmax is exact. With
 * more, coordinates are those in which H is the identity: features of very different size, or a coefficient that choices tell little of, would else leave
 * the search where it began, and intervals too short. Lines along the axes and random ones go through the best point until d of them in a row
 * bring nothing; four times, from 0 and from points as far away as the first climb led.
 *
 * @param curvature H, row-major (d - 1) x (d - 1), positive definite.
 * @throws RangeError where H is not positive definite and d > 2.
 *
 * Source: Cattaneo, Jansson & Nagasawa (2020), Econometrica 88, section 3.
 */
export function reshapedSearch(rows: ChartedRows, curvature: Float64Array, stream: Stream): ReshapedSearch {
  const { dimension, n } = rows;
  if (dimension === 1) {
    const line = { from: new Float64Array(1), direction: Float64Array.of(1) };
    const ordered = orderLine(rows, line);
    const parabola = { constant: 0, linear: 0, quadratic: curvature[0] };
    return (weights) => Float64Array.of(maximiseOnLine(ordered, { weights, parabola, n }).step);
  }
  const factor = cholesky(curvature, dimension);
  if (factor === null) throw new RangeError('reshapedSearch: the curvature is not positive definite');
  const climb = climber(whitened(rows, factor), stream);
  return (weights, sample) => upperSolve(factor, climb(weights, sample), dimension);
}

/** Climbs for one sample. */
const STARTS = 4;

/** Rows in coordinates eta = L'xi, H = L L': s . xi = (L^-1 s) . eta. */
function whitened({ n, dimension, offsets, slopes }: ChartedRows, factor: Float64Array): ChartedRows {
  const white = new Float64Array(n * dimension);
  for (let i = 0; i < n; i++) {
    const row = slopes.subarray(i * dimension, (i + 1) * dimension);
    white.set(lowerSolve(factor, row, dimension), i * dimension);
  }
  return { n, dimension, offsets, slopes: white };
}

interface Top {
  readonly eta: Float64Array;
  readonly value: number;
}

/** The search where H is the identity. */
function climber(rows: ChartedRows, stream: Stream): ReshapedSearch {
  const { dimension } = rows;
  const random = ownRandom(stream);
  const maximise = lineMaximiser(rows);
  return (weights, sample) => {
    let drawn = 0;
    const direction = (): Float64Array =>
      random.direction(0x40000000 + ((sample * 1024 + drawn++) % 0x20000000), dimension);
    const climbFrom = (from: Float64Array): Top => climbed(from, { weights, maximise, direction });
    let best = climbFrom(new Float64Array(dimension));
    // A parabola that is as deep there as the first maximum is high.
    const radius = Math.sqrt(2 * Math.max(0, best.value));
    for (let start = 1; start < STARTS; start++) {
      const found = climbFrom(direction().map((value) => radius * value));
      if (found.value > best.value + TINY) best = found;
    }
    return best.eta;
  };
}

interface Climbing {
  readonly weights: Float64Array;
  readonly maximise: MaximiseLine;
  readonly direction: () => Float64Array;
}

/** Lines through the best point so far until d in a row bring nothing. */
function climbed(from: Float64Array, { weights, maximise, direction: random }: Climbing): Top {
  const dimension = from.length;
  const eta = Float64Array.from(from);
  let best = Number.NEGATIVE_INFINITY;
  for (let number = 0, idle = 0; idle <= dimension; number++) {
    const direction = lineDirection(number, dimension, random);
    const { step, value } = maximise(
      { from: eta, direction },
      { weights, parabola: parabolaOn(eta, direction) },
    );
    idle++;
    if (!(value > best + TINY)) continue;
    idle = 0;
    best = value;
    for (let k = 0; k < dimension; k++) eta[k] += step * direction[k];
  }
  return { eta, value: best };
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

/** |from + t direction|^2 / 2 = constant + linear t + quadratic t^2 / 2. */
function parabolaOn(from: Float64Array, direction: Float64Array): Parabola {
  let constant = 0;
  let linear = 0;
  let quadratic = 0;
  for (let k = 0; k < from.length; k++) {
    constant += (from[k] * from[k]) / 2;
    linear += from[k] * direction[k];
    quadratic += direction[k] * direction[k];
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

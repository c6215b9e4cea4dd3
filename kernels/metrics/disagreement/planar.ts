import { chebyshevTable, tabulated } from '../../math/chebyshev.ts';
import type { ColumnLaw } from '../../populations/population.ts';
import { type Column, columnOf } from './column.ts';
import type { Disagreement } from './evaluator.ts';

/**
 * How much mass the line x . theta = 0 sweeps on its way round the plane, in coordinates in which both columns are of
 * size 1: an increasing function of the slope in [-1, 1] for directions (1, slope), `upright`, and (slope, 1), `flat`.
 */
interface Sweep {
  readonly sizes: readonly [number, number];
  readonly upright: (slope: number) => number;
  readonly flat: (slope: number) => number;
}

/**
 * Disagreement in the plane for x without mass on lines through 0: while theta turns from a to b by less than half a
 * turn, the line x . theta = 0 sweeps every x on which the two differ, once. The mass swept from a fixed start is a
 * function of the angle of theta, and the disagreement the difference of two of its values.
 */
function planarDisagreement({ sizes, upright, flat }: Sweep, target: ArrayLike<number>): Disagreement {
  const quarter = upright(1) - upright(-1);
  const position = (v: ArrayLike<number>): { readonly swept: number; readonly opposite: boolean } => {
    const x = v[0] * sizes[0];
    const y = v[1] * sizes[1];
    if (Math.abs(x) >= Math.abs(y)) return { swept: upright(y / x) - upright(-1), opposite: x < 0 };
    return { swept: quarter + flat(1) - flat(x / y), opposite: y < 0 };
  };
  const to = position(target);
  return (direction) => {
    const from = position(direction);
    const between = Math.min(1, Math.abs(from.swept - to.swept));
    return from.opposite === to.opposite ? between : 1 - between;
  };
}

/** x uniform on the square: the area between two lines, exactly; a slope of s from the axis sweeps s / 4. */
export const squareDisagreement = (target: ArrayLike<number>): Disagreement => {
  const swept = (slope: number): number => slope / 4;
  return planarDisagreement({ sizes: [1, 1], upright: swept, flat: swept }, target);
};

/** Of the tabulated mass against its quadrature. */
const TOLERANCE = 1e-10;

/**
 * Two independent columns, one of them at least not constant: quadrature over one column of the other's distribution
 * function, tabulated once by the slope. Absolute error below 1e-9 where both columns have a density that is bounded
 * at 0; 1e-7 for others, for instance a constant.
 */
export function independentPlanarDisagreement(
  laws: readonly ColumnLaw[],
  target: ArrayLike<number>,
): Disagreement {
  const known = SWEEPS.get(laws);
  const sweep = known ?? tabulatedSweep(columnOf(laws[0]), columnOf(laws[1]));
  if (known === undefined) SWEEPS.set(laws, sweep);
  return planarDisagreement(sweep, target);
}

/** Tables by the list of laws: they do not depend on the target, and take a tenth of a second. */
const SWEEPS = new WeakMap<readonly ColumnLaw[], Sweep>();

function tabulatedSweep(first: Column, second: Column): Sweep {
  const sizes = [sizeOf(first), sizeOf(second)] as const;
  const table = (outer: Column, inner: Column, ratio: number): ((slope: number) => number) => {
    const found = chebyshevTable((slope) => sweptMass(outer, inner, slope * ratio), [-1, 0, 1], TOLERANCE);
    return (slope) => tabulated(found, slope);
  };
  return {
    sizes,
    upright: table(second, first, sizes[0] / sizes[1]),
    flat: table(first, second, sizes[1] / sizes[0]),
  };
}

const sizeOf = ({ centre, spread }: Column): number => Math.abs(centre) + spread || 1;

/** -E sgn(x) F(-slope x), x from the outer column, F of the inner one: increases by the mass between two slopes. */
function sweptMass(outer: Column, inner: Column, slope: number): number {
  const knots = slope === 0 ? [] : inner.knots.map((knot) => -knot / slope);
  return outer.expectation((x) => (x > 0 ? -1 : 1) * inner.cdf(-slope * x), knots);
}

import { exp } from '../kernels/math/exp.ts';
import { log } from '../kernels/math/log.ts';
import { PI } from '../kernels/math/trigonometry.ts';
import type { ColumnLaw, FeaturesLaw } from '../kernels/populations/population.ts';
import { elliptical } from './elliptical.ts';
import { student } from './noise.ts';
import { NORMAL_PEAK } from './special-functions.ts';

/** A density of two features that are independent or spherically symmetric. */
export interface PlaneDensity {
  /** The density at x, and its derivative along v. */
  readonly at: (x: readonly number[], v: readonly number[]) => readonly [number, number];
  /** Bounds of each coordinate outside which the density is 0. */
  readonly bounds: readonly (readonly [number, number])[];
  /** A length on which the density varies. */
  readonly size: number;
  /** The density at -x is that at x. */
  readonly even: boolean;
}

const UNBOUNDED: PlaneDensity['bounds'] = [
  [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
];

/**
 * The density of two features in the coordinates of `elliptical` (whitened) or as they are; null where there is none:
 * on the circle, in a file, and where a column is constant.
 */
export function planeDensity(features: FeaturesLaw): PlaneDensity | null {
  if (features.law === 'box') return productDensity([UNIT_BOX, UNIT_BOX]);
  if (features.law === 'independent') return productDensity(features.columns);
  const law = elliptical(features);
  if (law === null || law.law === 'sphere') return null;
  return features.law === 'student' ? studentDensity(features.degrees) : GAUSSIAN;
}

const UNIT_BOX: ColumnLaw = { law: 'uniform', low: -1, high: 1 };

const GAUSSIAN: PlaneDensity = {
  bounds: UNBOUNDED,
  size: 1,
  even: true,
  at: ([x, y], [vx, vy]) => {
    const density = exp(-(x * x + y * y) / 2) / (2 * PI);
    return [density, -density * (x * vx + y * vy)];
  },
};

/** (1 + |x|^2 / k)^(-(k + 2) / 2) / (2 pi). */
const studentDensity = (degrees: number): PlaneDensity => ({
  bounds: UNBOUNDED,
  size: 1,
  even: true,
  at: ([x, y], [vx, vy]) => {
    const base = 1 + (x * x + y * y) / degrees;
    const density = exp((-(degrees + 2) / 2) * log(base)) / (2 * PI);
    return [density, (-density * (degrees + 2) * (x * vx + y * vy)) / (degrees * base)];
  },
});

/** Density and slope of one column. */
type Column = (x: number) => readonly [number, number];

function productDensity(columns: readonly ColumnLaw[]): PlaneDensity | null {
  const laws = columns.map(column);
  if (laws.some((law) => law === null)) return null;
  const [first, second] = laws.flatMap((law) => (law === null ? [] : [law]));
  return {
    bounds: [first.bounds, second.bounds],
    size: (first.size + second.size) / 2,
    even: columns.every(centred),
    at: ([x, y], [vx, vy]) => {
      const [f, df] = first.at(x);
      const [g, dg] = second.at(y);
      return [f * g, df * g * vx + f * dg * vy];
    },
  };
}

const centred = (law: ColumnLaw): boolean =>
  law.law === 'uniform' ? law.low === -law.high : (law.law === 'normal' ? law.mean : law.location) === 0;

/** One column; null for a constant. */
export function column(
  law: ColumnLaw,
): { readonly at: Column; readonly bounds: readonly [number, number]; readonly size: number } | null {
  switch (law.law) {
    case 'normal': {
      const { mean, sd } = law;
      if (sd === 0) return null;
      const at: Column = (x) => {
        const z = (x - mean) / sd;
        const density = (NORMAL_PEAK * exp((-z * z) / 2)) / sd;
        return [density, (-density * z) / sd];
      };
      return { at, bounds: UNBOUNDED[0], size: Math.abs(mean) + sd };
    }
    case 'uniform': {
      const { low, high } = law;
      if (low === high) return null;
      const density = 1 / (high - low);
      return {
        at: () => [density, 0],
        bounds: [low, high],
        size: Math.max(Math.abs(low), Math.abs(high)),
      };
    }
    case 'student': {
      const { degrees, location, scale } = law;
      if (scale === 0) return null;
      const { density } = student(degrees);
      const at: Column = (x) => {
        const z = (x - location) / scale;
        const height = density(z) / scale;
        return [height, (-height * (degrees + 1) * z) / ((degrees + z * z) * scale)];
      };
      return { at, bounds: UNBOUNDED[0], size: Math.abs(location) + scale };
    }
    default:
      return law satisfies never;
  }
}

/** The value of a column that does not vary. */
export function constantOf(law: ColumnLaw): number {
  switch (law.law) {
    case 'normal':
      return law.mean;
    case 'uniform':
      return law.low;
    case 'student':
      return law.location;
    default:
      return law satisfies never;
  }
}

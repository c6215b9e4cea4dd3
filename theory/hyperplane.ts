import { dot, norm } from '../kernels/math/vectors.ts';
import type { ColumnLaw, FeaturesLaw } from '../kernels/populations/population.ts';
import { type Elliptical, elliptical } from './elliptical.ts';
import { BATCHES, latticeRows } from './lattice-rows.ts';
import { column } from './plane-density.ts';

/** A row on the hyperplane of u: M'(u) . v = 2 E-sum weight h(x) (x . v), and in M'' the derivative of the density is `lean` times it. */
interface HyperplaneRow {
  /** Valid until the next visit. */
  readonly x: readonly number[];
  readonly weight: number;
  /** Derivative of the logarithm of the density along n. */
  readonly lean: number;
  readonly batch: number;
}

/** Where two edges of the density meet the hyperplane: no lean, no derivative of h. */
type EdgeRow = Omit<HyperplaneRow, 'lean'>;

/** Means over the features on the hyperplane of a direction, d > 2, in the coordinates in which elliptical features are symmetric. */
export interface Hyperplane {
  readonly dimension: number;
  /** n with n . u = 1 along which features move off the hyperplane: u itself but for constant columns. */
  readonly normal: (u: readonly number[]) => readonly number[];
  /** Weights of each batch sum to its own estimate of the density on the hyperplane. */
  readonly rows: (u: readonly number[], visit: (row: HyperplaneRow) => void) => void;
  readonly edges: (u: readonly number[], visit: (row: EdgeRow) => void) => void;
}

/** Rows of a sample, as many as a fraction of a second allows; of a coarse one, for the way to a maximum. */
export const FINE = 1024;
export const COARSE = 128;
const rowsFor = (d: number, most: number): number =>
  BATCHES * Math.max(COARSE, Math.min(most, Math.floor(2e5 / (d * d))));

/** The hyperplanes of a law of features, over 8 `most` rows or fewer; null for a file, a singular covariance, and where fewer than two columns vary. */
export function hyperplane(features: FeaturesLaw, most = FINE): Hyperplane | null {
  const law = elliptical(features);
  const n = rowsFor(features.dimension, most);
  if (law !== null) return symmetricHyperplane(features, law, n);
  if (features.law === 'box')
    return columnHyperplane(features, new Array(features.dimension).fill(UNIT_BOX), n);
  return features.law === 'independent' ? columnHyperplane(features, features.columns, n) : null;
}

/** Row i into x. */
function take(rows: Float64Array, i: number, x: number[]): void {
  for (let j = 0; j < x.length; j++) x[j] = rows[i * x.length + j];
}

/** Up to so many columns every row meets the hyperplane along each; beyond, along one of them in turn. */
const ALL = 8;

/** The columns along which row i meets the hyperplane, and how many each of them stands for. */
function turns(
  list: readonly number[],
  i: number,
): { readonly taken: readonly number[]; readonly each: number } {
  if (list.length <= ALL) return { taken: list, each: 1 };
  return { taken: [list[((i - (i % BATCHES)) / BATCHES) % list.length]], each: list.length };
}

const UNIT_BOX: ColumnLaw = { law: 'uniform', low: -1, high: 1 };

/** What lies across u of a spherically symmetric row: normal rows projected; their directions on the sphere; Student's with one degree more. */
function symmetricHyperplane(features: FeaturesLaw, law: Elliptical, n: number): Hyperplane | null {
  const d = features.dimension;
  const degrees = features.law === 'student' ? features.degrees : null;
  const rows = latticeRows(
    degrees === null ? features : { law: 'student', dimension: d, degrees: degrees + 1 },
    n,
  );
  if (rows === null) return null;
  const scale = degrees === null ? 1 : Math.sqrt(degrees / (degrees + 1));
  return {
    dimension: d,
    normal: (u) => u,
    edges: () => undefined,
    rows(u, visit) {
      const x = new Array<number>(d).fill(0);
      for (let i = 0; i < n; i++) {
        take(rows, i, x);
        const along = dot(x, u);
        for (let j = 0; j < d; j++) x[j] = scale * (x[j] - along * u[j]);
        const size = features.law === 'sphere' ? norm(x) : 1;
        for (let j = 0; j < d; j++) x[j] /= size;
        visit({ x, weight: (law.peak * BATCHES) / n, lean: 0, batch: i % BATCHES });
      }
    },
  };
}

/**
 * Independent columns: with all coordinates but j from the sample and x_j = t where the row meets the hyperplane, Int_{x.u=0} F f = E[F f_j(t)] / |u_j|; taken
 * with shares u_j^2 over all columns that vary, so that none is divided by a small u_j. Where a uniform column ends its density jumps: the integral over that edge is done likewise.
 */
function columnHyperplane(
  features: FeaturesLaw,
  columns: readonly ColumnLaw[],
  n: number,
): Hyperplane | null {
  const d = columns.length;
  const densities = columns.map(column);
  const free = densities.flatMap((density, j) => (density === null ? [] : [j]));
  const sample = free.length < 2 ? null : latticeRows(features, n);
  if (sample === null) return null;
  const logSlope = (j: number, x: number): number => {
    const [value, slope] = densities[j]?.at(x) ?? [1, 0];
    return value > 0 ? slope / value : 0;
  };
  const mass = (u: readonly number[], without: number): number =>
    free.reduce((sum, j) => sum + (j === without ? 0 : u[j] * u[j]), 0);
  const normal = (u: readonly number[]): number[] => {
    const total = mass(u, -1);
    return u.map((value, j) => (densities[j] === null ? 0 : value / total));
  };
  /** Puts x_k where the row meets the hyperplane; its density there. */
  const meet = (x: number[], u: readonly number[], k: number): number => {
    x[k] = 0;
    x[k] = -dot(x, u) / u[k];
    const bounds = densities[k]?.bounds ?? [0, 0];
    return x[k] < bounds[0] || x[k] > bounds[1] ? 0 : (densities[k]?.at(x[k])[0] ?? 0);
  };
  return {
    dimension: d,
    normal,
    rows(u, visit) {
      const [n1, total] = [normal(u), mass(u, -1)];
      const x = new Array<number>(d).fill(0);
      for (let i = 0; i < n; i++) {
        const { taken, each } = turns(free, i);
        for (const j of taken) {
          if (u[j] === 0) continue;
          take(sample, i, x);
          const weight = (each * meet(x, u, j) * Math.abs(u[j]) * BATCHES) / (total * n);
          if (weight === 0) continue;
          const lean = free.reduce((sum, k) => sum + n1[k] * logSlope(k, x[k]), 0);
          visit({ x, weight, lean, batch: i % BATCHES });
        }
      }
    },
    edges(u, visit) {
      const n1 = normal(u);
      const x = new Array<number>(d).fill(0);
      for (const j of free) {
        const law = columns[j];
        if (law.law !== 'uniform') continue;
        const [rest, others] = [mass(u, j), free.filter((k) => k !== j)];
        for (const [face, sign] of [
          [law.low, 1],
          [law.high, -1],
        ]) {
          const height = (sign * n1[j] * BATCHES) / ((law.high - law.low) * rest * n);
          for (let i = 0; i < n; i++) {
            const { taken, each } = turns(others, i);
            for (const k of taken) {
              if (u[k] === 0) continue;
              take(sample, i, x);
              x[j] = face;
              const weight = each * height * Math.abs(u[k]) * meet(x, u, k);
              if (weight !== 0) visit({ x, weight, batch: i % BATCHES });
            }
          }
        }
      }
    },
  };
}

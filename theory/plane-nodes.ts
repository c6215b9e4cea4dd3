import { exp } from '../kernels/math/exp.ts';
import { PI, sincos } from '../kernels/math/trigonometry.ts';
import type { FeaturesLaw } from '../kernels/populations/population.ts';
import type { Table } from '../kernels/populations/table.ts';
import { halfLineNodes, unitNodes } from './double-exponential.ts';
import { column, constantOf, type PlaneDensity, planeDensity } from './plane-density.ts';

/** A node of a mean over two features: its place along and across a direction, and its share. */
type Visit = (along: number, across: number, weight: number) => void;

/** What a mean must resolve: its integrand varies on the scales 1 / alongRate and 1 / acrossRate, and is negligible beyond `reach`. */
interface Resolution {
  readonly alongRate: number;
  readonly acrossRate: number;
  readonly reach: number;
}

/** Means over two features as sums over nodes laid out along and across any direction phi. */
export type PlaneRule = (phi: number, resolution: Resolution, visit: Visit) => void;

/**
 * The rule of a law of two features, in the coordinates of `elliptical`; null for laws without a density that are not known
 * here. Gaussian: trapezoid rules. The circle: a trapezoid rule in the angle. Bounded columns and heavy tails: double
 * exponential rules along and across. A file: its rows.
 */
export function planeRule(features: FeaturesLaw, table: Table | null): PlaneRule | null {
  if (features.law === 'file') return table === null ? null : tableRule(table);
  if (features.law === 'gaussian' || features.law === 'power') return gaussianRule;
  if (features.law === 'sphere') return circleRule;
  const density = planeDensity(features);
  return density === null ? columnRule(features) : densityRule(density);
}

const RANGE = 8.5;
/** Steps of the trapezoid rule: 1/4 resolves a normal density, 0.7 / rate a sigmoid of that rate, to twelve digits. */
const stepOf = (rate: number): number => Math.max(0.004, Math.min(0.25, 0.7 / rate));

const gaussianRule: PlaneRule = (_phi, { alongRate, acrossRate, reach }, visit) => {
  const [h, k] = [stepOf(alongRate), stepOf(acrossRate)];
  const [m, l] = [Math.ceil(Math.min(RANGE, reach) / h), Math.ceil(RANGE / k)];
  const across = Array.from({ length: 2 * l + 1 }, (_, j) => {
    const t = (j - l) * k;
    return { t, share: ((h * k) / (2 * PI)) * exp((-t * t) / 2) };
  });
  for (let i = -m; i <= m; i++) {
    const s = i * h;
    const share = exp((-s * s) / 2);
    for (const node of across) visit(s, node.t, share * node.share);
  }
};

const circleRule: PlaneRule = (_phi, { alongRate, acrossRate }, visit) => {
  const count = Math.min(65536, Math.max(512, Math.ceil(10 * (alongRate + acrossRate)) * 4));
  for (let i = 0; i < count; i++) {
    const { sin, cos } = sincos((2 * PI * (i + 0.5)) / count);
    visit(cos, sin, 1 / count);
  }
};

const tableRule =
  ({ values, rows }: Table): PlaneRule =>
  (phi, _resolution, visit) => {
    const { sin, cos } = sincos(phi);
    for (let i = 0; i < rows; i++) {
      const [x, y] = [values[2 * i], values[2 * i + 1]];
      visit(cos * x + sin * y, cos * y - sin * x, 1 / rows);
    }
  };

/** One column is a constant: features lie on a line. Null where both are. */
function columnRule(features: FeaturesLaw): PlaneRule | null {
  if (features.law !== 'independent') return null;
  const fixed = features.columns.findIndex((law) => column(law) === null);
  const other = fixed < 0 ? null : column(features.columns[1 - fixed]);
  if (other === null) return null;
  const value = constantOf(features.columns[fixed]);
  return (phi, { alongRate, acrossRate }, visit) => {
    const { sin, cos } = sincos(phi);
    const [low, high] = other.bounds;
    for (const node of places(low, high, { size: other.size, rate: 10 * (alongRate + acrossRate) })) {
      const [height] = other.at(node.at);
      if (!(height > 1e-300)) continue;
      const [x, y] = fixed === 0 ? [value, node.at] : [node.at, value];
      visit(cos * x + sin * y, cos * y - sin * x, node.weight * height);
    }
  };
}

/** One-dimensional node. */
interface Place {
  readonly at: number;
  readonly weight: number;
}

/** Halvings of the step 1/2 that resolve an integrand of a rate on a length. */
const levelOf = (sharpness: number): number =>
  sharpness < 4 ? 1 : sharpness < 15 ? 2 : sharpness < 60 ? 3 : 4;

function densityRule(density: PlaneDensity): PlaneRule {
  const bounded = density.bounds.every((ends) => ends.every(Number.isFinite));
  return (phi, { alongRate, acrossRate }, visit) => {
    const { sin, cos } = sincos(phi);
    const x = [0, 0];
    const add = (s: Place, t: Place): void => {
      x[0] = cos * s.at - sin * t.at;
      x[1] = sin * s.at + cos * t.at;
      const [height] = density.at(x, x);
      if (height > 1e-300) visit(s.at, t.at, s.weight * t.weight * height);
    };
    const across = (s: number, axis: number): readonly (readonly [number, number])[] =>
      clip(density.bounds, [cos * s, sin * s], axis === 1 ? [-sin, cos] : [cos, sin]);
    const edges = bounded ? cornersAlong(density.bounds, cos, sin) : sidesAlong(density.bounds, cos, sin);
    const outer = edges
      .slice(1)
      .flatMap((to, k) => places(edges[k], to, { size: density.size, rate: alongRate, peaked: !bounded }));
    for (const s of outer) {
      for (const [low, high] of across(s.at, 1)) {
        for (const t of places(low, high, { size: density.size, rate: acrossRate, peaked: !bounded }))
          add(s, t);
      }
    }
  };
}

/** Where the corners of bounded features and the origin project to, in order. */
function cornersAlong(bounds: PlaneDensity['bounds'], cos: number, sin: number): number[] {
  const all = bounds[0].flatMap((x) => bounds[1].map((y) => cos * x + sin * y));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  return [...new Set([...all, ...(low < 0 && high > 0 ? [0] : [])])].sort((a, b) => a - b);
}

/** Where bounds of a column meet the line along the direction, and the ends of it: steps of the density if they are parallel to it. */
function sidesAlong(bounds: PlaneDensity['bounds'], cos: number, sin: number): number[] {
  const sides = bounds.flatMap((ends, j) =>
    ends.filter(Number.isFinite).map((end) => end * (j === 0 ? cos : sin)),
  );
  const inner = [...new Set([...sides, 0])].sort((a, b) => a - b);
  return [Number.NEGATIVE_INFINITY, ...inner, Number.POSITIVE_INFINITY];
}

/** The part of a line that is inside the bounds; none or one interval. */
function clip(
  bounds: PlaneDensity['bounds'],
  from: readonly number[],
  along: readonly number[],
): readonly (readonly [number, number])[] {
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  bounds.forEach(([least, most], j) => {
    if (!Number.isFinite(least) && !Number.isFinite(most)) return;
    if (Math.abs(along[j]) < 1e-15) {
      if (from[j] < least || from[j] > most) [low, high] = [0, 0];
      return;
    }
    const ends = [(least - from[j]) / along[j], (most - from[j]) / along[j]];
    low = Math.max(low, Math.min(...ends));
    high = Math.min(high, Math.max(...ends));
  });
  return low < high ? [[low, high]] : [];
}

/** Nodes between two ends, split at 0; double exponential, finer where the integrand is sharp. */
function places(
  low: number,
  high: number,
  {
    size,
    rate,
    peaked = false,
  }: {
    readonly size: number;
    readonly rate: number;
    /** The density of an unbounded column may have its peak anywhere between two ends: nodes crowd at the ends. */
    readonly peaked?: boolean;
  },
): Place[] {
  if (low < 0 && high > 0) {
    return [...places(low, 0, { size, rate, peaked }), ...places(0, high, { size, rate, peaked })];
  }
  const finite = Number.isFinite(low) && Number.isFinite(high);
  // The density itself varies on its own size; tails take one halving more.
  const level = finite
    ? levelOf((Math.max(rate, 3 / size) * (high - low)) / 2) + (peaked ? 1 : 0)
    : levelOf(rate * size) + 1;
  const all = Array.from({ length: level + 1 }, (_, l) => l);
  const share = 1 / (1 << level);
  if (finite) {
    const width = high - low;
    return all.flatMap((l) =>
      unitNodes(l).map(({ at, weight }) => ({ at: low + width * at, weight: share * width * weight })),
    );
  }
  const [sign, near] = Number.isFinite(low) ? [1, low] : [-1, high];
  return all.flatMap((l) =>
    halfLineNodes(l)
      .filter(({ at }) => at > 1e-12 && at < 1e12)
      .map(({ at, weight }) => ({ at: near + sign * size * at, weight: share * size * weight })),
  );
}

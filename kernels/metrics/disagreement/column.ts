import { exp } from '../../math/exp.ts';
import { integrate } from '../../math/integrate.ts';
import { normalCdf } from '../../math/normal-cdf.ts';
import { studentCdf, studentDensity } from '../../math/student-cdf.ts';
import { PI } from '../../math/trigonometry.ts';
import type { ColumnLaw } from '../../populations/population.ts';

/** What integration needs to know of one column of features. */
export interface Column {
  readonly cdf: (x: number) => number;
  /** E f(x), f smooth between the given knots and 0. */
  readonly expectation: (f: (x: number) => number, knots: readonly number[]) => number;
  /** Points between which the distribution function is smooth and moderate. */
  readonly knots: readonly number[];
  /** The centre and half the width of the bulk. */
  readonly centre: number;
  readonly spread: number;
}

/** Of an integral over one column. */
const TOLERANCE = 1e-12;
/** Mass left out in the tails of Student's law. */
const TAIL = 1e-12;

export function columnOf(law: ColumnLaw): Column {
  switch (law.law) {
    case 'normal':
      return law.sd === 0 ? constantColumn(law.mean) : normalColumn(law.mean, law.sd);
    case 'uniform':
      return law.low === law.high ? constantColumn(law.low) : uniformColumn(law.low, law.high);
    case 'student':
      return studentColumn(law.degrees, law.location, law.scale);
    default:
      return law satisfies never;
  }
}

const constantColumn = (value: number): Column => ({
  cdf: (x) => (x >= value ? 1 : 0),
  expectation: (f) => f(value),
  knots: [value],
  centre: value,
  spread: 0,
});

function normalColumn(mean: number, sd: number): Column {
  const peak = 1 / (sd * Math.sqrt(2 * PI));
  const density = (x: number): number => {
    const z = (x - mean) / sd;
    return peak * exp(-0.5 * z * z);
  };
  return {
    cdf: (x) => normalCdf((x - mean) / sd),
    expectation: against(density, aside(mean, sd, [2, 5, 8.5])),
    knots: aside(mean, sd, [1, 4]),
    centre: mean,
    spread: sd,
  };
}

function uniformColumn(low: number, high: number): Column {
  return {
    cdf: (x) => Math.max(0, Math.min(1, (x - low) / (high - low))),
    expectation: against(() => 1 / (high - low), [low, high]),
    knots: [low, high],
    centre: (low + high) / 2,
    spread: (high - low) / 2,
  };
}

function studentColumn(degrees: number, location: number, scale: number): Column {
  const standard = studentDensity(degrees);
  // Four-fold steps: in each the density changes by a bounded factor, however heavy the tails.
  const steps = [1];
  while (studentCdf(-steps[steps.length - 1], degrees) > TAIL && steps.length < 400) {
    steps.push(4 * steps[steps.length - 1]);
  }
  return {
    cdf: (x) => studentCdf((x - location) / scale, degrees),
    expectation: against((x) => standard((x - location) / scale) / scale, aside(location, scale, steps)),
    knots: aside(location, scale, [1, 4]),
    centre: location,
    spread: scale,
  };
}

/** The centre and points so many spreads on either side of it. */
const aside = (centre: number, spread: number, steps: readonly number[]): readonly number[] => [
  centre,
  ...steps.flatMap((step) => [centre - step * spread, centre + step * spread]),
];

function against(density: (x: number) => number, own: readonly number[]): Column['expectation'] {
  const from = Math.min(...own);
  const to = Math.max(...own);
  return (f, knots) => {
    const inside = [0, ...knots].filter((x) => x > from && x < to);
    return integrate((x) => f(x) * density(x), [...own, ...inside], TOLERANCE);
  };
}

import { mcseFreedom } from './measures/mcse-freedom.ts';
import { studentQuantile } from './measures/student-quantile.ts';
import type { CellSummary, Measure, MeasureName, Summary } from './summary.ts';

/**
 * identical: the same bits. noise: they differ by no more than their Monte Carlo errors allow. changed: by more, with the chance that
 * any such verdict of the comparison is false held below alpha. missing: one result does not have it. unknown: no error is known.
 */
export const OUTCOMES = ['identical', 'noise', 'changed', 'missing', 'unknown'] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** One number of both results. */
export interface Compared {
  readonly cell: string;
  readonly estimator: string;
  readonly measure: MeasureName;
  readonly a: Measure | null;
  readonly b: Measure | null;
  /** (b - a) / sqrt(mcse_a^2 + mcse_b^2); null where it is not needed or not known. */
  readonly z: number | null;
  readonly outcome: Outcome;
}

/** Two results beside each other. */
export interface Comparison {
  /** In the order of the cells of the first, then of those that only the second has. */
  readonly rows: readonly Compared[];
  readonly counts: Readonly<Record<Outcome, number>>;
  /** Numbers that were tested. */
  readonly tested: number;
  readonly alpha: number;
}

/** The chance that a comparison of two results of the same truth calls any number changed. */
export const ALPHA = 0.01;

/**
 * Compares every measure of every estimator in every cell of two results.
 *
 * A number that is not the same to the bit is changed where |b - a| > t sqrt(mcse_a^2 + mcse_b^2), t the two-sided quantile of Student's
 * law at alpha / m (Bonferroni over the m numbers tested, which holds however they depend), its degrees of freedom those of the
 * standard error on the side with fewer replicates. Results of one seed share data sets: their errors are positively correlated and the test is if
 * anything too slow to call a change.
 */
export function compareSummaries(first: Summary, second: Summary, alpha: number = ALPHA): Comparison {
  const pairs = numbersOf(first, second);
  const tested = pairs.filter(({ a, b }) => isTested(a, b)).length;
  const rows = pairs.map((pair): Compared => ({ ...pair, ...outcomeOf(pair, alpha / Math.max(1, tested)) }));
  const count = (outcome: Outcome): number => rows.filter((row) => row.outcome === outcome).length;
  const counts: Comparison['counts'] = {
    identical: count('identical'),
    noise: count('noise'),
    changed: count('changed'),
    missing: count('missing'),
    unknown: count('unknown'),
  };
  return { rows, counts, tested, alpha };
}

type Pair = Omit<Compared, 'z' | 'outcome'>;

function numbersOf(first: Summary, second: Summary): readonly Pair[] {
  const byKey = new Map(second.cells.map((cell) => [cell.key, cell]));
  const own = new Set(first.cells.map(({ key }) => key));
  return [
    ...first.cells.flatMap((cell) => cellPairs(cell.key, cell, byKey.get(cell.key))),
    ...second.cells
      .filter(({ key }) => !own.has(key))
      .flatMap((cell) => cellPairs(cell.key, undefined, cell)),
  ];
}

function cellPairs(
  cell: string,
  first: CellSummary | undefined,
  second: CellSummary | undefined,
): readonly Pair[] {
  const ids = new Set([first, second].flatMap((one) => one?.estimators.map(({ id }) => id) ?? []));
  return [...ids].flatMap((estimator) => {
    const measuresOf = (one: CellSummary | undefined) =>
      one?.estimators.find(({ id }) => id === estimator)?.measures ?? {};
    const [a, b] = [measuresOf(first), measuresOf(second)];
    const names = new Set([...namesIn(a), ...namesIn(b)]);
    return [...names].map((measure) => ({
      cell,
      estimator,
      measure,
      a: a[measure] ?? null,
      b: b[measure] ?? null,
    }));
  });
}

type Measures = Readonly<Partial<Record<MeasureName, Measure>>>;

const NAMES: readonly MeasureName[] = [
  'rmsAngle',
  'meanAngle',
  'medianAngle',
  'signedAngle',
  'signedAngleSd',
  'rmse',
  'bias',
  'sd',
  'disagreement',
  'coverage',
  'length',
  'score',
  'failureRate',
  'evaluations',
];

const namesIn = (measures: Measures): readonly MeasureName[] =>
  NAMES.filter((name) => measures[name] !== undefined);

const isSame = (a: Measure, b: Measure): boolean =>
  a.value === b.value && a.mcse === b.mcse && a.replicates === b.replicates;

function isTested(a: Measure | null, b: Measure | null): boolean {
  return a !== null && b !== null && !isSame(a, b) && noiseOf(a, b) !== null;
}

/** The standard error of b - a, were they independent; null where it is not known. */
function noiseOf(a: Measure, b: Measure): number | null {
  if (a.value === null || b.value === null || a.mcse === null || b.mcse === null) return null;
  return Math.sqrt(a.mcse * a.mcse + b.mcse * b.mcse);
}

/** Degrees of freedom of the error of a difference: those of the side with fewer replicates. */
function freedomOf(measure: MeasureName, a: Measure, b: Measure): number {
  const replicates = Math.min(a.replicates, b.replicates);
  const sloped = SLOPED.get(measure);
  return Math.max(1, sloped === undefined ? replicates - 1 : mcseFreedom(sloped, replicates));
}

const SLOPED = new Map<MeasureName, Parameters<typeof mcseFreedom>[0]>([
  ['rmsAngle', 'rmsAngle'],
  ['rmse', 'rmse'],
  ['meanAngle', 'meanAngle'],
  ['disagreement', 'disagreement'],
  ['medianAngle', 'medianAngle'],
]);

function outcomeOf({ a, b, measure }: Pair, level: number): Pick<Compared, 'z' | 'outcome'> {
  if (a === null || b === null) return { z: null, outcome: 'missing' };
  if (isSame(a, b)) return { z: null, outcome: 'identical' };
  const noise = noiseOf(a, b);
  if (noise === null || a.value === null || b.value === null) return { z: null, outcome: 'unknown' };
  const difference = b.value - a.value;
  if (difference === 0) return { z: 0, outcome: 'noise' };
  if (noise === 0) return { z: null, outcome: 'changed' };
  const z = difference / noise;
  const quantile = Math.abs(studentQuantile(level / 2, freedomOf(measure, a, b)));
  return { z, outcome: Math.abs(z) > quantile ? 'changed' : 'noise' };
}

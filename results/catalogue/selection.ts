import { shortNames } from '../../functions/study/factors.ts';
import type { Factors, Study } from '../../functions/study/study.ts';
import type { MeasureName, Summary } from '../summary.ts';

/** Which part of a study is asked for, as an address says it; what is absent is not restricted. */
export interface Wanted {
  readonly estimator?: readonly string[] | undefined;
  readonly measure?: readonly string[] | undefined;
  readonly n?: readonly number[] | undefined;
  readonly cell?: string | undefined;
  /** Levels by the factor's short name or its path in the study file. */
  readonly factor?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** A part of a study that exists. */
export interface Selection {
  hasEstimator(id: string): boolean;
  hasMeasure(measure: string): boolean;
  hasCell(cell: { readonly key: string; readonly n: number; readonly factors: Factors }): boolean;
}

/** What is asked for is not in the study; the API and the pages say so in their own way. */
export class SelectionError extends Error {
  override readonly name = 'SelectionError';
  readonly parameter: string;
  readonly value: string;
  readonly allowed: readonly string[];

  constructor(parameter: string, value: string, allowed: readonly string[]) {
    super(`${parameter} is ${value}; the study has ${allowed.join(', ')}`);
    this.parameter = parameter;
    this.value = value;
    this.allowed = allowed;
  }
}

/**
 * The part of a study that is asked for.
 *
 * @throws SelectionError where the study has no such estimator, measure, size, cell, factor or level.
 */
export function selectionOf({ study, cells }: Summary, wanted: Wanted): Selection {
  const estimators = chosen('estimator', wanted.estimator, () => estimatorsOf(study));
  const measures = chosen('measure', wanted.measure, () => measuresOf(cells));
  const sizes = chosen('n', wanted.n?.map(String), () => study.sampleSizes.map(String));
  const keys = chosen('cell', wanted.cell === undefined ? undefined : [wanted.cell], () =>
    cells.map(({ key }) => key),
  );
  const levels = levelsOf(study, wanted.factor ?? {});
  return {
    hasEstimator: (id) => estimators?.has(id) ?? true,
    hasMeasure: (measure) => measures?.has(measure) ?? true,
    hasCell: ({ key, n, factors }) =>
      (keys?.has(key) ?? true) &&
      (sizes?.has(String(n)) ?? true) &&
      levels.every(([path, allowed]) => Object.hasOwn(factors, path) && allowed.has(String(factors[path]))),
  };
}

/** The summary as though the selected part were all of the study. */
export function selectedSummary(summary: Summary, selection: Selection): Summary {
  const cells = summary.cells
    .filter((cell) => selection.hasCell(cell))
    .map((cell) => ({
      ...cell,
      estimators: cell.estimators.filter(({ id }) => selection.hasEstimator(id)),
      pairs: cell.pairs.filter(({ a, b }) => selection.hasEstimator(a) && selection.hasEstimator(b)),
    }));
  const kept = new Set(cells.map(({ factors }) => JSON.stringify(factors)));
  const { study } = summary;
  const scenarios = study.scenarios
    .filter(({ factors }) => kept.has(JSON.stringify(factors)))
    .map((scenario) => ({
      ...scenario,
      estimators: scenario.estimators.filter(({ id }) => selection.hasEstimator(id)),
    }));
  const sizes = new Set(cells.map(({ n }) => n));
  return {
    ...summary,
    study: { ...study, scenarios, sampleSizes: study.sampleSizes.filter((n) => sizes.has(n)) },
    cells,
    rates: summary.rates.filter(
      ({ estimator, factors }) => selection.hasEstimator(estimator) && kept.has(JSON.stringify(factors)),
    ),
  };
}

const estimatorsOf = ({ scenarios }: Study): readonly string[] => [
  ...new Set(scenarios.flatMap(({ estimators }) => estimators.map(({ id }) => id))),
];

const measuresOf = (cells: Summary['cells']): readonly MeasureName[] | readonly string[] => [
  ...new Set(cells.flatMap(({ estimators }) => estimators.flatMap(({ measures }) => Object.keys(measures)))),
];

function chosen(
  parameter: string,
  values: readonly string[] | undefined,
  allowedOf: () => readonly string[],
): ReadonlySet<string> | null {
  if (values === undefined) return null;
  const allowed = allowedOf();
  const known = new Set(allowed);
  for (const value of values) if (!known.has(value)) throw new SelectionError(parameter, value, allowed);
  return new Set(values);
}

/** The allowed levels by path. */
function levelsOf(
  { scenarios }: Study,
  wanted: NonNullable<Wanted['factor']>,
): readonly (readonly [path: string, levels: ReadonlySet<string>])[] {
  const names = shortNames(scenarios);
  return Object.entries(wanted).map(([name, values]) => {
    const path = [...names].find(([long, short]) => name === short || name === long)?.[0];
    if (path === undefined) throw new SelectionError('factor', name, [...names.values()]);
    const levels = new Set(
      scenarios.flatMap(({ factors }) => (Object.hasOwn(factors, path) ? [String(factors[path])] : [])),
    );
    for (const value of values) {
      if (!levels.has(value)) throw new SelectionError(`factor[${name}]`, value, [...levels]);
    }
    return [path, new Set(values)];
  });
}

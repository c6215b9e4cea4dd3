import type { Cell } from '../functions/study/plan.ts';
import type { EstimatorOutcomes } from '../functions/study/run-block.ts';
import type { EstimatorSpec } from '../functions/study/study.ts';
import { FIT_STATUSES, type FitStatus } from '../kernels/estimators/fit.ts';
import { angle } from '../kernels/metrics/angle.ts';
import type { Disagreement } from '../kernels/metrics/disagreement/evaluator.ts';
import { createDisagreement } from '../kernels/metrics/disagreement.ts';
import { secondCoefficient } from '../kernels/metrics/first-coefficient.ts';
import { signedAngle } from '../kernels/metrics/signed-angle.ts';
import { meanDirection, meanTaste } from '../kernels/populations/mean-taste.ts';
import { NO_TABLES, type Tables } from '../kernels/populations/table.ts';
import { intervalReader } from './interval-columns.ts';

/** What is known of each replicate of one estimator: a number a replicate and column, so that a million take 100 MB. */
export interface Columns {
  /** Takes a block's outcomes in; directions are measured against the target and let go. */
  add(block: number, outcomes: EstimatorOutcomes): void;
  /** Which of the first `blocks` blocks were not added. */
  gaps(blocks: number): readonly number[];
  status(replicate: number): FitStatus;
  /** The values of a column over the successes among the first `replicates`, in order; null where it has none. */
  successes(column: string, replicates: number): Float64Array | null;
  /** The values of a column over the first `replicates`, NaN where the fit failed. */
  all(column: string, replicates: number): Float64Array;
  /** Names of the columns seen so far, in alphabetical order. */
  names(): readonly string[];
}

/** Diagnostics live beside the measures under names of their own. */
export const diagnosticColumn = (name: string): string => `diagnostic ${name}`;

/** The name of the diagnostic that a column holds; null where it holds a measure. */
export const diagnosticOf = (column: string): string | null =>
  column.startsWith(diagnosticColumn('')) ? column.slice(diagnosticColumn('').length) : null;

/** Whether a success may have no number in a column, so that it counts for none there. */
export const mayLack = (column: string): boolean =>
  diagnosticOf(column) !== null || column === 'coverage' || column === 'length';

const OK = FIT_STATUSES.indexOf('ok');
const ABSENT = 255;

/**
 * Columns of an estimator in a cell: `angle` to the target (the direction of the mean taste), `signedAngle` where d = 2,
 * `disagreement`, `coverage` and `length` of an interval, `coefficientError` of b = theta_2 / theta_1 where the first coefficient is fixed, `score`, `evaluations`, and
 * the diagnostics. Angles in radians.
 */
export function createColumns(cell: Cell, estimator: EstimatorSpec, tables: Tables = NO_TABLES): Columns {
  const { blockSize } = cell;
  const measures = directionMeasures(cell, estimator, tables);
  const readInterval = intervalReader(cell, estimator);
  const values = new Map<string, Float64Array>();
  let capacity = Math.max(1, cell.blocks) * blockSize;
  let statuses = new Uint8Array(capacity).fill(ABSENT);

  function column(name: string): Float64Array {
    const found = values.get(name) ?? new Float64Array(capacity).fill(Number.NaN);
    values.set(name, found);
    return found;
  }

  function grow(replicates: number): void {
    if (replicates <= capacity) return;
    const before = capacity;
    capacity = Math.max(replicates, 2 * capacity);
    const longer = new Uint8Array(capacity).fill(ABSENT, before);
    longer.set(statuses);
    statuses = longer;
    for (const [name, old] of values) {
      const grown = new Float64Array(capacity).fill(Number.NaN, before);
      grown.set(old);
      values.set(name, grown);
    }
  }

  return {
    add(block, outcomes) {
      const first = block * blockSize;
      grow(first + blockSize);
      outcomes.statuses.forEach((status, i) => {
        statuses[first + i] = FIT_STATUSES.indexOf(status);
      });
      const store = (name: string, list: readonly number[]): void => column(name).set(list, first);
      store('score', outcomes.scores);
      store('evaluations', outcomes.evaluations);
      for (const [name, list] of Object.entries(outcomes.diagnostics)) store(diagnosticColumn(name), list);
      for (const [name, measure] of measures) {
        const into = column(name);
        outcomes.directions.forEach((direction, i) => {
          if (outcomes.statuses[i] === 'ok') into[first + i] = measure(direction);
        });
      }
      if (readInterval === null) return;
      const coverage = column('coverage');
      const length = column('length');
      outcomes.directions.forEach((direction, i) => {
        if (outcomes.statuses[i] !== 'ok') return;
        const found = readInterval(direction, (name) => outcomes.diagnostics[name]?.[i] ?? Number.NaN);
        coverage[first + i] = found.coverage;
        length[first + i] = found.length;
      });
    },
    gaps: (blocks) =>
      Array.from({ length: blocks }, (_, block) => block).filter(
        (block) => block * blockSize >= capacity || statuses[block * blockSize] === ABSENT,
      ),
    status: (replicate) => FIT_STATUSES[statuses[replicate]],
    successes(name, replicates) {
      const list = values.get(name);
      return list === undefined ? null : list.subarray(0, replicates).filter((_, i) => statuses[i] === OK);
    },
    all(name, replicates) {
      const list = values.get(name);
      if (list === undefined) return new Float64Array(replicates).fill(Number.NaN);
      return list.subarray(0, replicates).map((value, i) => (statuses[i] === OK ? value : Number.NaN));
    },
    names: () => [...values.keys()].sort(),
  };
}

const DISAGREEMENTS = new WeakMap<Cell['population'], Disagreement>();

/** The disagreement with a population's target; that of some laws takes long to prepare, and blocks have columns of their own. */
function disagreementIn(population: Cell['population'], tables: Tables): Disagreement {
  const known =
    DISAGREEMENTS.get(population) ??
    createDisagreement(population.features, meanDirection(population), tables);
  DISAGREEMENTS.set(population, known);
  return known;
}

/** What is computed from a direction, by the name of its column. */
function directionMeasures(
  { population }: Cell,
  { normalise }: EstimatorSpec,
  tables: Tables,
): readonly (readonly [string, (direction: readonly number[]) => number])[] {
  const target = meanDirection(population);
  const { features, users } = population;
  const truth = normalise === 'first' ? secondCoefficient(meanTaste(users)) : Number.NaN;
  return [
    ['angle', (direction) => angle(direction, target)],
    ...(features.dimension === 2
      ? [['signedAngle', (direction: readonly number[]) => signedAngle(direction, target)] as const]
      : []),
    ['disagreement', disagreementIn(population, tables)],
    ...(normalise === 'first'
      ? [
          [
            'coefficientError',
            (direction: readonly number[]) => secondCoefficient(direction) - truth,
          ] as const,
        ]
      : []),
  ];
}

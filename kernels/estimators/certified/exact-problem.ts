import { type Sample, sampleIndex } from '../../arena.ts';
import type { Directions } from '../optimal-arcs.ts';
import { scaledToUnit, shifted } from './dyadic.ts';
import { type ExactRows, mergeBoundaries, PRIME } from './exact-rows.ts';
import { signsAt } from './signs.ts';
import { type WholeColumn, wholeColumn } from './whole-numbers.ts';

/** The comparisons as merged rows of whole numbers, and the way between their directions and the sample's. */
export interface ExactProblem {
  readonly rows: ExactRows;
  /** The boundaries of all rows, those that cancel too. */
  readonly boundaries: ExactRows;
  /** Weight that is wrong whatever the direction. */
  readonly forced: number;
  /** Weight of all rows but zero rows. */
  readonly total: number;
  /** Weight of all rows, heavy and cancelled ones too, that a direction is not strictly right about. */
  errorsAt(theta: readonly bigint[]): number;
  /** A direction of the rows as float64 in the coordinates of the sample, of any length. */
  toSample(theta: readonly bigint[]): Float64Array;
  /** A float64 direction of the sample, exactly, in the coordinates of the rows. */
  toRows(direction: ArrayLike<number>): readonly bigint[];
}

export interface ProblemOptions {
  /** A whole number >= 0 a row. */
  readonly weights: ArrayLike<number>;
  readonly directions: Directions;
}

/**
 * The exact problem of a sample: zero rows out, columns as whole numbers, equal rows merged and opposites cancelled.
 *
 * Neither the order of the sample's rows nor a change of all their signs changes the rows here: they are sorted, and all
 * turned round where the first of them would be negative. With `first-positive` a row e_1 heavier than all others
 * together is added, which every good direction is right about.
 */
export function exactProblem(sample: Sample, { weights, directions }: ProblemOptions): ExactProblem {
  const { d } = sample;
  const kept = nonZeroRows(sample, weights);
  const columns = Array.from({ length: d }, (_, j) => wholeColumn(columnOf(sample, kept, j)));
  const total = kept.reduce((sum, i) => sum + weights[i], 0);
  const heavy = directions === 'first-positive' ? total + 1 : 0;
  const { cancelled, ...merged } = mergeBoundaries({
    m: d,
    ...matrixOf(columns, kept.length),
    weights: Float64Array.from([...kept.map((i) => weights[i]), heavy]),
  });
  const side = turnOf(merged.rows);
  const rows = side < 0 ? turned(merged.rows) : merged.rows;
  const boundaries = side < 0 ? turned(merged.boundaries) : merged.boundaries;
  const { forced } = merged;
  const errors = (theta: readonly bigint[]): number =>
    forced + errorsOnBoundaries(boundaries, cancelled, theta);
  return { rows, boundaries, forced, total, errorsAt: errors, ...directionsBetween(columns, side) };
}

/** Of rows that cancel, one side is right unless theta is on their boundary. */
function errorsOnBoundaries(
  boundaries: ExactRows,
  cancelled: Float64Array,
  theta: readonly bigint[],
): number {
  const signs = signsAt(boundaries, theta);
  let errors = 0;
  signs.forEach((sign, i) => {
    if (sign <= 0) errors += boundaries.weights[i];
    if (sign === 0) errors += cancelled[i];
  });
  return errors;
}

function nonZeroRows({ arena, n, d, blocks, z }: Sample, weights: ArrayLike<number>): readonly number[] {
  const data = arena.backend.f64(z, 8 * blocks * d);
  const columns = Array.from({ length: d }, (_, j) => j);
  return Array.from({ length: n }, (_, i) => i).filter(
    (i) => weights[i] > 0 && columns.some((j) => data[sampleIndex(i, j, d)] !== 0),
  );
}

function columnOf({ arena, d, blocks, z }: Sample, kept: readonly number[], j: number): Float64Array {
  const data = arena.backend.f64(z, 8 * blocks * d);
  return Float64Array.from(kept, (i) => data[sampleIndex(i, j, d)]);
}

/** Row-major, with e_1 as a last row. */
function matrixOf(
  columns: readonly WholeColumn[],
  n: number,
): { readonly numbers: Float64Array; readonly big: readonly bigint[] | null } {
  const m = columns.length;
  const isBig = columns.some(({ big }) => big !== null);
  const numbers = new Float64Array((n + 1) * m);
  const big = isBig ? new Array<bigint>((n + 1) * m).fill(0n) : null;
  columns.forEach((column, j) => {
    for (let i = 0; i < n; i++) {
      numbers[i * m + j] = column.numbers[i];
      if (big !== null) big[i * m + j] = column.big === null ? BigInt(column.numbers[i]) : column.big[i];
    }
  });
  numbers[n * m] = 1;
  if (big !== null) big[n * m] = 1n;
  return { numbers, big };
}

/** Rows are sorted by their lines alone, so that the sign of the first one tells a sample from its opposite. */
const turnOf = ({ numbers }: ExactRows): number => ((numbers.find((v) => v !== 0) ?? 1) > 0 ? 1 : -1);

const turned = (rows: ExactRows): ExactRows => ({
  ...rows,
  numbers: rows.numbers.map((v) => 0 - v),
  big: rows.big?.map((v) => -v) ?? null,
  residues: rows.residues.map((v) => (v === 0 ? 0 : PRIME - v)),
});

/** Rows' values are whole numbers times numerator / denominator; theta's scale as the inverse. */
function directionsBetween(
  columns: readonly WholeColumn[],
  side: number,
): Pick<ExactProblem, 'toSample' | 'toRows'> {
  const numerators = columns.reduce((product, { numerator }) => product * numerator, 1n);
  const denominators = columns.reduce((product, { denominator }) => product * denominator, 1n);
  const turn = BigInt(side);
  return {
    toSample: (theta) =>
      scaledToUnit(
        theta.map((v, j) => (turn * v * columns[j].denominator * numerators) / columns[j].numerator),
        // A coordinate that small beside the largest is none in float64.
      ).map((v) => (Number.isNaN(v) ? 0 : v)),
    toRows: (direction) =>
      columns.map(
        ({ numerator, denominator }, j) =>
          (turn * shifted(direction[j], FINEST) * numerator * denominators) / denominator,
      ),
  };
}

/** Every float64 is a multiple of 2^-1074. */
const FINEST = 1074;

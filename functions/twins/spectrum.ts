import { laneBlocks } from '../../kernels/spectrum/orthonormal.ts';
import {
  createMomentProduct,
  createSecondMoment,
  type MomentProduct,
} from '../../kernels/spectrum/second-moment.ts';
import { lastBlocks, nextDirections, sketchOf, startingBlocks } from '../../kernels/spectrum/sketch.ts';
import { symmetricEigenvalues } from '../../kernels/spectrum/symmetric-eigenvalues.ts';
import { goOn, type StageOptions } from './stage-progress.ts';
import { TwinsError } from './twins-error.ts';
import type { RowBlocks } from './write-features.ts';

/** Up to so many columns all eigenvalues are computed; beyond, the largest are sketched in three passes over the rows. */
const EXACT_UP_TO = 512;
const REPORTED = 16;
const SHARES_OF = [1, 2, 5, 10];
/** Smaller eigenvalues, against the largest, are rounding. */
const NEGLIGIBLE = 1e-12;

/**
 * How the second moment M = (1/n) sum x x' of the differences, whose square root is what whitening divides by, spreads over directions. It is taken about the
 * origin, since a pair turned round is the same comparison, or about the mean where that was taken away.
 */
export interface Spectrum {
  readonly method: 'exact' | 'sketch';
  /** E|x|^2, the sum of all eigenvalues. */
  readonly trace: number;
  /** The largest, at most 16. */
  readonly eigenvalues: readonly number[];
  /** How far off each may be; 0 where all were computed. */
  readonly errors: readonly number[];
  /** (sum l)^2 / sum l^2: how many equal eigenvalues would be as spread as these; null where all are 0. */
  readonly effectiveRank: number | null;
  /** Eigenvalues above 1e-12 of the largest; null where not all were computed. */
  readonly rank: number | null;
  /** Largest eigenvalue over the smallest; null where that is rounding, or not all were computed. */
  readonly conditionNumber: number | null;
  /** Share of the trace in the k largest, by k. */
  readonly shares: Readonly<Record<string, number>>;
}

/** The spectrum of rows, as `writeFeatures` asks for it. */
export const spectrumOf =
  (options: StageOptions = {}, exactUpTo = EXACT_UP_TO) =>
  async (rows: RowBlocks): Promise<Spectrum> =>
    rows.columns <= exactUpTo ? exactSpectrum(rows, options) : sketchedSpectrum(rows, options);

async function exactSpectrum(rows: RowBlocks, options: StageOptions): Promise<Spectrum> {
  const d = rows.columns;
  const moment = createSecondMoment(d);
  await pass(rows, moment, { options, done: 0, passes: 1 });
  const found = symmetricEigenvalues(moment.matrix(), d);
  if (found === null)
    throw new TwinsError('The spectrum of the features was not found: their second moment is too large.');
  const values = Array.from(found, (value) => Math.max(0, value));
  const trace = values.reduce((sum, value) => sum + value, 0);
  const [largest, smallest] = [values[0], values[d - 1]];
  return {
    method: 'exact',
    ...summary({ trace, values, sumOfSquares: values.reduce((sum, value) => sum + value * value, 0) }),
    errors: values.slice(0, REPORTED).map(() => 0),
    rank: values.filter((value) => value > NEGLIGIBLE * largest).length,
    conditionNumber: smallest > NEGLIGIBLE * largest ? largest / smallest : null,
  };
}

async function sketchedSpectrum(rows: RowBlocks, options: StageOptions): Promise<Spectrum> {
  const d = rows.columns;
  const times = async (blocks: Float64Array, done: number): Promise<MomentProduct> => {
    const product = createMomentProduct(blocks, d);
    await pass(rows, product, { options, done, passes: 3 });
    return product;
  };
  const first = await times(startingBlocks(d), 0);
  const second = await times(laneBlocks(nextDirections(first.product(), d), d), 1);
  const directions = nextDirections(second.product(), d);
  const third = await times(lastBlocks(directions, d), 2);
  const { values, residuals, sumOfSquares } = sketchOf(directions, third.product(), d);
  return {
    method: 'sketch',
    ...summary({ trace: third.trace(), values, sumOfSquares }),
    errors: residuals.slice(0, REPORTED),
    rank: null,
    conditionNumber: null,
  };
}

interface Found {
  readonly trace: number;
  readonly values: readonly number[];
  readonly sumOfSquares: number;
}

function summary({
  trace,
  values,
  sumOfSquares,
}: Found): Pick<Spectrum, 'trace' | 'eigenvalues' | 'effectiveRank' | 'shares'> {
  const share = (k: number): number => values.slice(0, k).reduce((sum, value) => sum + value, 0) / trace;
  const ks = SHARES_OF.filter((k) => k <= values.length);
  return {
    trace,
    eigenvalues: values.slice(0, REPORTED),
    effectiveRank: sumOfSquares > 0 ? (trace * trace) / sumOfSquares : null,
    shares: trace > 0 ? Object.fromEntries(ks.map((k) => [String(k), share(k)])) : {},
  };
}

interface Pass {
  readonly options: StageOptions;
  readonly done: number;
  readonly passes: number;
}

async function pass(
  { rows, columns, blocks }: RowBlocks,
  sums: { add(rows: Float32Array): void },
  { options: { onProgress, signal }, done, passes }: Pass,
): Promise<void> {
  let seen = done * rows;
  for await (const block of blocks()) {
    goOn(signal);
    sums.add(block);
    seen += block.length / columns;
    onProgress?.({ done: seen, total: passes * rows, unit: 'rows of the spectrum' });
  }
}

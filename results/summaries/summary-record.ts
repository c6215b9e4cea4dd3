import { z } from 'zod';
import { FIT_STATUSES } from '../../kernels/estimators/fit.ts';
import type { DoubleDouble } from '../../kernels/math/double-double.ts';
import { checked, checkKey, namesOf, type RecordAddress, sealed, verifiedContent } from '../records.ts';
import type { BlockSummary } from './block-summary.ts';
import type { Histogram } from './histogram.ts';
import type { PowerSums } from './power-sums.ts';

const isNumbers = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => one === null || Number.isFinite(one));

/** Numbers in a row; zod's own lists would copy each. JSON has no NaN: a number that is none is null. */
const Numbers = z.custom<readonly (number | null)[]>(isNumbers, 'a list of numbers');

const Noted = z.number().int().nonnegative();

/** How a power sum is written: the count, then high and low of every sum. */
const Columns = z.record(z.string(), Numbers);

const Summary = z.strictObject({
  replicates: Noted,
  failures: z.partialRecord(z.enum(FIT_STATUSES), Noted),
  firstFailure: z.strictObject({ replicate: Noted, status: z.enum(FIT_STATUSES) }).nullable(),
  worst: z.strictObject({ replicate: Noted, angle: z.number() }).nullable(),
  columns: Columns,
  /** Of each bin its distance from the one before it, from 0 for the first, and its count. */
  histograms: Columns,
  pairs: z.array(z.strictObject({ sums: Columns, largest: Columns })),
});

/** The content of a record that keeps summaries, as its text spells it. */
const SummaryContent = z.strictObject({
  key: z.string(),
  keep: z.literal('summaries'),
  mechanism: z.string(),
  estimator: z.record(z.string(), z.unknown()),
  revision: z.number(),
  numerics: z.string(),
  n: z.number(),
  block: z.number(),
  first: z.number(),
  size: z.number(),
  parts: z.array(Summary),
});

type Written = z.infer<typeof Summary>;

/** The bytes of a record that keeps summaries: those of the looks inside its block, then that of all of it. */
export const encodeSummaries = (address: RecordAddress, parts: readonly BlockSummary[]): Uint8Array =>
  sealed({ ...namesOf(address), keep: 'summaries', parts: parts.map(writeSummary) });

/**
 * The summaries of a record that keeps them, in the order in which they were written.
 *
 * @throws RecordError when the bytes are damaged, of another address, or of a later format.
 */
export function decodeSummaries(address: RecordAddress, bytes: Uint8Array): readonly BlockSummary[] {
  const record = checked(SummaryContent, JSON.parse(verifiedContent(bytes)));
  checkKey(record, address);
  return record.parts.map(readSummary);
}

/** A summary as JSON spells it. */
const writeSummary = ({ columns, histograms, pairs, ...rest }: BlockSummary): Written => ({
  ...rest,
  columns: mapValues(columns, writeSums),
  histograms: mapValues(histograms, writeHistogram),
  pairs: pairs.map(({ sums, largest }) => ({
    sums: mapValues(sums, writeSums),
    largest: mapValues(largest, (sizes) => sizes.map(orNull)),
  })),
});

/** A summary from what JSON spells. */
const readSummary = ({ columns, histograms, pairs, ...rest }: Written): BlockSummary => ({
  ...rest,
  columns: mapValues(columns, readSums),
  histograms: mapValues(histograms, readHistogram),
  pairs: pairs.map(({ sums, largest }) => ({
    sums: mapValues(sums, readSums),
    largest: mapValues(largest, ([x, y]) => [orNaN(x), orNaN(y)] as const),
  })),
});

const writeSums = ({ count, sums }: PowerSums): (number | null)[] => [count, ...sums.flat().map(orNull)];

function readSums([count, ...numbers]: readonly (number | null)[]): PowerSums {
  const sums = Array.from(
    { length: numbers.length / 2 },
    (_, i): DoubleDouble => [orNaN(numbers[2 * i]), orNaN(numbers[2 * i + 1])],
  );
  return { count: count ?? 0, sums };
}

const writeHistogram = ({ bins, counts }: Histogram): number[] =>
  bins.flatMap((bin, i) => [bin - (bins[i - 1] ?? 0), counts[i]]);

function readHistogram(numbers: readonly (number | null)[]): Histogram {
  const bins: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < numbers.length; i += 2) {
    bins.push((bins.at(-1) ?? 0) + orNaN(numbers[i]));
    counts.push(orNaN(numbers[i + 1]));
  }
  return { bins, counts };
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

const orNaN = (value: number | null | undefined): number => value ?? Number.NaN;

const mapValues = <A, B>(values: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));

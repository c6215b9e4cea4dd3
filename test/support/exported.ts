import { planStudy } from '../../functions/study/plan.ts';
import type { Scenario, Study } from '../../functions/study/study.ts';
import { type ReadOutcomes, rawRows } from '../../results/export.ts';
import { type RawValue, rawColumns } from '../../results/raw-columns.ts';
import { formatRows, type RawFormat, type RowLists } from '../../results/raw-formats.ts';
import { madeUpOutcomes, SIGN, TWO_TYPES, tinyStudy } from './studies.ts';

type NamedRow = Readonly<Record<string, RawValue>>;

/** Finds every record of a study, made up. */
export const madeUp: ReadOutcomes = async ({ cell, block, estimator }) =>
  madeUpOutcomes({ cell, block, estimators: [] }, estimator);

/** Values one after another, as they would come from a store. */
export async function* inTurn<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}

/** All values of a source. */
export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of source) values.push(value);
  return values;
}

/** All raw rows of a study, by the names of their columns; every record is made up, or read as given. */
export async function allRows(study: Study, read: ReadOutcomes = madeUp): Promise<readonly NamedRow[]> {
  const names = rawColumns(study).map(({ name }) => name);
  return (await collect(rawRows(study, inTurn(planStudy(study)), { read })))
    .flat()
    .map((row) => Object.fromEntries(row.map((value, i) => [names[i] ?? `unnamed${i}`, value])));
}

/** The bytes of rows in a format. */
export async function exported(study: Study, format: RawFormat, lists?: RowLists): Promise<Buffer> {
  const rows = lists ?? rawRows(study, inTurn(planStudy(study)), { read: madeUp });
  const pieces = await collect(formatRows(format, rawColumns(study), rows));
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
}

/** A study of two sizes with 7 of 200 stored replicates, and so many scenarios with these factors. */
export function factorStudy(...factors: readonly Scenario['factors'][]): Study {
  return tinyStudy({
    sampleSizes: [10, 30],
    looks: [[7], [7]],
    scenarios: factors.map((one) => ({ factors: one, population: TWO_TYPES, estimators: [SIGN] })),
  });
}

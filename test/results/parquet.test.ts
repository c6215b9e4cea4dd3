import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet';
import { expect, test } from 'vitest';
import type { Study } from '../../functions/study/study.ts';
import { allRows, exported, factorStudy, inTurn } from '../support/exported.ts';
import { tinyStudy } from '../support/studies.ts';

const STUDY = factorStudy({ 'population.users.skew': 1, choice: 'Grüße' }, { 'population.users.skew': 0.5 });

async function parquet(study: Study): Promise<ArrayBuffer> {
  const bytes = await exported(study, 'parquet');
  return new Uint8Array(bytes).buffer;
}

test('an independent reader finds the same rows, every bit of them', async () => {
  expect(await parquetReadObjects({ file: await parquet(STUDY) })).toEqual(await allRows(STUDY));
});

test('integers, doubles and texts have their types, and may be null where a fit can fail or a factor be absent', async () => {
  const { children } = parquetSchema(parquetMetadata(await parquet(STUDY)));
  const types = Object.fromEntries(
    children.map(({ element: { name, type, converted_type, repetition_type } }) => [
      name,
      `${converted_type ?? type} ${repetition_type}`,
    ]),
  );
  expect(types).toEqual({
    study: 'UTF8 REQUIRED',
    skew: 'DOUBLE REQUIRED',
    choice: 'UTF8 OPTIONAL',
    n: 'INT32 REQUIRED',
    cell: 'UTF8 REQUIRED',
    replicate: 'INT32 REQUIRED',
    estimator: 'UTF8 REQUIRED',
    estimand: 'UTF8 REQUIRED',
    truth: 'DOUBLE OPTIONAL',
    estimate: 'DOUBLE OPTIONAL',
    status: 'UTF8 REQUIRED',
    angle: 'DOUBLE OPTIONAL',
    disagreement: 'DOUBLE OPTIONAL',
    score: 'DOUBLE OPTIONAL',
    evaluations: 'DOUBLE OPTIONAL',
    address: 'UTF8 REQUIRED',
  });
});

test('many rows are several row groups, in order', async () => {
  const study = tinyStudy({ sampleSizes: [10], looks: [[40_000]] });
  const file = await parquet(study);
  expect(parquetMetadata(file).row_groups.map(({ num_rows }) => num_rows)).toEqual([65_536n, 14_464n]);
  const rows = await parquetReadObjects({ file, columns: ['estimator', 'replicate'] });
  expect(rows).toHaveLength(80_000);
  const wrong = rows.findIndex(
    ({ estimator, replicate }, i) => replicate !== i % 40_000 || estimator !== (i < 40_000 ? 'sign' : 'rlhf'),
  );
  expect(wrong).toBe(-1);
});

test('no rows are an empty table with all columns', async () => {
  const bytes = await exported(STUDY, 'parquet', inTurn([]));
  const metadata = parquetMetadata(new Uint8Array(bytes).buffer);
  expect(metadata.num_rows).toBe(0n);
  expect(parquetSchema(metadata).children).toHaveLength(16);
});

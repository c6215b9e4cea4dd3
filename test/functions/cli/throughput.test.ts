import { expect, test } from 'vitest';
import { throughput } from '../../../functions/cli/execute-run.ts';
import { FIXTURE_PROVENANCE } from '../../support/fixture-summary.ts';

test('says what was computed and the rows a second of each worker', () => {
  const run = {
    ...FIXTURE_PROVENANCE,
    replicatesComputed: 500,
    rowsComputed: 4e7,
    wallSeconds: 4,
    workers: 2,
  };
  expect(throughput(run)).toBe(
    'computed 500 data sets, 40.0 M rows in 4.0 s on 2 workers: 5.00 M rows/s a worker\n',
  );
  expect(throughput({ ...run, workers: 1 })).toMatch(/on 1 worker: 10\.0 M rows\/s a worker\n$/);
});

test('says nothing where everything was stored already', () => {
  expect(throughput({ ...FIXTURE_PROVENANCE, replicatesComputed: 0 })).toBe('');
});

import { expect, test } from 'vitest';
import { createProgressMeter } from '../../../functions/local/progress.ts';
import { cellOf } from '../../support/studies.ts';

const SMALL = cellOf(10, 200, 2);
const LARGE = cellOf(1000, 50, 4);

test('the rate counts computed rows only, what is done counts reused ones too', () => {
  const meter = createProgressMeter();
  meter.asked(SMALL, 2);
  meter.asked(LARGE, 4);
  meter.reused(SMALL, 1);
  meter.computed(LARGE);
  expect(meter.read(2)).toMatchObject({
    blocksDone: 2,
    blocksTotal: 6,
    rowsDone: 2000 + 50_000,
    rowsTotal: 4000 + 200_000,
    replicatesDone: 250,
    replicatesTotal: 600,
    rowsPerSecond: 25_000,
    etaSeconds: (2000 + 150_000) / 25_000,
  });
});

test('before the first computed block there is no time left to tell', () => {
  expect(createProgressMeter().read(0)).toMatchObject({ etaSeconds: null, worstRelativeMcse: null });
});

test('the error is that of the worst estimator and cell', () => {
  const meter = createProgressMeter();
  // 50 angles of 1 and 50 of 2: m2 = 2.5, m4 = 8.5, sqrt((8.5 - 6.25) / 100) / 5 = 0.03.
  meter.found(SMALL, 'sign', { successes: 50, failures: 2, sumSquares: 50, sumFourths: 50 });
  meter.found(SMALL, 'sign', { successes: 50, failures: 1, sumSquares: 200, sumFourths: 800 });
  meter.found(SMALL, 'rlhf', { successes: 100, failures: 0, sumSquares: 100, sumFourths: 100 });
  const { worstRelativeMcse, failures } = meter.read(1);
  expect(worstRelativeMcse).toBeCloseTo(0.03, 12);
  expect(failures).toBe(3);
});

test('the error shown at the end is that of all blocks, however short the run was', () => {
  const meter = createProgressMeter();
  meter.asked(SMALL, 1);
  expect(meter.read(0).worstRelativeMcse).toBeNull();
  meter.found(SMALL, 'sign', { successes: 100, failures: 0, sumSquares: 250, sumFourths: 850 });
  meter.computed(SMALL);
  expect(meter.read(0.01).worstRelativeMcse).toBeCloseTo(0.03, 12);
});
